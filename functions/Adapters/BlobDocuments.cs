using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>
/// The documents as blobs <c>cases/IA-2026-0042/(SHA-256)</c>, those of models as <c>cases/models/gpt-4o/(SHA-256)</c>: evidence like the others, under the same
/// retention. One storage request a call.
/// </summary>
public sealed class BlobDocuments(BlobServiceClient blobs) : IDocuments, IModelDocuments
{
    private readonly BlobContainerClient container = blobs.GetBlobContainerClient(StorageNames.CasesContainer);

    /// <inheritdoc/>
    public Task<DocumentRef> PutAsync(CaseId id, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellation) => WriteAsync(id.Value, content, contentType, cancellation);

    /// <inheritdoc/>
    public Task<DocumentRef> PutAsync(string modelId, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellation) =>
        WriteAsync(IModelDocuments.OwnerOf(modelId), content, contentType, cancellation);

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>?> GetAsync(CaseId id, DocumentRef document, CancellationToken cancellation) => ReadAsync(id.Value, document, cancellation);

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>?> GetAsync(string modelId, DocumentRef document, CancellationToken cancellation) =>
        ReadAsync(IModelDocuments.OwnerOf(modelId), document, cancellation);

    private async Task<DocumentRef> WriteAsync(string owner, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellation)
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
            await Blob(owner, document).UploadAsync(BinaryData.FromBytes(content), options, cancellation);
        }
        catch (RequestFailedException failure) when (failure.IsConflict())
        {
            // A second call with the same bytes.
        }

        return document;
    }

    private async Task<ReadOnlyMemory<byte>?> ReadAsync(string owner, DocumentRef document, CancellationToken cancellation)
    {
        BinaryData content;
        try
        {
            content = (await Blob(owner, document).DownloadContentAsync(cancellation)).Value.Content;
        }
        catch (RequestFailedException failure) when (failure.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null;
        }

        return Convert.ToHexStringLower(SHA256.HashData(content)) == document.Sha256
            ? content.ToMemory()
            : throw new InvalidDataException($"Document {document.Sha256} of {owner} no longer gives its hash.");
    }

    private BlobClient Blob(string owner, DocumentRef document) => container.GetBlobClient($"{owner}/{document.Sha256}");
}
