using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Ports;

/// <summary>The documents of the cases, named by their content.</summary>
public interface IDocuments
{
    /// <summary>Stores a document of a case. A second call with the same bytes finds the first and changes nothing.</summary>
    Task<DocumentRef> PutAsync(CaseId id, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellation);

    /// <summary>The document's bytes, checked against its hash; null when it was erased.</summary>
    /// <exception cref="InvalidDataException">The bytes no longer give the hash.</exception>
    Task<ReadOnlyMemory<byte>?> GetAsync(CaseId id, DocumentRef document, CancellationToken cancellation);
}
