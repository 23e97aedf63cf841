using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.HumanTasks;

/// <summary>
/// Raises again what was recorded and not heard: after a crash between the journal and the wake, or an event that the engine lost. One storage
/// request on a quiet day. Raising what was heard meanwhile changes nothing.
/// </summary>
public sealed class Sweep(CaseFiles files, IWakes wakes, IModelInventory models, TimeProvider time)
{
    /// <summary>What is younger is left to those who are at it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A wake whose fact never came to the journal is dropped after this: who announced it got no answer, and will have tried again.</summary>
    public static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    /// <summary>Goes through the leftovers.</summary>
    /// <returns>How many were raised again.</returns>
    public async Task<int> RunAsync(IOrchestrations orchestrations, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(orchestrations);
        var (now, raised) = (time.GetUtcNow(), 0);
        await foreach (var (wake, announcedAt) in wakes.LeftoversAsync(now - Patience, cancellation))
        {
            var useCase = await files.FindAsync(wake.CaseId, cancellation);
            if (useCase is null || await files.FindEntryAsync(wake.CaseId, wake.Key, cancellation) is not { } entry)
            {
                if (announcedAt < now - Abandoned)
                    await wakes.ClearAsync(wake.CaseId, wake.Key, cancellation);
                continue;
            }

            // A re-check that is under way, or a use that is halted, has the journal read at its end: until then there is nobody to wake.
            var pending = PendingOf(useCase, entry.Event);
            if (pending == true && (useCase.OpenRecheck is not null || (useCase.Status == CaseStatus.Suspended && entry.Event is not CaseEvent.UseHalted)))
                continue;
            await files.ProjectAsync(useCase, cancellation);
            if (useCase.Status == CaseStatus.Closed || pending == false)
                await wakes.ClearAsync(wake.CaseId, wake.Key, cancellation);
            else if (DisownDesk.Restarts(wake))
                await orchestrations.RestartAsync(wake.CaseId, wake.Instance, cancellation);
            else if (wake.EventName is null)
                await orchestrations.StartAsync(wake.CaseId, cancellation);
            else
                await orchestrations.WakeAsync(wake.Instance, wake.EventName, wake.Key, cancellation);
            raised++;
        }

        foreach (var model in await models.AllAsync(cancellation))
        {
            foreach (var change in model.Changes.Where(change => !change.Spread && change.At < now - Patience))
            {
                await orchestrations.StartModelChangeAsync(change.Id, model.Id, cancellation);
                raised++;
            }
        }

        return raised;
    }

    // Whether a change waits for its re-check, or a halt for the question whether the use goes on: what was taken up waits for nobody. Null for other facts, of which the journal does not say it.
    private static bool? PendingOf(UseCase useCase, CaseEvent happened) => happened switch
    {
        CaseEvent.ModelChanged e => useCase.PendingChanges.Exists(change => change.ChangeId == e.ChangeId),
        CaseEvent.ModelRevised e => useCase.PendingChanges.Exists(change => change.ChangeId == e.ChangeId),
        CaseEvent.LawChanged e => useCase.PendingLawChanges.Exists(change => change.ChangeId == e.ChangeId),
        CaseEvent.UseHalted => useCase is { Step: Step.Maintenance, HaltedAt: not null, Resumption: null },
        _ => null,
    };
}
