using System.Text.Json;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Local.Demo;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>What the DGS can decide beside accepting.</summary>
public sealed class ArbitrationScenarios(LocalHostFixture fixture) : Scenario(fixture)
{
    [Fact]
    public async Task A_need_filled_in_on_the_page_is_refused_archived_and_its_directorate_told_why()
    {
        var page = await Client.OpenAsync("/besoin/en-ligne", "Agent", Cancellation);
        var fields = FilledForm.Of(page, null, new Dictionary<string, string>
        {
            ["direction"] = "transports",
            ["courriel"] = "Alix.Durand@region.example",
            ["q-title"] = "Prévoir l’affluence des trains",
        });
        var receipt = await Client.SendAsync(page, fields, Cancellation);
        Assert.Equal("Votre besoin est enregistré", receipt.Heading);
        var id = receipt.Address.Segments[^1];
        var again = await Client.SendAsync(page, fields, Cancellation);
        Assert.Equal($"/besoin/recu/{id}?connu=1", again.Address.PathAndQuery);

        await ReachAsync(Step.Arbitration, id);
        var decided = await DecideAsync(id, "arbitrate", "refuse", ("motif", "Le gain attendu ne couvre pas le coût énergétique."));
        Assert.Contains("Le gain attendu ne couvre pas le coût énergétique.", decided.Text, StringComparison.Ordinal);
        Assert.Equal("Refused", (await StatusAsync(id, "Closed")).GetProperty("end").GetString());

        var mail = await ToldAsync(id, "Le cas d’usage est refusé");
        Assert.Contains("Le gain attendu ne couvre pas le coût énergétique.", mail.Text, StringComparison.Ordinal);
        var told = await Eventually.Get(
            async () => (await Client.MailsAsync(id, Cancellation)).Where(m => m.Subject == mail.Subject).Select(m => m.To).Order().ToList(), all => all.Count > 1);
        Assert.Equal(["alix.durand@region.example", "direction.transports@region.example"], told);
        using var register = JsonDocument.Parse(await (await Client.SendAsync(HttpMethod.Get, "/registre.json", null, null, Cancellation)).Content.ReadAsStringAsync(Cancellation));
        var line = Assert.Single(register.RootElement.GetProperty("cases").EnumerateArray(), candidate => candidate.GetProperty("id").GetString() == id);
        Assert.Equal("Refused", line.GetProperty("end").GetString());
        Assert.Contains("refusé à l’arbitrage", (await Client.OpenAsync($"/dossiers/{id}", "Dtisu", Cancellation)).Text, StringComparison.Ordinal);
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task A_deferred_case_comes_back_to_the_DGS_at_its_date()
    {
        var id = await ReachAsync(Step.Arbitration);
        await DecideAsync(id, "arbitrate", "defer", ("motif", "Après le vote du budget."));
        await ToldAsync(id, "Le cas d’usage est différé");

        var back = await Client.MailAsync(id, "arbitrate", Cancellation);
        Assert.EndsWith(".arbitrate.2", back.AskedTask, StringComparison.Ordinal);
        await DecideAsync(id, "arbitrate", "accept");
        await StepAsync(id, Step.Development, 1);

        var types = (await Client.JournalAsync(id, Cancellation)).Select(row => row.Type).ToList();
        Assert.Contains("CaseDeferred", types);
        Assert.Contains("CaseResumed", types);
        await AssertSoundAsync(id);
    }
}
