using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Edge.Adapters.Forms;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters.Recognition;

/// <summary>Reads scanned forms by what the service recognises on them.</summary>
public sealed class RecognisedScans(DocumentIntelligence service) : IScanReader
{
    /// <inheritdoc />
    public async Task<FormReading> ReadAsync(ReadOnlyMemory<byte> content, string contentType, FormDefinition form, CancellationToken cancellation) =>
        Reading(await service.AnalyseAsync(content, contentType, cancellation), form, $"{service.Model} {DocumentIntelligence.ApiVersion}");

    /// <summary>
    /// The answers of what was recognised: by the fields of the region's own model first, then by the printed form, then by the pairs of key and value
    /// that the service sees by itself. Pure.
    /// </summary>
    internal static FormReading Reading(RecognisedDocument document, FormDefinition form, string reader)
    {
        var pages = document.Pages ?? [];
        var rows = pages.SelectMany(RowsOf).ToList();
        var made = new Dictionary<string, InferredAnswer>(StringComparer.Ordinal);
        foreach (var (name, field) in (document.Documents ?? []).SelectMany(each => each.Fields ?? new Dictionary<string, RecognisedField>()))
        {
            if (form.Find(name) is { } question && OfField(question, field, pages) is { } answer)
                made.TryAdd(name, answer);
        }

        foreach (var (id, answer) in PrintedForm.Answers(form, rows))
            made.TryAdd(id, answer);
        foreach (var pair in document.KeyValuePairs ?? [])
        {
            if (pair is { Key.Content: { } key, Value: { Content: { } value } text } && PrintedForm.QuestionOf(form, key) is { } question &&
                PrintedForm.Answer(question, [new PrintedLine(WithBoxes(value))]) is { } answer)
                made.TryAdd(question.Id, Placed(answer, text.BoundingRegions, pages) with { Confidence = pair.Confidence });
        }

        var code = rows.Select(row => FormText.FindCode(row.Text)).FirstOrDefault(found => found is not null) ?? FormText.FindCode(document.Content) ?? "";
        return new FormReading(code, new Dictionary<string, string>(), reader) { Inferred = made };
    }

    private static InferredAnswer? OfField(Question question, RecognisedField field, IReadOnlyList<RecognisedPage> pages)
    {
        var text = field.ValueSelectionMark is { } mark ? question.Kind != QuestionKind.YesNo ? null : mark == "selected" ? "Oui" : "Non" : field.Content;
        return string.IsNullOrWhiteSpace(text) || PrintedForm.Answer(question, [new PrintedLine(WithBoxes(text))]) is not { } answer
            ? null
            : Placed(answer, field.BoundingRegions, pages) with { Confidence = field.Confidence };
    }

    private static InferredAnswer Placed(InferredAnswer answer, IReadOnlyList<RecognisedRegion>? regions, IReadOnlyList<RecognisedPage> pages) =>
        regions is [{ Polygon: { Count: >= 8 } polygon } region, ..] && pages.FirstOrDefault(page => page.PageNumber == region.PageNumber) is { Width: { } width, Height: { } height } page
            ? answer with { Page = page.PageNumber, Region = Bounds(polygon) is var (left, top, right, bottom) ? new PageRegion(left, top, right - left, bottom - top, width, height) : null }
            : answer;

    /// <summary>Words rather than lines are laid into rows, so that the number, the wording and the boxes beside each other come together again.</summary>
    private static IEnumerable<PrintedLine> RowsOf(RecognisedPage page)
    {
        var words = page.Words is { Count: > 0 } found ? found : page.Lines ?? [];
        var pieces = words.Where(word => word is { Content.Length: > 0, Polygon.Count: >= 8 } && !IsRule(word.Content)).Select(word => Piece(word.Content!, word.Polygon!, word.Confidence, page))
            .Concat((page.SelectionMarks ?? []).Where(mark => mark.Polygon is { Count: >= 8 })
                .Select(mark => Piece(mark.State == "selected" ? PrintedPiece.Ticked : PrintedPiece.Empty, mark.Polygon!, mark.Confidence, page)));
        return PrintedPiece.Rows(pieces, page.PageNumber, page.Width ?? 0, page.Height ?? 0);
    }

    /// <summary>The frame of a field, taken for a letter.</summary>
    private static bool IsRule(string word) => word.All(c => c is '|' or '[' or ']' or '_' or '¦');

    // A page that lies askew is turned back about its middle: at two degrees, the end of a row stands a line lower than its beginning.
    private static PrintedPiece Piece(string text, IReadOnlyList<double> polygon, double? confidence, RecognisedPage page)
    {
        var turn = -(page.Angle ?? 0) * Math.PI / 180;
        var (middleX, middleY) = ((page.Width ?? 0) / 2, (page.Height ?? 0) / 2);
        var turned = new double[8];
        for (var i = 0; i < 8; i += 2)
        {
            var (x, y) = (polygon[i] - middleX, polygon[i + 1] - middleY);
            turned[i] = middleX + x * Math.Cos(turn) - y * Math.Sin(turn);
            turned[i + 1] = middleY + x * Math.Sin(turn) + y * Math.Cos(turn);
        }

        var (left, top, right, bottom) = Bounds(turned);
        return new PrintedPiece(text, left, top, right, bottom, confidence);
    }

    private static (double Left, double Top, double Right, double Bottom) Bounds(IReadOnlyList<double> polygon)
    {
        var (xs, ys) = (polygon.Where((_, index) => index % 2 == 0).ToList(), polygon.Where((_, index) => index % 2 == 1).ToList());
        return (xs.Min(), ys.Min(), xs.Max(), ys.Max());
    }

    /// <summary>In a text, the service writes the boxes out.</summary>
    private static string WithBoxes(string text) =>
        text.Replace(":unselected:", PrintedPiece.Empty, StringComparison.Ordinal).Replace(":selected:", PrintedPiece.Ticked, StringComparison.Ordinal);
}
