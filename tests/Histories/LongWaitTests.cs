using DurableTask.Core.History;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Local;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Histories;

/// <summary>A solution in use that nothing happens to.</summary>
[Trait("Category", "Slow")]
public sealed class LongWaitTests : OwnAzurite
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Its_wait_begins_a_new_history_long_before_the_next_recheck_and_still_hears_of_a_change()
    {
        // Forty working days, the longest wait of one history, are eight seconds; the next re-check is a year away.
        await using var site = await DirectSite.StartAsync(ConnectionString, TimeSpan.FromMilliseconds(200));
        await LiveCases.PutAsync(site, 1, Cancellation);
        var id = LiveCases.IdOf(1);
        var instance = id.Instance(Step.Maintenance, 1);
        var first = await ExecutionAsync(site, instance);
        await Eventually.Get(() => ExecutionAsync(site, instance), execution => execution != first, Patience);
        Assert.Equal(0, (await CaseAsync(site, id)).Rechecks);

        var edited = await site.Services.GetRequiredService<ModelDesk>().ObserveAsync(new Observation(LiveCases.Model, "test") { Version = "2026-06" }, Cancellation);
        await new DurableOrchestrations(site.Client).StartModelChangeAsync(edited.Change!.Id, LiveCases.Model, Cancellation);
        await Eventually.Get(() => CaseAsync(site, id), useCase => useCase.Tasks.Exists(task => task.Kind == "confirm-change"), Patience);
    }

    // A history that has just begun has nothing in it yet.
    private static async Task<string> ExecutionAsync(DirectSite site, string instance) =>
        (await Eventually.Get(
            async () => (await site.Client.GetOrchestrationHistoryAsync(instance, Cancellation)).OfType<ExecutionStartedEvent>().SingleOrDefault(), started => started is not null, Patience))!
        .OrchestrationInstance.ExecutionId;

    private static Task<UseCase> CaseAsync(DirectSite site, CaseId id) => site.Services.GetRequiredService<CaseFiles>().GetAsync(id, Cancellation);
}
