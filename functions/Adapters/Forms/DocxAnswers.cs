using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>
/// Finds the answers in the text of a Word form: by the controls' tags, and for the controls whose tag a word processor has dropped
/// (LibreOffice before 7.5 does), by the bookmarks around them.
/// </summary>
internal static class DocxAnswers
{
    private const string BookmarkPrefix = "reponse_";

    /// <summary>The bookmark around the answer to a question. Word allows letters, digits and underscores, at most 40.</summary>
    public static string BookmarkOf(string question) => BookmarkPrefix + question.Replace('-', '_');

    /// <summary>The question that a bookmark stands around; null for a bookmark that is none of ours.</summary>
    public static string? QuestionOf(string bookmark) =>
        bookmark.StartsWith(BookmarkPrefix, StringComparison.Ordinal) ? bookmark[BookmarkPrefix.Length..].Replace('_', '-') : null;

    /// <summary>Per question id, what was filled in; where a control was copied, the first that holds something counts.</summary>
    /// <param name="neighboursAreLines">
    /// LibreOffice 7.4 writes the lines of one answer as neighbouring texts, without the breaks between them.
    /// </param>
    public static Dictionary<string, string> Of(Document document, bool neighboursAreLines)
    {
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);
        var tagged = new HashSet<string>(StringComparer.Ordinal);
        foreach (var control in document.Descendants<SdtElement>())
        {
            if (control.SdtProperties?.GetFirstChild<Tag>()?.Val?.Value is not { Length: > 0 } name)
                continue;
            tagged.Add(name);
            if (Answer(control, TextOf(control.Descendants(), neighboursAreLines)) is { Length: > 0 } answer)
                answers.TryAdd(name, answer);
        }

        foreach (var start in document.Descendants<BookmarkStart>())
        {
            if (start.Name?.Value is not { } mark || QuestionOf(mark) is not { } name || tagged.Contains(name))
                continue;
            var range = Range(document, start);
            var control = start.Ancestors<SdtElement>().FirstOrDefault() ?? range.OfType<SdtElement>().FirstOrDefault();
            if (Answer(control, TextOf(range, neighboursAreLines)) is { Length: > 0 } answer)
                answers.TryAdd(name, answer);
        }

        return answers;
    }

    /// <summary>Whether the form still has the places of its answers, filled or not.</summary>
    public static bool HasFields(Document document) =>
        document.Descendants<BookmarkStart>().Any(start => start.Name?.Value is { } mark && QuestionOf(mark) is not null) ||
        document.Descendants<SdtElement>().Any(control => control.SdtProperties?.GetFirstChild<Tag>() is not null);

    /// <summary>The text as it is read, a line per paragraph and break; a cell's after that of the cell before it.</summary>
    public static IReadOnlyList<PrintedLine> Lines(Document document) =>
    [
        .. document.Descendants<Paragraph>()
            .SelectMany(paragraph => TextOf(paragraph.Descendants(), neighboursAreLines: false).Split('\n'))
            .Select(text => new PrintedLine(text.Replace('\t', ' '))),
    ];

    private static string Answer(SdtElement? control, string raw)
    {
        var properties = control?.SdtProperties;
        if (properties?.GetFirstChild<ShowingPlaceholder>() is { } showing && showing.Val?.Value != false)
            return "";
        var text = FormText.Clean(raw);
        // Some word processors lose the mark that the prompt is showing, but not the prompt.
        if (DocxControls.Prompts.Any(prompt => FormText.SameLabel(prompt, text)))
            return "";
        if (text.Length == 0 && properties?.GetFirstChild<SdtContentDate>()?.FullDate?.Value is { } date)
            return date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var items = properties?.Descendants<ListItem>().ToList() ?? [];
        var chosen = items.Find(item => item.Value?.Value == text)
            ?? items.Find(item => item.DisplayText?.Value is { } shown && FormText.SameLabel(shown, text));
        return chosen?.Value?.Value ?? text;
    }

    private static List<OpenXmlElement> Range(Document document, BookmarkStart start) =>
    [
        .. document.Descendants().SkipWhile(element => element != start).Skip(1)
            .TakeWhile(element => element is not BookmarkEnd end || end.Id?.Value != start.Id?.Value),
    ];

    private static string TextOf(IEnumerable<OpenXmlElement> elements, bool neighboursAreLines)
    {
        var text = new StringBuilder();
        foreach (var element in elements)
        {
            switch (element)
            {
                case Paragraph when text.Length > 0:
                case Break or CarriageReturn:
                    text.Append('\n');
                    break;
                case Text piece when !IsFallback(piece):
                    if (neighboursAreLines && piece.PreviousSibling() is Text)
                        text.Append('\n');
                    text.Append(piece.Text);
                    break;
                case TabChar:
                    text.Append('\t');
                    break;
                case NoBreakHyphen:
                    text.Append('-');
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>The same text again, for programs that do not know its first form.</summary>
    private static bool IsFallback(OpenXmlElement element) => element.Ancestors<AlternateContentFallback>().Any();
}
