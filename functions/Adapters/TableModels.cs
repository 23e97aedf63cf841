using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>The inventory on table <c>models</c>, one partition: some dozens of rows. One storage request a call.</summary>
public sealed class TableModels(TableServiceClient tables) : IModelInventory
{
    private const string Partition = "models";

    // Some thousand changes of version.
    private const int RecordPieces = 8;

    private readonly TableClient table = tables.GetTableClient(StorageNames.ModelsTable);

    /// <inheritdoc/>
    public async Task<ModelRecord?> FindAsync(string modelId, CancellationToken cancellation)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(Partition, TableKey.Escape(modelId), cancellationToken: cancellation);
        return row.HasValue ? Read(row.Value!) : null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ModelRecord>> AllAsync(CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition}");
        return await table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation).Select(Read).ToListAsync(cancellation);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException"><paramref name="known"/> did not come from this inventory.</exception>
    public async Task<bool> PutAsync(ModelRecord record, ModelRecord? known, CancellationToken cancellation)
    {
        var row = new TableEntity(Partition, TableKey.Escape(record.Id));
        LongText.Write(row, "Record", JsonSerializer.Serialize(record with { ETag = null }, CaseEventJson.Options), RecordPieces);
        try
        {
            if (known is null)
            {
                await table.AddEntityAsync(row, cancellation);
                return true;
            }

            var seen = known.ETag ?? throw new ArgumentException("The known record has no ETag: it was not read from the inventory.", nameof(known));
            await table.UpdateEntityAsync(row, new ETag(seen), TableUpdateMode.Replace, cancellation);
            return true;
        }
        catch (RequestFailedException failure) when (failure.IsConflict())
        {
            return false;
        }
    }

    private static ModelRecord Read(TableEntity row)
    {
        var record = JsonSerializer.Deserialize<ModelRecord>(LongText.Read(row, "Record"), CaseEventJson.Options)
            ?? throw new InvalidDataException($"The record of model {row.RowKey} is empty.");
        return record with { ETag = row.ETag.ToString() };
    }
}
