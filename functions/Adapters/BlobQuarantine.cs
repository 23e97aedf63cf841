using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>Moves dropped files that cannot be taken to container <c>quarantine</c>. Nothing is lost: a person looks at them there.</summary>
public sealed class BlobQuarantine(BlobServiceClient blobs)
{
    private readonly BlobContainerClient arrivals = blobs.GetBlobContainerClient(StorageNames.DropsContainer);
    private readonly BlobContainerClient quarantine = blobs.GetBlobContainerClient(StorageNames.QuarantineContainer);

    /// <summary>
    /// Copies the file, then takes it away from the arrivals. Three storage requests. A second run writes the same copy again and finds nothing to
    /// take away. A file dropped meanwhile under the same name stays where it is: it has a turn of its own.
    /// </summary>
    /// <param name="name">The blob's name in the arrivals.</param>
    /// <param name="content">Its bytes, as they were refused.</param>
    /// <returns>First characters of the bytes' SHA-256: they begin the copy's file name, and can be told to anybody.</returns>
    public async Task<string> MoveAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(name);
        var mark = Convert.ToHexStringLower(SHA256.HashData(content.Span))[..12];
        var slash = name.LastIndexOf('/') + 1;
        var copy = quarantine.GetBlobClient($"{name[..slash]}{mark}-{name[slash..]}");
        await copy.UploadAsync(BinaryData.FromBytes(content), overwrite: true, cancellation);
        var original = arrivals.GetBlobClient(name);
        try
        {
            var found = (await original.DownloadContentAsync(cancellation)).Value;
            if (found.Content.ToMemory().Span.SequenceEqual(content.Span))
                await original.DeleteAsync(conditions: new BlobRequestConditions { IfMatch = found.Details.ETag }, cancellationToken: cancellation);
        }
        catch (RequestFailedException failure) when (failure.Status is 404 or 412)
        {
            // An earlier run took it away, or another file has its name now.
        }

        return mark;
    }
}
