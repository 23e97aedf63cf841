using System.Text.Json.Serialization;

namespace RegionSud.AiWorkflow.Cases;

/// <summary>
/// A stored document as the journal names it: by its hash. The document itself can be erased when the law asks for it
/// (GDPR Art. 17) without breaking the chain of the journal.
/// </summary>
/// <param name="Sha256">Lower-case hexadecimal, 64 characters: also the blob's name under the case's folder.</param>
/// <param name="ContentType">As verified on the bytes, never as the sender claimed it.</param>
/// <param name="Length">Bytes.</param>
public sealed record DocumentRef(string Sha256, string ContentType, long Length);

/// <summary>The latest answers to one form: the texts are in the document, the journal keeps the reference.</summary>
/// <param name="FormId">Id of the form's definition.</param>
/// <param name="FormVersion">Version of the definition under which it was answered.</param>
/// <param name="Document">JSON document holding <see cref="Charter.Forms.Answers"/>.</param>
/// <param name="Gaps">Ids of the questions to be asked back: required ones without a valid answer, and those whose answer a person must confirm.</param>
public sealed record AnswersRef(string FormId, string FormVersion, DocumentRef Document, IReadOnlyList<string> Gaps)
{
    /// <summary>JSON document holding the <see cref="Charter.Forms.Answers"/> that a machine made out and nobody has confirmed yet; null without any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DocumentRef? Proposals { get; init; }
}
