using System.Collections.Concurrent;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Register;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>
/// The projections on table <c>lists</c>: one partition a list, newest case first. Storage requests: find 1, read 1, put 2 and one for each
/// list that the case is in or leaves; lines that are put at the same time share all of them.
/// </summary>
/// <remarks>
/// The row in <c>all</c> is written last and under its ETag: it says what the other lists hold. Whoever stops before it is repaired by the
/// repeat; of two who write at once the slower one finds the ETag changed, and does the whole again with the newer of the two lines.
/// </remarks>
public sealed class TableLists : ICaseLists
{
    private const int MostAttempts = 20;
    private const int LinePieces = 2;

    // A line has at most 128 KB, a transaction 4 MB.
    private const int MostTogether = 25;

    private readonly TableClient table;
    private readonly Gathered<CaseLine> puts;

    /// <summary>On the storage account of the process.</summary>
    public TableLists(TableServiceClient tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        table = tables.GetTableClient(StorageNames.ListsTable);
        puts = new Gathered<CaseLine>(MostTogether, PutTogetherAsync, PutAloneAsync);
    }

    /// <inheritdoc/>
    public Task PutAsync(CaseLine line, CancellationToken cancellation) => puts.AddAsync(line, cancellation);

    // A transaction a list, that of "all" last and under the ETags, as for one line.
    private async Task PutTogetherAsync(IReadOnlyList<CaseLine> lines)
    {
        var (members, all) = (new Dictionary<string, List<TableTransactionAction>>(StringComparer.Ordinal), new List<TableTransactionAction>());
        var newest = lines.GroupBy(line => line.Id).Select(same => same.MaxBy(line => line.Version)!).ToDictionary(line => TableKey.NewestFirst(line.Id), StringComparer.Ordinal);
        var listed = await ListedAsync(newest.Keys);
        foreach (var (place, line) in newest)
        {
            var put = PutOf(place, line, listed.TryGetValue(place, out var found) ? found : null);
            foreach (var list in put.Touched)
            {
                if (!members.TryGetValue(list, out var actions))
                    members.Add(list, actions = []);
                actions.Add(put.IsIn(list)
                    ? new(TableTransactionActionType.UpsertReplace, Row(list, put.Row, put.Newest))
                    : new(TableTransactionActionType.Delete, new TableEntity(TableKey.Escape(list), put.Row), ETag.All));
            }

            var row = Row(CaseListNames.All, put.Row, put.Newest);
            all.Add(put.Seen is { } seen ? new(TableTransactionActionType.UpdateReplace, row, seen) : new(TableTransactionActionType.Add, row));
        }

        await Task.WhenAll(members.Values.Select(actions => table.SubmitTransactionAsync(actions)));
        await table.SubmitTransactionAsync(all);
    }

    private async Task PutAloneAsync(CaseLine line)
    {
        var (place, touched) = (TableKey.NewestFirst(line.Id), new HashSet<string>(StringComparer.Ordinal));
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var put = PutOf(place, line, await ListedAsync(place, CancellationToken.None));
            // What an attempt before this one wrote is mended too.
            touched.UnionWith(put.Touched);
            await Task.WhenAll(touched.Select(list => put.IsIn(list)
                ? table.UpsertEntityAsync(Row(list, put.Row, put.Newest), TableUpdateMode.Replace)
                : table.DeleteEntityAsync(TableKey.Escape(list), put.Row, ETag.All)));
            try
            {
                var row = Row(CaseListNames.All, put.Row, put.Newest);
                await (put.Seen is { } seen ? table.UpdateEntityAsync(row, seen, TableUpdateMode.Replace) : table.AddEntityAsync(row));
                return;
            }
            catch (RequestFailedException failure) when (failure.IsConflict())
            {
                await StorageErrors.PauseAsync(attempt, CancellationToken.None);
            }
        }

        throw new TimeoutException($"The line of {line.Id} was written by others during each of {MostAttempts} attempts; the next projection repairs the lists.");
    }

    private static Put PutOf(string row, CaseLine line, Listed? listed)
    {
        // A late line puts the newer one again: an earlier run of it may have left something of the old one.
        var newest = listed is { } known && known.Line.Version > line.Version ? known.Line : line;
        return new Put(row, newest, listed?.ETag, [.. line.Lists.Concat(listed?.Line.Lists ?? []).Where(list => list != CaseListNames.All).Distinct()]);
    }

    /// <summary>What is to be written for a line.</summary>
    /// <param name="Newest">The line, or the newer one that is listed.</param>
    /// <param name="Seen">Of the row in <c>all</c>; null when there is none.</param>
    /// <param name="Touched">Lists other than <c>all</c> that the case is in, leaves, or may have been left in.</param>
    private sealed record Put(string Row, CaseLine Newest, ETag? Seen, IReadOnlyList<string> Touched)
    {
        private readonly HashSet<string> members = [.. Newest.Lists];

        public bool IsIn(string list) => members.Contains(list);
    }

    /// <inheritdoc/>
    public async Task<CaseLine?> FindAsync(CaseId id, CancellationToken cancellation) =>
        (await ListedAsync(TableKey.NewestFirst(id), cancellation))?.Line;

    /// <summary>One page of a list: one storage request (one more row than asked for tells whether there is a next page).</summary>
    /// <exception cref="ArgumentException">The continuation is not one.</exception>
    public async Task<CaseListPage> ReadAsync(string list, string? continuation, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 200);
        var after = "";
        if (continuation is not null)
        {
            // The last case of the page before: legal in an address, and cases that arrive or leave meanwhile move nothing.
            after = CaseId.TryParse(continuation, out var last)
                ? TableKey.NewestFirst(last)
                : throw new ArgumentException("This is not where a page ended.", nameof(continuation));
        }

        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {TableKey.Escape(list)} and RowKey gt {after}");
        var rows = table.QueryAsync<TableEntity>(filter, limit + 1, cancellationToken: cancellation);
        var lines = await rows.Take(limit + 1).Select(Read).ToListAsync(cancellation);
        return lines.Count > limit
            ? new CaseListPage(lines[..limit], lines[limit - 1].Id.Value)
            : new CaseListPage(lines, null);
    }

    /// <inheritdoc/>
    public async Task ForgetUnfoundedAsync(CaseId id, long version, CancellationToken cancellation)
    {
        var row = TableKey.NewestFirst(id);
        var found = await table.GetEntityIfExistsAsync<TableEntity>(CaseListNames.All, row, cancellationToken: cancellation);
        if (!found.HasValue)
            return;
        var line = TryRead(found.Value!);
        if (line?.Id == id && line.Version <= version)
            return;
        // Whoever puts a line meanwhile finds this row gone, and does the whole again.
        await DeleteAsSeenAsync(found.Value!, cancellation);
        foreach (var list in line?.Lists.Where(list => list != CaseListNames.All) ?? [])
        {
            var member = await table.GetEntityIfExistsAsync<TableEntity>(TableKey.Escape(list), row, cancellationToken: cancellation);
            if (member.HasValue && member.Value!.GetInt64("Version") > version)
                await DeleteAsSeenAsync(member.Value, cancellation);
        }
    }

    /// <summary>See <see cref="ICaseLists.DropStraysAsync"/>: one storage request a thousand rows, and one for each that goes.</summary>
    public async Task<int> DropStraysAsync(CancellationToken cancellation)
    {
        var lists = new Dictionary<string, (long Version, HashSet<string> Members)>(StringComparer.Ordinal);
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {CaseListNames.All}"), cancellationToken: cancellation))
        {
            if (TryRead(row) is { } line)
                lists[row.RowKey] = (line.Version, [.. line.Lists.Select(TableKey.Escape)]);
        }

        var dropped = 0;
        var others = TableClient.CreateQueryFilter($"PartitionKey ne {CaseListNames.All}");
        await foreach (var row in table.QueryAsync<TableEntity>(others, select: ["PartitionKey", "RowKey", "Version"], cancellationToken: cancellation))
        {
            // A row that is newer than the case's line is being put right now: its line follows.
            var isStray = lists.TryGetValue(row.RowKey, out var known) && !known.Members.Contains(row.PartitionKey) && (row.GetInt64("Version") ?? 0) <= known.Version;
            if (isStray && await DeleteAsSeenAsync(row, cancellation))
                dropped++;
        }

        return dropped;
    }

    private async Task<bool> DeleteAsSeenAsync(TableEntity row, CancellationToken cancellation)
    {
        try
        {
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellation);
            return true;
        }
        catch (RequestFailedException failure) when (failure.IsConflict())
        {
            // Written since: whoever did knew better.
            return false;
        }
    }

    private async Task<Listed?> ListedAsync(string row, CancellationToken cancellation)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(CaseListNames.All, row, cancellationToken: cancellation);
        return found.HasValue ? new Listed(Read(found.Value!), found.Value!.ETag) : null;
    }

    // A request for those whose numbers have the same hundreds: a change goes through cases in their order.
    private async Task<IReadOnlyDictionary<string, Listed>> ListedAsync(IEnumerable<string> rows)
    {
        var listed = new ConcurrentDictionary<string, Listed>(StringComparer.Ordinal);
        await Task.WhenAll(rows.GroupBy(row => row[..^2]).Select(async near =>
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {CaseListNames.All} and RowKey ge {near.Min()} and RowKey le {near.Max()}");
            await foreach (var row in table.QueryAsync<TableEntity>(filter))
            {
                if (near.Contains(row.RowKey))
                    listed[row.RowKey] = new Listed(Read(row), row.ETag);
            }
        }));
        return listed;
    }

    private sealed record Listed(CaseLine Line, ETag ETag);

    private static TableEntity Row(string list, string row, CaseLine line)
    {
        var entity = new TableEntity(TableKey.Escape(list), row) { ["Version"] = line.Version };
        LongText.Write(entity, "Line", JsonSerializer.Serialize(line, CaseEventJson.Options), LinePieces);
        return entity;
    }

    private static CaseLine? TryRead(TableEntity row)
    {
        try
        {
            return Read(row);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    private static CaseLine Read(TableEntity row) =>
        JsonSerializer.Deserialize<CaseLine>(LongText.Read(row, "Line"), CaseEventJson.Options)
            ?? throw new InvalidDataException($"Row {row.RowKey} of list {row.PartitionKey} is empty.");
}
