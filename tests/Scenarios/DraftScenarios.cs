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

    private Task<WebPage> PostDraftAsync(WebPage page, Dictionary<string, string> fields) =>
        Client.SendAsync(page, page.Form.QuerySelector("button[formaction]")!.GetAttribute("formaction")!, fields, Cancellation);
}
