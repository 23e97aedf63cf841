using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Ports;

/// <summary>The journal of every case: append-only, chained, the truth that everything else is computed from.</summary>
public interface ICaseJournal
{
    /// <summary>Facts of one append.</summary>
    const int MostFacts = 20;

    /// <summary>The case as its head row has it: one storage read. Null when there is no such case.</summary>
    Task<UseCase?> FindAsync(CaseId id, CancellationToken cancellation);

    /// <summary>
    /// Appends the facts and the new head in one storage transaction, under the head's ETag. Facts whose key is already in the
    /// journal are left out, so that a second call changes nothing. On a concurrent write the whole is tried again on the new head.
    /// </summary>
    /// <param name="id">The case.</param>
    /// <param name="facts">From the first to the last, at most <see cref="MostFacts"/>.</param>
    /// <param name="expectedFileVersion">
    /// When given, nothing is appended if the case's <see cref="UseCase.FileVersion"/> is another and at least one fact is new.
    /// </param>
    /// <exception cref="ArgumentException">A key or an entry is over its limit.</exception>
    Task<Appended> AppendAsync(CaseId id, IReadOnlyList<Fact> facts, long? expectedFileVersion, CancellationToken cancellation);

    /// <summary>
    /// Appends what follows from the case as it stands: the decision is taken on the very head that the facts are written after, and taken again on the new head when another writer was faster.
    /// No facts: nothing is written.
    /// </summary>
    /// <param name="id">A case that exists.</param>
    /// <param name="decide">May run several times: it changes nothing by itself.</param>
    /// <exception cref="InvalidOperationException">There is no such case.</exception>
    Task<Appended> AppendAsync(CaseId id, Func<UseCase, Task<IReadOnlyList<Fact>>> decide, CancellationToken cancellation);

    /// <summary>Entries after a sequence number, in order: one storage request a page.</summary>
    /// <param name="after">0 for the first.</param>
    /// <param name="limit">1 to 500.</param>
    Task<IReadOnlyList<JournalEntry>> ReadAsync(CaseId id, long after, int limit, CancellationToken cancellation);

    /// <summary>The entry recorded under a key: two point reads. Null when there is none.</summary>
    Task<JournalEntry?> FindEntryAsync(CaseId id, string key, CancellationToken cancellation);

    /// <summary>Every case id, for the rebuild command alone: it scans the heads.</summary>
    IAsyncEnumerable<CaseId> AllAsync(CancellationToken cancellation);
}

/// <summary>What an append did.</summary>
/// <param name="Case">The case after it (or as it stands, when <paramref name="Conflict"/>). </param>
/// <param name="New">The facts that were new; empty when all were known.</param>
/// <param name="Conflict">The file had another version than expected: nothing was written.</param>
public sealed record Appended(UseCase Case, IReadOnlyList<Fact> New, bool Conflict);
