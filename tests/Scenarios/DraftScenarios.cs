using RegionSud.AiWorkflow.Local.Demo;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>A long form is not filled in at one sitting.</summary>
public sealed class DraftScenarios(LocalHostFixture fixture) : Scenario(fixture)
{
    [Fact]
    public async Task A_draft_is_kept_for_the_person_alone_decides_nothing_and_goes_with_the_decision()
    {
        var id = await DepositAsync(("problem", null), ("errors", null));
        var page = await TaskPageAsync(id, "complete");
        Assert.DoesNotContain("Voici votre brouillon", page.Text, StringComparison.Ordinal);
        var before = (await Client.CaseAsync(id, _ => true, "", Cancellation)).GetProperty("version").GetInt64();

        var kept = await PostDraftAsync(page, FilledForm.Of(page, null, [new("q-problem", "Commencé, pas <fini>.")]));
        Assert.Equal(200, kept.Status);
        Assert.Contains("Voici votre brouillon", kept.Text, StringComparison.Ordinal);
        Assert.Equal("Commencé, pas <fini>.", kept.Form.QuerySelector("[name=q-problem]")!.TextContent.Trim());
        Assert.Equal(before, (await Client.CaseAsync(id, _ => true, "", Cancellation)).GetProperty("version").GetInt64());

        // Looked at again from the mail, it is still there; sent, it is a decision like any other.
        var again = await TaskPageAsync(id, "complete");
        Assert.Contains("pas <fini>", again.Form.QuerySelector("[name=q-problem]")!.TextContent, StringComparison.Ordinal);
        await DecideAsync(id, "complete", "send");
        await TaskPageAsync(id, "endorse");

        var late = await PostDraftAsync(again, FilledForm.Of(again, null, [new("q-problem", "Trop tard.")]));
        Assert.Equal(409, late.Status);
    }

    [Fact]
    public async Task A_draft_without_the_pages_token_is_not_kept()
    {
        var id = await DepositAsync(("problem", null));
        var page = await TaskPageAsync(id, "complete");

        var refused = await PostDraftAsync(page, new Dictionary<string, string> { ["q-problem"] = "Sans jeton." });

        Assert.Equal(400, refused.Status);
        Assert.DoesNotContain("Sans jeton", (await TaskPageAsync(id, "complete")).Form.InnerHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_need_is_left_found_again_by_its_address_and_handed_in_once()
    {
        var page = await Client.OpenAsync("/besoin/en-ligne", "Agent", Cancellation);
        var title = $"Essai {Guid.NewGuid():N}";
        var kept = await PostDraftAsync(page, FilledForm.Of(page, null, [new("q-title", title), new("q-problem", "À écrire <plus tard>."), new("direction", "lycees")]));
        Assert.Equal(200, kept.Status);
        Assert.Contains("Votre brouillon est gardé trente jours.", kept.Text, StringComparison.Ordinal);

        // Two who have the address: the second does not write over what the first has kept since.
        var first = await Client.OpenAsync(kept.Address.PathAndQuery, "Agent", Cancellation);
        var second = await Client.OpenAsync(kept.Address.PathAndQuery, "Agent", Cancellation);
        Assert.Equal("À écrire <plus tard>.", first.Form.QuerySelector("[name=q-problem]")!.TextContent.Trim());
        Assert.Equal(200, (await PostDraftAsync(first, FilledForm.Of(first, null, [new("q-problem", "Écrit par l’un.")]))).Status);
        var late = await PostDraftAsync(second, FilledForm.Of(second, null, [new("q-problem", "Écrit par l’autre.")]));
        Assert.Equal(409, late.Status);
        Assert.Contains("Écrit par l’autre.", late.Form.InnerHtml, StringComparison.Ordinal);
        var own = await PostDraftAsync(late, FilledForm.Of(late, null, []));
        Assert.NotEqual(kept.Address, own.Address);

        var again = await Client.OpenAsync(kept.Address.PathAndQuery, "Agent", Cancellation);
        Assert.Contains("Écrit par l’un.", again.Form.InnerHtml, StringComparison.Ordinal);
        var sent = await Client.SendAsync(again, FilledForm.Of(again, null, [new("courriel", "camille.martin@region.example")]), Cancellation);
        Assert.Equal("Votre besoin est enregistré", sent.Heading);
        Assert.Equal(404, (await Client.OpenAsync(kept.Address.PathAndQuery, "Agent", Cancellation)).Status);
    }

    [Fact]
    public async Task Drafts_of_needs_are_for_signed_in_agents_with_the_address_alone()
    {
        var page = await Client.OpenAsync("/besoin/en-ligne", "Agent", Cancellation);
        var kept = await PostDraftAsync(page, FilledForm.Of(page, null, []));

        Assert.Equal(401, (await Client.OpenAsync(kept.Address.PathAndQuery, null, Cancellation)).Status);
        Assert.Equal(404, (await Client.OpenAsync($"/besoin/brouillons/{new string('a', 32)}", "Agent", Cancellation)).Status);
        Assert.Equal(404, (await Client.OpenAsync("/besoin/brouillons/..%2fautre", "Agent", Cancellation)).Status);
        var unsigned = await PostDraftAsync(page, new Dictionary<string, string> { ["q-problem"] = "Sans jeton." });
        Assert.Equal(400, unsigned.Status);
    }

    private Task<WebPage> PostDraftAsync(WebPage page, Dictionary<string, string> fields) =>
        Client.SendAsync(page, page.Form.QuerySelector("button[formaction]")!.GetAttribute("formaction")!, fields, Cancellation);
}
