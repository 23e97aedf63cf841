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
/// <param name="Reader">
/// <c>page</c>, <c>mail</c>, <c>pdf-fields</c>, <c>word-controls</c>, <c>odt-fields</c>, <c>xlsx-cells</c>; <c>pdf-text</c>, <c>word-text</c> and the like for what was
/// made out from a text; a recogniser's name with its model and version.
/// </param>
/// <param name="Place">Name of the field it was read from.</param>
/// <param name="Document">SHA-256 of the document it was read from, null on a page.</param>
public sealed record AnswerSource(string Reader, string Place, string? Document = null)
{
    /// <summary>From 1; null where there are no pages.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Page { get; init; }

    /// <summary>Where it stands on that page.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PageRegion? Region { get; init; }

    /// <summary>From 0 to 1, as the recogniser said; null for what was not recognised.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Confidence { get; init; }

    /// <summary>What the machine saw; kept until a person has looked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Excerpt { get; init; }

    /// <summary>Whether a person was shown what a machine had made out, and sent it unchanged.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Confirmed { get; init; }
}

/// <summary>A rectangle on a page, from its top left corner, in the recogniser's unit (pixels or inches); the page's own size is in the same.</summary>
public sealed record PageRegion(double Left, double Top, double Width, double Height, double PageWidth, double PageHeight);
