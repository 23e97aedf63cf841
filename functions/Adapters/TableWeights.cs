using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Step3Arbitration;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>The DGS's weights on table <c>weights</c>, one partition: a row for each version and one that has the latest. One storage request a call.</summary>
public sealed class TableWeights(TableServiceClient tables) : IWeights
{
    private const string Partition = "weights";
    private const string Latest = "latest";
    private const int RecordPieces = 2;

    private readonly TableClient table = tables.GetTableClient(StorageNames.WeightsTable);

    /// <inheritdoc/>
    public Task<SavedWeights?> LatestAsync(CancellationToken cancellation) => ReadAsync(Latest, cancellation);

    /// <inheritdoc/>
    public Task<SavedWeights?> FindAsync(string version, CancellationToken cancellation) => ReadAsync(RowOf(version), cancellation);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException"><paramref name="known"/> did not come from this store.</exception>
    public async Task<bool> PutAsync(SavedWeights next, SavedWeights? known, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(next);
        var latest = Row(Latest, next);
        var write = known is null
            ? new TableTransactionAction(TableTransactionActionType.Add, latest)
            : new TableTransactionAction(
                TableTransactionActionType.UpdateReplace, latest, new ETag(known.ETag ?? throw new ArgumentException("The known weights have no ETag: they were not read from the store.", nameof(known))));
        try
        {
            await table.SubmitTransactionAsync([write, new TableTransactionAction(TableTransactionActionType.Add, Row(RowOf(next.Version), next))], cancellation);
            return true;
        }
        catch (TableTransactionFailedException failure) when (failure.IsConflict())
        {
            return false;
        }
    }

    private async Task<SavedWeights?> ReadAsync(string row, CancellationToken cancellation)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(Partition, row, cancellationToken: cancellation);
        if (!found.HasValue)
            return null;
        var record = JsonSerializer.Deserialize<SavedWeights>(LongText.Read(found.Value!, "Record"), CaseEventJson.Options)
            ?? throw new InvalidDataException($"The weights of row {row} are empty.");
        return record with { ETag = found.Value!.ETag.ToString() };
    }

    // A prefix of their own, so that no version can be taken for the row of the latest.
    private static string RowOf(string version) => string.Create(CultureInfo.InvariantCulture, $"v:{TableKey.Escape(version)}");

    private static TableEntity Row(string row, SavedWeights weights)
    {
        var entity = new TableEntity(Partition, row);
        LongText.Write(entity, "Record", JsonSerializer.Serialize(weights with { ETag = null }, CaseEventJson.Options), RecordPieces);
        return entity;
    }
}
