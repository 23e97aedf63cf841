using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Watch;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>The note of the last look at the law: one row of table <c>counters</c>. One storage request a call.</summary>
public sealed class TableLawLooks(TableServiceClient tables) : ILawLooks
{
    private const string Partition = "law";
    private const string RowKey = "look";

    private readonly TableClient table = tables.GetTableClient(StorageNames.CountersTable);

    /// <inheritdoc/>
    public async Task<LawLook> FindAsync(CancellationToken cancellation)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(Partition, RowKey, cancellationToken: cancellation);
        if (!row.HasValue)
            return new LawLook(null, null);
        var look = JsonSerializer.Deserialize<LawLook>(row.Value!.GetString("Look"), CaseEventJson.Options) ?? throw new InvalidDataException("The note of the last look at the law is empty.");
        return look with { ETag = row.Value.ETag.ToString() };
    }

    /// <inheritdoc/>
    public async Task<bool> PutAsync(LawLook look, LawLook known, CancellationToken cancellation)
    {
        var row = new TableEntity(Partition, RowKey) { ["Look"] = JsonSerializer.Serialize(look with { ETag = null }, CaseEventJson.Options) };
        try
        {
            await (known.ETag is { } seen
                ? table.UpdateEntityAsync(row, new ETag(seen), TableUpdateMode.Replace, cancellation)
                : table.AddEntityAsync(row, cancellation));
            return true;
        }
        catch (RequestFailedException failure) when (failure.IsConflict())
        {
            return false;
        }
    }
}
