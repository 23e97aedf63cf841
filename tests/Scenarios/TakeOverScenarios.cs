using System.Net.Http.Headers;
using System.Text;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Local.Demo;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>The stock of uses that existed before the system did.</summary>
public sealed class TakeOverScenarios(LocalHostFixture fixture) : Scenario(fixture)
{
    private const string Headers = "Référence;Direction;Courriel du référent;Étape;En service depuis;Modèle;Version du modèle;Titre du cas d’usage;problem;personal-data\n";

    private readonly string mark = Guid.NewGuid().ToString("N")[..8];

    [Fact]
    public async Task Each_use_becomes_a_case_at_its_step_once_and_what_is_missing_becomes_its_tasks()
    {
        var report = await SendAsync(
            $"{mark}-1;lycees;camille.martin@region.example;Maintenance;01/03/2024;modele-{mark};2024-06;Transcrire {mark};Long;oui\n" +
            $"{mark}-2;lycees;camille.martin@region.example;1;;;;Traduire {mark};;\n" +
            $"{mark}-3;lycees;camille.martin@region.example;Développement;;;;Classer {mark};;\n" +
            $"{mark}-4;nulle-part;pas une adresse;Ailleurs;demain;;;;;peut-être\n" +
            $"{mark}-1;lycees;camille.martin@region.example;Maintenance;;;;Encore {mark};;\n");
        Assert.Contains("3 lignes à reprendre. Rien n’est encore fait. 2 lignes à corriger", report.Text, StringComparison.Ordinal);
        Assert.Contains("Cette direction n’est pas connue.", report.Text, StringComparison.Ordinal);
        Assert.Contains("Cette référence est déjà celle de la ligne 2.", report.Text, StringComparison.Ordinal);

        var done = await Client.SendAsync(report, FilledForm.Of(report, null, []), Cancellation);
        Assert.Contains("3 lignes reprises. C’est terminé.", done.Text, StringComparison.Ordinal);
        var ids = done.Document.QuerySelectorAll("td a[href^='/dossiers/']").Select(link => link.TextContent).ToList();
        Assert.Equal(3, ids.Count);

        var used = await StepAsync(ids[0], Step.Maintenance, 1);
        Assert.Equal("2024-03-01", used.GetProperty("inProductionSince").GetString()![..10]);
        var page = await Client.OpenAsync($"/dossiers/{ids[0]}", "Dtisu", Cancellation);
        Assert.Contains("Repris de l’existant", page.Text, StringComparison.Ordinal);
        Assert.Contains($"modele-{mark}, version 2024-06", page.Text, StringComparison.Ordinal);
        Assert.Contains("premier réexamen le", page.Text, StringComparison.Ordinal);
        Assert.Contains("Un premier réexamen commencera le", (await ToldAsync(ids[0], "est suivi")).Text, StringComparison.Ordinal);
        await TaskPageAsync(ids[1], "complete");
        await StepAsync(ids[2], Step.Qualification, 1);
        Assert.Contains("reprend à l’étape 2", (await Client.OpenAsync($"/dossiers/{ids[2]}", "Dtisu", Cancellation)).Text, StringComparison.Ordinal);
        await TaskPageAsync(ids[2], "qualify");

        // The same file once more, from the beginning: the first cases are found, none is new.
        var again = await SendAsync($"{mark}-1;lycees;camille.martin@region.example;Maintenance;;;;Autre titre {mark};;\n");
        var found = await Client.SendAsync(again, FilledForm.Of(again, null, []), Cancellation);
        Assert.Contains($"{ids[0]}, déjà repris", found.Text, StringComparison.Ordinal);
        foreach (var id in ids)
            await AssertSoundAsync(id);
        foreach (var id in ids.Skip(1))
            await CloseAsync(id);
    }

    [Fact]
    public async Task Only_DTISU_and_administrators_take_over_and_only_with_the_page_s_token()
    {
        foreach (var address in new[] { "/suivi/reprise", "/suivi/reprise/modele/modele.xlsx", $"/suivi/reprise/{new string('a', 32)}" })
        {
            Assert.Equal(401, (await Client.OpenAsync(address, null, Cancellation)).Status);
            Assert.Equal(403, (await Client.OpenAsync(address, "Agent", Cancellation)).Status);
        }

        Assert.Equal(404, (await Client.OpenAsync($"/suivi/reprise/{new string('a', 32)}", "Dtisu", Cancellation)).Status);
        Assert.Equal(404, (await Client.OpenAsync("/suivi/reprise/modele/autre.xlsx", "Dtisu", Cancellation)).Status);
        var report = await SendAsync($"{mark}-9;lycees;camille.martin@region.example;Maintenance;;;;Résumer {mark};;\n");
        var refused = await Client.SendAsync(report, new Dictionary<string, string>(), Cancellation);
        Assert.Equal(400, refused.Status);
        Assert.Contains("Rien n’est encore fait.", (await Client.OpenAsync(report.Address.PathAndQuery, "Dtisu", Cancellation)).Text, StringComparison.Ordinal);
    }

    private async Task CloseAsync(string id)
    {
        if (await Client.CaseAsync(id, Cancellation) is var state && state.GetProperty("step").GetString() == "Need")
        {
            await DecideAsync(id, "complete", "send", ("q-alike", "new"));
            await DecideAsync(id, "endorse", "decline");
            return;
        }

        await DecideAsync(id, "qualify", "unfavourable");
        await DecideAsync(id, "arbitrate", "refuse");
    }

    private async Task<WebPage> SendAsync(string lines)
    {
        var page = await Client.OpenAsync("/suivi/reprise", "Dtisu", Cancellation);
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in FilledForm.Of(page, null, []))
            form.Add(new StringContent(value), name);
        var file = new ByteArrayContent(Encoding.UTF8.GetBytes(Headers + lines));
        file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        form.Add(file, "fichier", "usages.csv");
        var report = await Client.SendAsync(page, form, Cancellation);
        Assert.True(report.Status == 200, report.Text);
        return report;
    }
}
