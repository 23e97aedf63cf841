using System.Text.Json;
using Azure.Data.Tables;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>How each source of models looked: partition <c>sources</c> of table <c>models</c>, one row a source. One storage request a call.</summary>
public sealed class TableModelLooks(TableServiceClient tables) : IModelLooks
{
    private const string Partition = "sources";

    // Some hundred watched models.
    private const int LookPieces = 8;

    private readonly TableClient table = tables.GetTableClient(StorageNames.ModelsTable);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SourceLook>> AllAsync(CancellationToken cancellation) =>
        await table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: cancellation).Select(Read).ToListAsync(cancellation);

    /// <inheritdoc/>
    public async Task PutAsync(SourceLook look, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(look);
        var row = new TableEntity(Partition, TableKey.Escape(look.Source));
        LongText.Write(row, "Look", JsonSerializer.Serialize(look, CaseEventJson.Options), LookPieces);
        await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
    }

    private static SourceLook Read(TableEntity row) =>
        JsonSerializer.Deserialize<SourceLook>(LongText.Read(row, "Look"), CaseEventJson.Options) ?? throw new InvalidDataException($"The look at source {row.RowKey} is empty.");
}
