using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Ports;

/// <summary>
/// That an orchestration must be told of a fact. Written before the fact, taken away by the activity that read it: what stays
/// is what the sweep raises again.
/// </summary>
/// <param name="CaseId">The case.</param>
/// <param name="Key">Key of the fact in the case's journal.</param>
/// <param name="Instance">The orchestration to wake; the case's own id to start its lifecycle.</param>
/// <param name="EventName">Event to raise; null to start.</param>
public sealed record Wake(CaseId CaseId, string Key, string Instance, string? EventName);

/// <summary>The wakes that are due.</summary>
public interface IWakes
{
    /// <summary>Notes a wake: one storage write; a second one changes nothing.</summary>
    Task AnnounceAsync(Wake wake, CancellationToken cancellation);

    /// <summary>Notes wakes: one storage write for all of them; those that were noted before keep their time, at a write each.</summary>
    /// <param name="wakes">At most 100, each of another case.</param>
    Task AnnounceAllAsync(IReadOnlyList<Wake> wakes, CancellationToken cancellation);

    /// <summary>Takes a wake away: one storage write, which those share that are taken away at the same time; a second one changes nothing.</summary>
    Task ClearAsync(CaseId id, string key, CancellationToken cancellation);

    /// <summary>Wakes announced before an instant: as many requests as there are pages of leftovers, so one on a quiet day.</summary>
    IAsyncEnumerable<(Wake Wake, DateTimeOffset AnnouncedAt)> LeftoversAsync(DateTimeOffset before, CancellationToken cancellation);
}
