using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>What a rebuild of the lists did.</summary>
/// <param name="Cases">How many cases were read again.</param>
/// <param name="Strays">How many rows were taken away from lists in which their case is not.</param>
/// <param name="Failed">Cases that could not be read; the logs say why.</param>
/// <param name="Next">The time was up after this case: go on from there. Null when all are done.</param>
public sealed record ListsRebuilt(int Cases, int Strays, IReadOnlyList<CaseId> Failed, CaseId? Next);

/// <summary>
/// Writes the lists anew from the journals. It may run twice, in pieces, and while the system runs: each case's line is put as any projection is,
/// so that the newest wins.
/// </summary>
public sealed partial class ListRebuild(ICaseJournal journal, ICaseLists lists, CaseFiles files, TimeProvider time, ILogger<ListRebuild> logger)
{
    private const int AtOnce = 8;

    /// <summary>Rebuilds until all is done or the time is up.</summary>
    /// <param name="after">Where an earlier piece ended; null to begin.</param>
    /// <param name="budget">No new cases are begun after that long.</param>
    public async Task<ListsRebuilt> RunAsync(CaseId? after, TimeSpan budget, CancellationToken cancellation)
    {
        var (begun, cases, failed) = (time.GetTimestamp(), 0, new List<CaseId>());
        await foreach (var ids in journal.AllAsync(cancellation).Where(id => IsAfter(id, after)).Chunk(AtOnce).WithCancellation(cancellation))
        {
            var done = await Task.WhenAll(ids.Select(id => TryOneAsync(id, cancellation)));
            cases += ids.Length;
            failed.AddRange(ids.Where((_, index) => !done[index]));
            if (time.GetElapsedTime(begun) > budget)
                return new ListsRebuilt(cases, 0, failed, ids[^1]);
        }

        return new ListsRebuilt(cases, await lists.DropStraysAsync(cancellation), failed, null);
    }

    // In the journals' own order.
    private static bool IsAfter(CaseId id, CaseId? after) => after is not { } last || string.CompareOrdinal(id.Value, last.Value) > 0;

    private async Task<bool> TryOneAsync(CaseId id, CancellationToken cancellation)
    {
        try
        {
            await lists.ForgetUnfoundedAsync(id, (await files.GetAsync(id, cancellation)).Version, cancellation);
            // Read again: what was forgotten may have been newer than the first reading.
            await files.ProjectAsync(await files.GetAsync(id, cancellation), cancellation);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Failed(logger, e, id.Value);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The lists of {CaseId} could not be rebuilt.")]
    private static partial void Failed(ILogger logger, Exception error, string caseId);
}
