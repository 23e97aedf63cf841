using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>
/// The wakes on table <c>wakes</c>, in one partition: it holds only what is under way, a handful of rows, and a partition takes
/// two thousand writes a second; so the sweep is one query.
/// </summary>
public sealed class TableWakes : IWakes
{
    private const string Partition = "wakes";
    private const int MostTogether = 100;

    private readonly TableClient table;
    private readonly TimeProvider time;
    private readonly Gathered<string> clearings;

    /// <summary>On the storage account of the process.</summary>
    public TableWakes(TableServiceClient tables, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(tables);
        (table, this.time) = (tables.GetTableClient(StorageNames.WakesTable), time);
        clearings = new Gathered<string>(MostTogether, ClearTogetherAsync, row => table.DeleteEntityAsync(Partition, row, ETag.All));
    }

    /// <inheritdoc/>
    public async Task AnnounceAsync(Wake wake, CancellationToken cancellation)
    {
        try
        {
            await table.AddEntityAsync(RowOf(wake), cancellation);
        }
        catch (RequestFailedException failure) when (failure.IsConflict())
        {
            // Announced before: it keeps its time, so that repeats do not hide it from the sweep.
        }
    }

    /// <inheritdoc/>
    public async Task AnnounceAllAsync(IReadOnlyList<Wake> wakes, CancellationToken cancellation)
    {
        if (wakes.Count == 0)
            return;
        try
        {
            await table.SubmitTransactionAsync(wakes.Select(wake => new TableTransactionAction(TableTransactionActionType.Add, RowOf(wake))), cancellation);
        }
        catch (RequestFailedException failure) when (failure.IsConflict())
        {
            await Task.WhenAll(wakes.Select(wake => AnnounceAsync(wake, cancellation)));
        }
    }

    /// <inheritdoc/>
    public Task ClearAsync(CaseId id, string key, CancellationToken cancellation) => clearings.AddAsync(RowKey(id, key), cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<(Wake Wake, DateTimeOffset AnnouncedAt)> LeftoversAsync(
        DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and AnnouncedAt lt {before}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            var wake = new Wake(CaseId.Parse(row.GetString("CaseId")), row.GetString("Key"), row.GetString("Instance"), row.GetString("EventName"));
            yield return (wake, row.GetDateTimeOffset("AnnouncedAt") ?? before);
        }
    }

    // One that is cleared already makes the whole fail: each goes alone then.
    private async Task ClearTogetherAsync(IReadOnlyList<string> rows) =>
        await table.SubmitTransactionAsync(rows.Distinct().Select(row => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(Partition, row), ETag.All)));

    private TableEntity RowOf(Wake wake) => new(Partition, RowKey(wake.CaseId, wake.Key))
    {
        ["CaseId"] = wake.CaseId.Value,
        ["Key"] = wake.Key,
        ["Instance"] = wake.Instance,
        ["EventName"] = wake.EventName,
        ["AnnouncedAt"] = time.GetUtcNow(),
    };

    private static string RowKey(CaseId id, string key) => $"{id.Value}-{TableKey.Hash(key)}";
}
