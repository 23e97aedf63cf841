using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Local.Demo;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>A need that looks like another goes on: its author says whether to join or why not, and DTISU sees both.</summary>
public sealed class LikenessScenarios(LocalHostFixture fixture) : Scenario(fixture)
{
    private const string Purpose = "Signaler dans la journée les chaudières des internats qui surconsomment, avant la facture.";

    [Fact]
    public async Task The_author_of_a_need_like_a_refused_one_says_why_it_is_new_and_DTISU_reads_it()
    {
        var refused = await DepositAsync(("title", "Surveiller la consommation des chaudières d’internat"), ("expected-result", Purpose));
        await DecideAsync(refused, "endorse", "decline");
        await StatusAsync(refused, "Closed");

        var id = await DepositAsync(
            ("title", "Surveillance des consommations de chaudières en internat"), ("expected-result", Purpose), ("alike", null), ("alike-reason", null));
        var receipt = await ToldAsync(id, "Votre expression du besoin est enregistrée");
        Assert.Contains($"{refused} – Surveiller la consommation des chaudières d’internat (", receipt.Text, StringComparison.Ordinal);
        Assert.Matches("Empreinte du fichier.*[0-9a-f]{64}", receipt.Text);
        Assert.Matches("Fichier reçu\u00a0: besoin.{1,2}pdf \\(PDF, [0-9]+\u00a0ko\\)", receipt.Text);

        var page = await TaskPageAsync(id, "complete");
        Assert.Equal(["alike", "alike-reason"], page.Questions);
        Assert.Contains("Un cas semblable", page.Text, StringComparison.Ordinal);
        Assert.Contains(refused, page.Text, StringComparison.Ordinal);
        var silent = await Client.SendAsync(page, FilledForm.Of(page, "send", new Dictionary<string, string> { ["q-alike"] = "new", ["q-alike-reason"] = " " }), Cancellation);
        Assert.Equal(422, silent.Status);
        await DecideAsync(id, "complete", "send", ("q-alike", "new"), ("q-alike-reason", "Le premier portait sur l’eau chaude seule."));

        await DecideAsync(id, "endorse", "endorse");
        var review = await TaskPageAsync(id, "review");
        Assert.Contains(refused, review.Text, StringComparison.Ordinal);
        Assert.Contains("Le premier portait sur l’eau chaude seule.", review.Text, StringComparison.Ordinal);
        var file = await Client.OpenAsync($"/dossiers/{id}", "Dtisu", Cancellation);
        Assert.Contains($"Le besoin ressemble à {refused}", file.Text, StringComparison.Ordinal);
        Assert.Contains("besoin.pdf", file.Text, StringComparison.Ordinal);
        using var copy = (await Client.SendAsync(HttpMethod.Get, $"/dossiers/{id}/besoin.pdf", "Dtisu", null, Cancellation)).EnsureSuccessStatusCode();
        Assert.Equal("application/pdf", copy.Content.Headers.ContentType!.MediaType);
        Assert.Equal(403, (await Client.OpenAsync($"/dossiers/{id}/besoin.pdf", "Agent", Cancellation)).Status);
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task The_form_that_people_download_or_fill_in_online_does_not_ask_about_likeness()
    {
        var page = await Client.OpenAsync("/besoin/en-ligne", "Agent", Cancellation);

        Assert.Contains("title", page.Questions);
        Assert.DoesNotContain("alike", page.Questions);
    }
}
