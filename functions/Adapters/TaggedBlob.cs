using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>A small JSON text in a blob, that nobody writes over unseen.</summary>
internal static class TaggedBlob
{
    /// <summary>The text and its tag; null when there is none. One request.</summary>
    public static async Task<(T Value, string Tag)?> FindAsync<T>(BlobClient blob, CancellationToken cancellation)
    {
        try
        {
            var found = (await blob.DownloadContentAsync(cancellation)).Value;
            return (found.Content.ToObjectFromJson<T>(JsonSerializerOptions.Web)!, found.Details.ETag.ToString());
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Writes it, unless it was changed or taken away since. One request.</summary>
    /// <param name="seen">Its tag as it was read; null when there was none.</param>
    /// <returns>False when it was: nothing is written.</returns>
    public static async Task<bool> TrySaveAsync<T>(BlobClient blob, T value, string? seen, CancellationToken cancellation)
    {
        var conditions = seen is null ? new BlobRequestConditions { IfNoneMatch = ETag.All } : new BlobRequestConditions { IfMatch = new ETag(seen) };
        try
        {
            await blob.UploadAsync(BinaryData.FromObjectAsJson(value, JsonSerializerOptions.Web), new BlobUploadOptions { Conditions = conditions }, cancellation);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            return false;
        }
    }
}
