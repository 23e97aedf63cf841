using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>
/// The journal on Azure Tables: table <c>cases</c>, one partition a case. Storage requests: find 1; append 2 (read of the head, one
/// transaction), and again 2 for each simultaneous writer that was faster, and one point read a fact when a key was there already;
/// read 1 a page; find an entry 2.
/// </summary>
public sealed class TableJournal(TableServiceClient tables, TimeProvider time) : ICaseJournal
{
    // A conflict means that somebody else's write went through: attempts are used up only by that many writers of one case at once.
    private const int MostAttempts = 100;

    private readonly TableClient table = tables.GetTableClient(StorageNames.CasesTable);

    /// <inheritdoc/>
    public async Task<UseCase?> FindAsync(CaseId id, CancellationToken cancellation) => (await HeadAsync(id, cancellation))?.Case;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">There is no such case and the first fact is not its deposit; or it is deposited a second time under
    /// another key.</exception>
    /// <exception cref="TimeoutException">A hundred attempts each met another writer.</exception>
    public Task<Appended> AppendAsync(CaseId id, IReadOnlyList<Fact> facts, long? expectedFileVersion, CancellationToken cancellation) =>
        AppendAsync(id, _ => Task.FromResult(facts), follows: false, expectedFileVersion, cancellation);

    /// <inheritdoc/>
    public Task<Appended> AppendAsync(CaseId id, Func<UseCase, Task<IReadOnlyList<Fact>>> decide, CancellationToken cancellation) =>
        AppendAsync(id, useCase => decide(useCase ?? throw Missing(id)), follows: true, null, cancellation);

    private async Task<Appended> AppendAsync(CaseId id, Func<UseCase?, Task<IReadOnlyList<Fact>>> decide, bool follows, long? expectedFileVersion, CancellationToken cancellation)
    {
        var append = Guid.NewGuid().ToString("N");
        var look = false;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var head = await HeadAsync(id, cancellation);
            var facts = await decide(head?.Case);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(facts.Count, ICaseJournal.MostFacts, nameof(facts));
            var wanted = facts.DistinctBy(fact => JournalRows.KeyKey(fact.Key)).ToArray();
            // Keys are looked up only when one is known to be there, or when the answer depends on it: a stale version, a second deposit.
            look |= head is not null && (expectedFileVersion is { } seen && seen != head.Case.FileVersion ||
                wanted.Any(fact => fact.Event is CaseEvent.NeedDeposited));
            var known = look ? await KnownAsync(id, wanted, cancellation) : [];
            if (known.Values.Any(key => key.Append == append))
            {
                // Our own transaction went through, but its answer was lost on the way.
                return new Appended(head!.Case, [.. wanted.Where(fact => known.GetValueOrDefault(fact.Key)?.Append == append)], Conflict: false);
            }

            var fresh = wanted.Where(fact => !known.ContainsKey(fact.Key)).ToArray();
            // Written by somebody since the head was read: what follows is decided on what they left.
            if (follows && fresh.Length < wanted.Length)
                continue;
            if (fresh.Length == 0)
                return new Appended(head?.Case ?? throw Missing(id), [], Conflict: false);
            if (expectedFileVersion is { } expected && expected != (head?.Case.FileVersion ?? 0))
                return new Appended(head?.Case ?? throw Missing(id), [], Conflict: true);

            var (rows, next) = Compose(id, head, fresh, append);
            try
            {
                await table.SubmitTransactionAsync(rows, cancellation);
                return new Appended(next, fresh, Conflict: false);
            }
            catch (RequestFailedException failure) when (failure.IsConflict())
            {
                // 409 is a key (or the first head) that is there; 412 only says that the head moved on.
                look |= failure.Status == 409;
            }

            await StorageErrors.PauseAsync(attempt, cancellation);
        }

        throw new TimeoutException($"{id} was written by others during each of {MostAttempts} attempts; nothing of this call was.");
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<JournalEntry>> ReadAsync(CaseId id, long after, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 500);
        var (first, last) = (JournalRows.EntryKey(after + 1), "e.");
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {id.Value} and RowKey ge {first} and RowKey lt {last}");
        var rows = table.QueryAsync<TableEntity>(filter, limit, cancellationToken: cancellation);
        return await rows.Take(limit).Select(JournalRows.ReadEntry).ToListAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task<JournalEntry?> FindEntryAsync(CaseId id, string key, CancellationToken cancellation)
    {
        var known = await KeyAsync(id, key, cancellation);
        if (known is null)
            return null;
        var row = await table.GetEntityIfExistsAsync<TableEntity>(id.Value, JournalRows.EntryKey(known.Seq), cancellationToken: cancellation);
        return row.HasValue
            ? JournalRows.ReadEntry(row.Value!)
            : throw new InvalidDataException($"Entry {known.Seq} of {id}, recorded under '{key}', is missing.");
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<CaseId> AllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"RowKey eq {JournalRows.Head}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: ["PartitionKey"], cancellationToken: cancellation))
            yield return CaseId.Parse(row.PartitionKey);
    }

    private static InvalidOperationException Missing(CaseId id) => new($"There is no case {id}.");

    private (List<TableTransactionAction> Rows, UseCase Next) Compose(CaseId id, JournalHead? head, Fact[] fresh, string append)
    {
        var at = time.GetUtcNow().ToUniversalTime();
        var (useCase, hash) = (head?.Case, head?.Hash ?? Chain.Origin);
        var rows = new List<TableTransactionAction>(2 * fresh.Length + 1);
        foreach (var fact in fresh)
        {
            var entry = Chain.Link(id, hash, (useCase?.Version ?? 0) + 1, at, fact);
            useCase = useCase?.Apply(entry.Seq, at, fact.Actor, fact.Event) ?? UseCase.Open(id, at, fact.Event);
            hash = entry.Hash;
            rows.Add(new(TableTransactionActionType.Add, JournalRows.Of(id, entry)));
            rows.Add(new(TableTransactionActionType.Add, JournalRows.KeyOf(id, entry, append)));
        }

        var row = JournalRows.Of(useCase!, hash);
        rows.Add(head is null
            ? new(TableTransactionActionType.Add, row)
            : new(TableTransactionActionType.UpdateReplace, row, head.ETag));
        return (rows, useCase!);
    }

    private async Task<JournalHead?> HeadAsync(CaseId id, CancellationToken cancellation)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(id.Value, JournalRows.Head, cancellationToken: cancellation);
        return row.HasValue ? JournalRows.ReadHead(row.Value!) : null;
    }

    private async Task<Dictionary<string, JournalKey>> KnownAsync(CaseId id, Fact[] facts, CancellationToken cancellation)
    {
        var known = new Dictionary<string, JournalKey>(StringComparer.Ordinal);
        foreach (var fact in facts)
        {
            if (await KeyAsync(id, fact.Key, cancellation) is { } key)
                known.Add(fact.Key, key);
        }

        return known;
    }

    private async Task<JournalKey?> KeyAsync(CaseId id, string key, CancellationToken cancellation)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(id.Value, JournalRows.KeyKey(key), cancellationToken: cancellation);
        return row.HasValue ? JournalRows.ReadKey(row.Value!) : null;
    }
}
