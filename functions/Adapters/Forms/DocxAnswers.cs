using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>Content controls to answers.</summary>
internal static class DocxAnswers
{
    /// <summary>Per tag, what was filled in; where a control was copied, the first that holds something counts.</summary>
    public static Dictionary<string, string> Of(Document document)
    {
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var control in document.Descendants<SdtElement>())
        {
            if (control.SdtProperties is { } properties && properties.GetFirstChild<Tag>()?.Val?.Value is { Length: > 0 } name
                && Answer(control, properties) is { Length: > 0 } answer)
                answers.TryAdd(name, answer);
        }

        return answers;
    }

    private static string Answer(SdtElement control, SdtProperties properties)
    {
        if (properties.GetFirstChild<ShowingPlaceholder>() is { } showing && showing.Val?.Value != false)
            return "";
        var text = FormText.Clean(TextOf(control));
        // Some word processors lose the mark that the prompt is showing, but not the prompt.
        if (DocxControls.Prompts.Any(prompt => FormText.SameLabel(prompt, text)))
            return "";
        if (text.Length == 0 && properties.GetFirstChild<SdtContentDate>()?.FullDate?.Value is { } date)
            return date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var items = properties.Descendants<ListItem>();
        var chosen = items.FirstOrDefault(item => item.Value?.Value == text)
            ?? items.FirstOrDefault(item => item.DisplayText?.Value is { } shown && FormText.SameLabel(shown, text));
        return chosen?.Value?.Value ?? text;
    }

    private static string TextOf(SdtElement control)
    {
        var text = new StringBuilder();
        var content = control.ChildElements.FirstOrDefault(child => child.LocalName == "sdtContent");
        foreach (var element in content?.Descendants() ?? [])
        {
            switch (element)
            {
                case Paragraph when text.Length > 0:
                case Break or CarriageReturn:
                    text.Append('\n');
                    break;
                case Text piece when !IsFallback(piece):
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
