using System.Text.Json.Serialization;

namespace RegionSud.AiWorkflow.Charter.Forms;

/// <summary>Answers to one form, with where each came from.</summary>
/// <param name="FormId">Id of the form's definition.</param>
/// <param name="FormVersion">Version it was answered under.</param>
/// <param name="Values">Per question id. A question without an answer has no entry.</param>
/// <param name="Salt">
/// Random: the document's hash stays in the journal for ever, and a short text could be guessed from it once the text itself was erased.
/// </param>
public sealed record Answers(string FormId, string FormVersion, IReadOnlyDictionary<string, Answer> Values, string Salt)
{
    /// <summary>The value of an answer, or null.</summary>
    public string? this[string question] => Values.TryGetValue(question, out var answer) ? answer.Value : null;

    /// <summary>The values alone, per question id.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, string> Texts => Values.ToDictionary(each => each.Key, each => each.Value.Value, StringComparer.Ordinal);

    /// <summary>Whether a yes-or-no question was answered by yes.</summary>
    public bool Yes(string question) => this[question] == "yes";
}

/// <summary>One answer.</summary>
/// <param name="Value">Normalised: trimmed text, an option's id, <c>yes</c>/<c>no</c>, <c>yyyy-MM-dd</c>, digits.</param>
/// <param name="Source">Where it was read.</param>
public sealed record Answer(string Value, AnswerSource Source);

/// <summary>Provenance of an answer.</summary>
/// <param name="Reader"><c>pdf-fields</c>, <c>word-controls</c> or <c>page</c>.</param>
/// <param name="Place">Name of the field it was read from.</param>
/// <param name="Document">SHA-256 of the document it was read from, null on a page.</param>
public sealed record AnswerSource(string Reader, string Place, string? Document = null);
