using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>
/// The delegations on table <c>people</c>, partition <c>delegation</c>, in the order of their last days: those of the past are not read. Their signed acts
/// are blobs. Nothing is ever deleted here: who decided by a delegation must be proved years later.
/// </summary>
public sealed class TableDelegations(TableServiceClient tables, BlobServiceClient blobs, TimeProvider time) : IDelegations
{
    private const string Partition = "delegation";
    private const int MostShown = 200;

    private readonly TableClient table = tables.GetTableClient(StorageNames.PeopleTable);
    private readonly BlobContainerClient acts = blobs.GetBlobContainerClient(StorageNames.DelegationsContainer);

    private Answer? latest;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Delegation>> InForceAsync(DateOnly day, TimeSpan mostAge, CancellationToken cancellation)
    {
        if (latest is { } known && known.Day == day && time.GetElapsedTime(known.Asked) < mostAge)
            return known.Found;
        var asked = time.GetTimestamp();
        IReadOnlyList<Delegation> found = [.. (await FromAsync(day, cancellation)).Where(one => one.IsInForce(day))];
        latest = new Answer(day, asked, found);
        return found;
    }

    /// <summary>Those that end on a day or later, at most 200, the next to end first: one storage request.</summary>
    public async Task<IReadOnlyList<Delegation>> FromAsync(DateOnly day, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {Day(day)}");
        return await table.QueryAsync<TableEntity>(filter, MostShown, cancellationToken: cancellation).Take(MostShown).Select(Read).ToListAsync(cancellation);
    }

    /// <summary>One of them, by its id and its last day; null when there is none.</summary>
    public async Task<Delegation?> FindAsync(DateOnly lastDay, string id, CancellationToken cancellation)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(Partition, RowOf(lastDay, id), cancellationToken: cancellation);
        return row.HasValue ? Read(row.Value!) : null;
    }

    /// <summary>Writes the act, then the delegation: two storage requests. A second call for the same id changes nothing.</summary>
    public async Task AddAsync(Delegation delegation, ReadOnlyMemory<byte> act, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delegation);
        try
        {
            await Act(delegation).UploadAsync(BinaryData.FromBytes(act), new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } }, cancellation);
        }
        catch (RequestFailedException failure) when (failure.IsConflict())
        {
            // The same act, in an earlier call that stopped here.
        }

        try
        {
            await table.AddEntityAsync(Row(delegation), cancellation);
        }
        catch (RequestFailedException failure) when (failure.IsConflict())
        {
            // Entered before.
        }

        latest = null;
    }

    /// <summary>Writes that one was taken back; a later call changes nothing more.</summary>
    public async Task RevokeAsync(Delegation delegation, DateTimeOffset at, string by, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delegation);
        if (delegation.RevokedAt is null)
            await table.UpdateEntityAsync(Row(delegation with { RevokedAt = at, RevokedBy = by }), ETag.All, TableUpdateMode.Replace, cancellation);
        latest = null;
    }

    /// <summary>The signed act.</summary>
    public async Task<ReadOnlyMemory<byte>> ActAsync(Delegation delegation, CancellationToken cancellation) =>
        (await Act(delegation).DownloadContentAsync(cancellation)).Value.Content.ToMemory();

    private BlobClient Act(Delegation delegation) => acts.GetBlobClient($"{delegation.Id}/{delegation.SignedAct.Sha256}");

    private static string Day(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string RowOf(DateOnly lastDay, string id) => $"{Day(lastDay)}-{TableKey.Escape(id)}";

    private static TableEntity Row(Delegation delegation) => new(Partition, RowOf(delegation.LastDay, delegation.Id))
    {
        ["Record"] = JsonSerializer.Serialize(delegation, CaseEventJson.Options),
    };

    private static Delegation Read(TableEntity row) => JsonSerializer.Deserialize<Delegation>(row.GetString("Record"), CaseEventJson.Options)
        ?? throw new InvalidDataException($"The delegation of row {row.RowKey} is empty.");

    private sealed record Answer(DateOnly Day, long Asked, IReadOnlyList<Delegation> Found);
}
