using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Local;
using RegionSud.AiWorkflow.Local.Demo;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Histories;

/// <summary>A solution that was put to use under an older version of the call orders.</summary>
[Trait("Category", "Slow")]
public sealed class OldInstanceTests : OwnAzurite
{
    [Fact]
    public async Task Its_maintenance_ends_the_recheck_that_it_began_and_goes_on_under_today_s_version()
    {
        await using var site = await DirectSite.StartAsync(ConnectionString, TimeSpan.FromHours(1));
        await LiveCases.PutAsync(site, 1, Cancellation, "1.2.0");
        var id = LiveCases.IdOf(1);

        await ChangeAsync(site, "2026-06");
        await DecideAsync(site, id, "recheck-directorate");
        await DecideAsync(site, id, "recheck-dsipn");
        await Eventually.Get(() => CaseAsync(site, id), useCase => useCase is { Rechecks: 1, OpenRecheck: null }, TimeSpan.FromSeconds(60));

        await ChangeAsync(site, "2026-09");
        await DecideAsync(site, id, "confirm-change");
    }

    private static async Task ChangeAsync(DirectSite site, string version)
    {
        var edited = await site.Services.GetRequiredService<ModelDesk>().ObserveAsync(new Observation(LiveCases.Model, "test") { Version = version }, Cancellation);
        await new DurableOrchestrations(site.Client).StartModelChangeAsync(edited.Change!.Id, LiveCases.Model, Cancellation);
    }

    private static async Task DecideAsync(DirectSite site, CaseId id, string kind)
    {
        var useCase = await Eventually.Get(() => CaseAsync(site, id), found => found.Tasks.Exists(task => task.Kind == kind), TimeSpan.FromSeconds(60));
        var task = useCase.Tasks.First(open => open.Kind == kind);
        var rules = site.Services.GetRequiredService<CharterRules>();
        var submission = new Submission(
            "conform", "Vérifié.", [], null, rules.Tasks[kind].Form is { } form ? WillingAnswers.For(rules.Forms[form]) : new Dictionary<string, string>(), useCase.FileVersion)
        { Impartial = true };
        var recorded = Assert.IsType<DecisionResult.Recorded>(await site.Services.GetRequiredService<DecisionDesk>().RecordAsync(task.TaskId, task.People[0], submission, null, Cancellation));
        await new DurableOrchestrations(site.Client).WakeAsync(recorded.Wake.Instance, recorded.Wake.EventName!, recorded.Wake.Key, Cancellation);
    }

    private static Task<UseCase> CaseAsync(DirectSite site, CaseId id) => site.Services.GetRequiredService<CaseFiles>().GetAsync(id, Cancellation);
}
