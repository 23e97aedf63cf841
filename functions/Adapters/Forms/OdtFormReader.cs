using System.IO.Compression;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>Reads the region's form saved as OpenDocument text (ISO/IEC 26300): by the bookmarks around the answers, or by its text where they are gone.</summary>
public sealed class OdtFormReader(CharterRules rules) : IFormReader
{
    private static readonly XNamespace Text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";

    /// <inheritdoc />
    public string ContentType => "application/vnd.oasis.opendocument.text";

    /// <summary>A zip whose first part says so, as the standard asks.</summary>
    /// <inheritdoc />
    public bool Recognises(ReadOnlyMemory<byte> content) =>
        content.Span.StartsWith("PK\u0003\u0004"u8) && content.Span[..Math.Min(content.Length, 256)].IndexOf("mimetypeapplication/vnd.oasis.opendocument.text"u8) >= 0;

    /// <inheritdoc />
    public FormReading Read(ReadOnlyMemory<byte> content)
    {
        if (!Recognises(content))
            throw new FormUnreadableException(UnreadableCause.Damaged, "The file does not begin as an OpenDocument text.");
        if (content.Length > rules.Intake.Files.Bytes)
            throw new FormUnreadableException(UnreadableCause.NotOurForm, "The document is too large.");
        try
        {
            OfficePackage.Check(content, rules.Intake.Files);
            using var zip = new ZipArchive(new MemoryStream(content.ToArray(), writable: false), ZipArchiveMode.Read);
            if (Part(zip, "META-INF/manifest.xml")?.Descendants().Any(element => element.Name.LocalName == "encryption-data") == true)
                throw new FormUnreadableException(UnreadableCause.Encrypted, "The document asks for a password.");
            var body = Part(zip, "content.xml") ?? throw new FormUnreadableException(UnreadableCause.Damaged, "The document has no text.");
            var code = CodeIn(Part(zip, "meta.xml")) ?? CodeIn(Part(zip, "styles.xml")) ?? CodeIn(body)
                ?? throw new FormUnreadableException(UnreadableCause.NotOurForm, "The document carries no form code.");
            var answers = Answers(body, out var hasFields);
            return hasFields || CharterReleases.FormOf(rules, code) is not { } form
                ? new FormReading(code, answers, "odt-fields")
                : new FormReading(code, answers, "odt-text") { Inferred = PrintedForm.Answers(form, [.. Paragraphs(body).SelectMany(text => text.Split('\n')).Select(text => new PrintedLine(text))]) };
        }
        catch (Exception e) when (e is not (FormUnreadableException or OutOfMemoryException))
        {
            // Zip and XML readers each throw their own kinds.
            throw new FormUnreadableException(UnreadableCause.Damaged, "The document cannot be parsed.", e);
        }
    }

    // Texts that stand in elements beside each other are not one word.
    private static string? CodeIn(XDocument? part) =>
        part is null ? null : FormText.FindCode(string.Join(' ', part.DescendantNodes().OfType<XText>().Select(text => text.Value)));

    private static Dictionary<string, string> Answers(XDocument body, out bool hasFields)
    {
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);
        var open = new Dictionary<string, StringBuilder>(StringComparer.Ordinal);
        hasFields = false;
        foreach (var node in body.DescendantNodes())
        {
            if (node is XElement element && (string?)element.Attribute(Text + "name") is { } mark && DocxAnswers.QuestionOf(mark) is { } question)
            {
                hasFields = true;
                if (element.Name == Text + "bookmark-start")
                    open.TryAdd(question, new StringBuilder());
                else if (element.Name == Text + "bookmark-end" && open.Remove(question, out var said) && Said(said) is { } answer)
                    answers.TryAdd(question, answer);
            }
            else if (PieceOf(node) is { } piece)
            {
                foreach (var said in open.Values)
                    said.Append(piece);
            }
        }

        return answers;
    }

    private static string? Said(StringBuilder said)
    {
        var text = FormText.Clean(said.ToString());
        return text.Length == 0 || DocxControls.Prompts.Any(prompt => FormText.SameLabel(prompt, text)) ? null : text;
    }

    private static IEnumerable<string> Paragraphs(XDocument body) => body.Descendants()
        .Where(element => element.Name == Text + "p" || element.Name == Text + "h")
        .Select(paragraph => string.Concat(paragraph.DescendantNodes().Select(PieceOf)));

    /// <summary>The text that a node adds; a paragraph begins on a line of its own.</summary>
    private static string? PieceOf(XNode node) => node switch
    {
        XText text => text.Value,
        XElement element when element.Name == Text + "line-break" || element.Name == Text + "p" => "\n",
        XElement element when element.Name == Text + "tab" => " ",
        XElement element when element.Name == Text + "s" => new string(' ', Math.Clamp((int?)element.Attribute(Text + "c") ?? 1, 1, 100)),
        _ => null,
    };

    private static XDocument? Part(ZipArchive zip, string name)
    {
        if (zip.GetEntry(name) is not { } entry)
            return null;
        using var stream = entry.Open();
        using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return XDocument.Load(reader);
    }
}
