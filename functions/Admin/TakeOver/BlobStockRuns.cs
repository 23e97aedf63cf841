using Azure.Storage.Blobs;
using RegionSud.AiWorkflow.Edge.Adapters;

namespace RegionSud.AiWorkflow.Edge.Admin.TakeOver;

/// <summary>What became of a line.</summary>
/// <param name="CaseId">The case; null when it failed.</param>
/// <param name="IsNew">False when the use had been taken over before.</param>
public sealed record StockResult(string? CaseId, bool IsNew);

/// <summary>A file of existing uses that somebody sent, and how far it has been taken over.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Results">Per line number.</param>
public sealed record StockRun(string Name, IReadOnlyList<StockLine> Lines, IReadOnlyDictionary<int, StockResult> Results);

/// <summary>The files that are being taken over: container <c>drafts</c>, under <c>reprise/</c>; they go thirty days after the last change.</summary>
public sealed class BlobStockRuns(BlobServiceClient blobs)
{
    private readonly BlobContainerClient container = blobs.GetBlobContainerClient(StorageNames.DraftsContainer);

    /// <summary>Keeps a run. One request.</summary>
    /// <param name="seen">Its tag as it was read; null for a new one.</param>
    /// <returns>False when somebody else wrote meanwhile: nothing is written.</returns>
    public Task<bool> SaveAsync(string mark, StockRun run, string? seen, CancellationToken cancellation) => TaggedBlob.TrySaveAsync(BlobOf(mark), run, seen, cancellation);

    /// <summary>A run and its tag; null when there is none any more. One request.</summary>
    public Task<(StockRun Run, string Tag)?> FindAsync(string mark, CancellationToken cancellation) => TaggedBlob.FindAsync<StockRun>(BlobOf(mark), cancellation);

    private BlobClient BlobOf(string mark) => container.GetBlobClient($"reprise/{mark}.json");
}
