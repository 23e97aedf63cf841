using System.Text.Json;
using System.Text.Json.Serialization;

namespace RegionSud.AiWorkflow.Edge.Adapters.Recognition;

/// <summary>State of an analysis, as <c>GET …/analyzeResults/…</c> answers it; an error's answer has the error alone. What is not named here is not read.</summary>
internal sealed record AnalyzeOperation(string? Status, RecognisedDocument? AnalyzeResult, ServiceError? Error)
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { MaxDepth = 32 };
}

/// <summary>An error of the service.</summary>
internal sealed record ServiceError(string? Code, ServiceError? Innererror, IReadOnlyList<ServiceError>? Details)
{
    private const int Longest = 60;

    /// <summary>The code that says most: the innermost one.</summary>
    [JsonIgnore]
    public string? Deepest => Innererror?.Deepest ?? (Details is [var first, ..] ? first.Deepest : null) ?? (Code is { Length: > 0 } code ? code[..Math.Min(code.Length, Longest)] : null);
}

/// <summary>What was recognised, as far as it is used.</summary>
/// <param name="Content">All the text, in reading order.</param>
public sealed record RecognisedDocument(
    string? Content, IReadOnlyList<RecognisedPage>? Pages, IReadOnlyList<RecognisedPair>? KeyValuePairs, IReadOnlyList<RecognisedFields>? Documents);

/// <summary>A page. Lengths are pixels of an image, inches of a PDF.</summary>
/// <param name="Angle">Degrees, clockwise, by which the text is turned: -180 to 180.</param>
public sealed record RecognisedPage(
    int PageNumber, double? Angle, double? Width, double? Height, IReadOnlyList<RecognisedWord>? Words, IReadOnlyList<RecognisedWord>? Lines, IReadOnlyList<RecognisedMark>? SelectionMarks);

/// <summary>A word or a line.</summary>
/// <param name="Polygon">x and y of the four corners, from the top left one, clockwise.</param>
public sealed record RecognisedWord(string? Content, IReadOnlyList<double>? Polygon, double? Confidence);

/// <summary>A box to tick.</summary>
/// <param name="State"><c>selected</c> or <c>unselected</c>.</param>
public sealed record RecognisedMark(string? State, IReadOnlyList<double>? Polygon, double? Confidence);

/// <summary>A label and what stands beside it; the value may be missing.</summary>
public sealed record RecognisedPair(RecognisedText? Key, RecognisedText? Value, double? Confidence);

/// <summary>A piece of text.</summary>
public sealed record RecognisedText(string? Content, IReadOnlyList<RecognisedRegion>? BoundingRegions);

/// <summary>Where it stands.</summary>
public sealed record RecognisedRegion(int PageNumber, IReadOnlyList<double>? Polygon);

/// <summary>A document that the region's own model recognised: its fields bear the ids of the questions.</summary>
public sealed record RecognisedFields(IReadOnlyDictionary<string, RecognisedField>? Fields);

/// <summary>A field of it.</summary>
public sealed record RecognisedField(string? Type, string? Content, string? ValueSelectionMark, double? Confidence, IReadOnlyList<RecognisedRegion>? BoundingRegions);
