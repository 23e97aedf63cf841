using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>The documents as blobs <c>cases/IA-2026-0042/(SHA-256)</c>: one storage request a call.</summary>
public sealed class BlobDocuments(BlobServiceClient blobs) : IDocuments
{
    private readonly BlobContainerClient container = blobs.GetBlobContainerClient(StorageNames.CasesContainer);

    /// <inheritdoc/>
    public async Task<DocumentRef> PutAsync(CaseId id, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellation)
    {
        var document = new DocumentRef(Convert.ToHexStringLower(SHA256.HashData(content.Span)), contentType, content.Length);
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = contentType },
            // Only when it is not there: the name is the content's hash, so that what is there is the same.
            Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
        };
        try
        {
            await Blob(id, document).UploadAsync(BinaryData.FromBytes(content), options, cancellation);
        }
        catch (RequestFailedException failure) when (failure.IsConflict())
        {
            // A second call with the same bytes.
        }

        return document;
    }

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>?> GetAsync(CaseId id, DocumentRef document, CancellationToken cancellation)
    {
        BinaryData content;
        try
        {
            content = (await Blob(id, document).DownloadContentAsync(cancellation)).Value.Content;
        }
        catch (RequestFailedException failure) when (failure.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null;
        }

        return Convert.ToHexStringLower(SHA256.HashData(content)) == document.Sha256
            ? content.ToMemory()
            : throw new InvalidDataException($"Document {document.Sha256} of {id} no longer gives its hash.");
    }

    private BlobClient Blob(CaseId id, DocumentRef document) => container.GetBlobClient($"{id.Value}/{document.Sha256}");
}
