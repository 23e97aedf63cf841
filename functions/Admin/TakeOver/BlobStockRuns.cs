using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
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
    /// <returns>The new tag; null when somebody else wrote meanwhile: nothing is written.</returns>
    public async Task<string?> SaveAsync(string mark, StockRun run, string? seen, CancellationToken cancellation)
    {
        var conditions = seen is null ? new BlobRequestConditions { IfNoneMatch = ETag.All } : new BlobRequestConditions { IfMatch = new ETag(seen) };
        try
        {
            var kept = await BlobOf(mark).UploadAsync(BinaryData.FromObjectAsJson(run, JsonSerializerOptions.Web), new BlobUploadOptions { Conditions = conditions }, cancellation);
            return kept.Value.ETag.ToString();
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            return null;
        }
    }

    /// <summary>A run and its tag; null when there is none any more. One request.</summary>
    public async Task<(StockRun Run, string Tag)?> FindAsync(string mark, CancellationToken cancellation)
    {
        try
        {
            var found = (await BlobOf(mark).DownloadContentAsync(cancellation)).Value;
            return (found.Content.ToObjectFromJson<StockRun>(JsonSerializerOptions.Web)!, found.Details.ETag.ToString());
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    private BlobClient BlobOf(string mark) => container.GetBlobClient($"reprise/{mark}.json");
}
