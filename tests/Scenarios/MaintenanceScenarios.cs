using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Local.Demo;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>A solution in use, halted, taken up again, and taken out.</summary>
public sealed class MaintenanceScenarios(LocalHostFixture fixture) : Scenario(fixture)
{
    [Fact]
    public async Task A_solution_is_suspended_then_resumed_then_withdrawn_each_time_by_people()
    {
        var id = await ReachAsync(Step.Maintenance);
        await Client.PutModelAsync(ModelOf(id), "2026-06", Cancellation);
        await AnswerToAnOlderFileAsync(id);
        await DecideAsync(id, "confirm-change", "review", ("motif", "La direction doit voir ces résumés."));
        await DecideAsync(id, "recheck-directorate", "suspend", ("motif", "Les résumés omettent des votes."));
        await DecideAsync(id, "recheck-dsipn", "suspend", ("motif", "Confirmé sur dix comptes rendus."));
        await StatusAsync(id, "Suspended");
        await ToldAsync(id, "L’usage de la solution est suspendu");

        await DecideAsync(id, "resume", "conform", ("motif", "Corrigé et vérifié."));
        await StatusAsync(id, "InProduction");
        await ToldAsync(id, "L’usage de la solution reprend");

        // The version that came meanwhile was looked at with the first; the next one is a re-check of its own.
        await Client.PutModelAsync(ModelOf(id), "2026-12", Cancellation);
        await DecideAsync(id, "confirm-change", "review", ("motif", "À revoir ensemble."));
        await DecideAsync(id, "recheck-directorate", "withdraw", ("motif", "Nous n’en avons plus l’usage."));
        await DecideAsync(id, "recheck-dsipn", "conform");
        await DecideAsync(id, "recheck-dtisu", "withdraw", ("motif", "La direction n’en a plus l’usage."));
        await ToldAsync(id, "Le retrait de la solution est décidé");
        await DecideAsync(id, "finish-withdrawal", "done");
        var state = await StatusAsync(id, "Closed");

        Assert.Equal("Withdrawn", state.GetProperty("end").GetString());
        var told = await ToldAsync(id, "La solution est retirée du service");
        Assert.Contains("La direction n’en a plus l’usage.", told.Text, StringComparison.Ordinal);
        await AssertSoundAsync(id);
    }

    private async Task AnswerToAnOlderFileAsync(string id)
    {
        var shown = await TaskPageAsync(id, "confirm-change");
        await Client.PutModelAsync(ModelOf(id), "2026-09", Cancellation);
        await Client.CaseAsync(id, c => c.GetProperty("models")[0].GetProperty("version").GetString() == "2026-09", "le modèle ne change pas", Cancellation);
        var entries = (await Client.JournalAsync(id, Cancellation)).Count(row => row.Type == "TaskDecided");

        var stale = await Client.SendAsync(shown, FilledForm.Of(shown, "conform", []), Cancellation);

        Assert.Equal(409, stale.Status);
        Assert.Contains("la version passe de « 2026-06 » à « 2026-09 »", stale.Text, StringComparison.Ordinal);
        Assert.Equal("Le dossier est complet et conforme à la charte.", stale.Document.QuerySelector("[name=motif]")!.TextContent);
        Assert.Equal(entries, (await Client.JournalAsync(id, Cancellation)).Count(row => row.Type == "TaskDecided"));
    }
}
