using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Ports;

/// <summary>The documents of the inventory's models, named by their content, beside those of the cases.</summary>
public interface IModelDocuments
{
    /// <summary>Stores a document of a model. A second call with the same bytes finds the first and changes nothing.</summary>
    Task<DocumentRef> PutAsync(string modelId, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellation);

    /// <summary>The document's bytes, checked against its hash; null when it was erased.</summary>
    /// <exception cref="InvalidDataException">The bytes no longer give the hash.</exception>
    Task<ReadOnlyMemory<byte>?> GetAsync(string modelId, DocumentRef document, CancellationToken cancellation);

    /// <summary>Whose its documents are, as <see cref="IMalwareScan"/> asks it.</summary>
    static string OwnerOf(string modelId) => $"models/{modelId}";
}
