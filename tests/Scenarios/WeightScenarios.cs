using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Local.Demo;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>The list of cases to arbitrate, and the weights: tried out by anybody who sees it, saved by the DGS alone.</summary>
public sealed class WeightScenarios(LocalHostFixture fixture) : Scenario(fixture)
{
    private const string Tried = "/arbitrage?p-value-public=15&p-value-agents=20&p-value-reach=15&p-value-gain=20&p-value-goals=20&p-value-reuse=10";

    [Fact]
    public async Task A_case_waits_in_the_list_with_its_scores_and_leaves_it_once_it_is_arbitrated()
    {
        var id = await ReachAsync(Step.Qualification);
        await DecideAsync(id, "qualify", "favourable", ("q-value-public", "4"));
        await Client.MailAsync(id, "arbitrate", Cancellation);

        var page = await Client.OpenAsync("/arbitrage", "Dtisu", Cancellation);
        Assert.Equal((200, "Cas à arbitrer"), (page.Status, page.Heading));
        var row = RowOf(page, id);
        // Under the weights of the file, or under those that the test beside it saves.
        Assert.Matches("(60|57,5)Moyenne", row);
        Assert.Equal("/arbitrage", page.Document.QuerySelector("nav [aria-current=page]")!.GetAttribute("href"));

        await DecideAsync(id, "arbitrate", "defer");
        await ToldAsync(id, "Le cas d’usage est différé");
        Assert.Contains(id, (await Client.OpenAsync("/arbitrage", "Dgs", Cancellation)).Text, StringComparison.Ordinal);
        await DecideAsync(id, "arbitrate", "refuse");
        await StatusAsync(id, "Closed");
        // The journal comes first, the lists a moment later.
        await Eventually.Get(async () => (await Client.OpenAsync("/arbitrage", "Dgs", Cancellation)).Text, text => !text.Contains(id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Other_weights_rank_the_list_and_change_nothing_until_the_DGS_saves_them_with_a_reason()
    {
        var id = await ReachAsync(Step.Arbitration);
        await Client.MailAsync(id, "arbitrate", Cancellation);
        var before = await InForceAsync();

        var wrong = await Client.OpenAsync("/arbitrage?p-value-public=90", "Dgs", Cancellation);
        Assert.Equal(422, wrong.Status);
        Assert.Contains("ils doivent faire 100\u00a0%", wrong.Document.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(wrong.Document.QuerySelectorAll("form[method=post]"));
        var page = await Client.OpenAsync(Tried, "Dgs", Cancellation);
        Assert.Contains("Ceci est un essai.", page.Text, StringComparison.Ordinal);
        Assert.Matches("inchangée|monte|descend", RowOf(page, id));
        Assert.Equal(before, await InForceAsync());

        Assert.Equal(422, (await SaveAsync(page, ("motif", " . "))).Status);
        Assert.Equal(422, (await SaveAsync(page, ("p-value-public", "99"))).Status);
        Assert.Equal(400, (await SaveAsync(page with { Cookie = "" })).Status);
        Assert.Equal(403, (await SaveAsync(page with { Role = "Dtisu" })).Status);
        Assert.Equal(403, (await SaveAsync(page with { Role = "Administrator" })).Status);
        Assert.Equal(401, (await SaveAsync(page with { Role = null })).Status);
        Assert.Equal(before, await InForceAsync());

        var other = await Client.OpenAsync(Tried, "Dgs", Cancellation);
        var saved = await SaveAsync(page, ("motif", "Les agents d’abord, cette année."));
        Assert.Equal(200, saved.Status);
        Assert.Contains("Les poids sont enregistrés", saved.Text, StringComparison.Ordinal);
        Assert.Contains("Les agents d’abord, cette année.", saved.Text, StringComparison.Ordinal);
        var version = await InForceAsync();
        Assert.NotEqual(before, version);

        var overtaken = await SaveAsync(other, ("motif", "Une autre raison."));
        Assert.Equal(409, overtaken.Status);
        Assert.Contains("D’autres poids ont été enregistrés", overtaken.Text, StringComparison.Ordinal);
        Assert.Equal(version, await InForceAsync());

        Assert.Contains(version, (await TaskPageAsync(id, "arbitrate")).Text, StringComparison.Ordinal);
        await DecideAsync(id, "arbitrate", "accept");
        var applied = Assert.Single(await Client.JournalAsync(id, Cancellation), row => row.Type == "WeightsApplied");
        Assert.Equal(version, applied.Data.GetProperty("weightsVersion").GetString());
        Assert.Contains($"selon les poids de la version {version}", (await Client.OpenAsync($"/dossiers/{id}", "Dtisu", Cancellation)).Text, StringComparison.Ordinal);
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task A_page_of_the_list_that_is_none_is_refused()
    {
        Assert.Equal(400, (await Client.OpenAsync("/arbitrage?suite=../all", "Dgs", Cancellation)).Status);
        Assert.Equal(200, (await Client.OpenAsync("/arbitrage?suite=IA-1999-0001", "Dgs", Cancellation)).Status);
        Assert.Equal(403, (await Client.OpenAsync("/arbitrage", "Dpo", Cancellation)).Status);
    }

    private Task<WebPage> SaveAsync(WebPage page, params (string Field, string Value)[] given) =>
        Client.SendAsync(page, FilledForm.Of(page, null, given.ToDictionary(pair => pair.Field, pair => pair.Value)).Where(field => page.Form.QuerySelector($"[name='{field.Key}']") is not null), Cancellation);

    private async Task<string> InForceAsync()
    {
        var text = (await Client.OpenAsync("/arbitrage", "Dgs", Cancellation)).Text;
        return System.Text.RegularExpressions.Regex.Match(text, @"En vigueur\W+version ([\w.-]+),").Groups[1].Value;
    }

    private static string RowOf(WebPage page, string id) =>
        Assert.Single(page.Document.QuerySelectorAll("tbody tr"), row => row.QuerySelector("th")!.TextContent.Contains(id, StringComparison.Ordinal)).TextContent;
}
