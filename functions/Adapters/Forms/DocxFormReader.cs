using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.CustomProperties;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>Reads the content controls of a filled Word form, whichever word processor filled it; of one that has lost them, its text and tables.</summary>
public sealed class DocxFormReader(CharterRules rules) : IFormReader
{
    internal const string MediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    private static readonly byte[] CompoundFile = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    private static readonly byte[] EncryptedPackage = Encoding.Unicode.GetBytes("EncryptedPackage");
    private static readonly byte[] OldWordDocument = Encoding.Unicode.GetBytes("WordDocument");

    /// <inheritdoc />
    public string ContentType => MediaType;

    /// <summary>A zip with Word parts; also what Word makes of it with a password, and files of Word before 2007, so that the refusal can say so.</summary>
    /// <inheritdoc />
    public bool Recognises(ReadOnlyMemory<byte> content) => content.Span.StartsWith(CompoundFile)
        ? Contains(content, EncryptedPackage) || Contains(content, OldWordDocument)
        : content.Span.StartsWith("PK\u0003\u0004"u8) && content.Span.IndexOf("word/"u8) >= 0;

    /// <inheritdoc />
    public FormReading Read(ReadOnlyMemory<byte> content)
    {
        if (!Recognises(content))
            throw new FormUnreadableException(UnreadableCause.Damaged, "The file does not begin as a Word document.");
        if (content.Length > rules.Intake.Files.Bytes)
            throw new FormUnreadableException(UnreadableCause.NotOurForm, "The Word document is too large.");
        if (content.Span.StartsWith(CompoundFile))
        {
            throw Contains(content, EncryptedPackage)
                ? new FormUnreadableException(UnreadableCause.Encrypted, "The Word document asks for a password.")
                : new FormUnreadableException(UnreadableCause.NotOurForm, "The document is of Word before 2007.");
        }

        try
        {
            OfficePackage.Check(content, rules.Intake.Files);
            using var document = WordprocessingDocument.Open(new MemoryStream(content.ToArray(), writable: false), isEditable: false);
            if (document.DocumentType != WordprocessingDocumentType.Document)
                throw new FormUnreadableException(UnreadableCause.ActiveContent, "The file is a template or holds macros.");
            var main = document.MainDocumentPart?.Document
                ?? throw new FormUnreadableException(UnreadableCause.Damaged, "The Word document has no text.");
            var code = CodeOf(document)
                ?? throw new FormUnreadableException(UnreadableCause.NotOurForm, "The Word document carries no form code.");
            var answers = DocxAnswers.Of(main, IsOfLibreOffice(document));
            return answers.Count > 0 || DocxAnswers.HasFields(main) || CharterReleases.FormOf(rules, code) is not { } form
                ? new FormReading(code, answers, "word-controls")
                : new FormReading(code, answers, "word-text") { Inferred = PrintedForm.Answers(form, DocxAnswers.Lines(main)) };
        }
        catch (Exception e) when (e is not (FormUnreadableException or OutOfMemoryException))
        {
            // Zip, XML and package readers each throw their own kinds.
            throw new FormUnreadableException(UnreadableCause.Damaged, "The Word document cannot be parsed.", e);
        }
    }

    /// <summary>Some word processors drop custom properties: the subject, the foot of the pages and the text are asked after them.</summary>
    private static string? CodeOf(WordprocessingDocument document)
    {
        var property = document.CustomFilePropertiesPart?.Properties?.Elements<CustomDocumentProperty>()
            .FirstOrDefault(property => property.Name?.Value == DocxFormWriter.CodeProperty);
        IEnumerable<string?> places =
        [
            property?.InnerText, document.PackageProperties.Subject, document.PackageProperties.Keywords,
            .. document.MainDocumentPart!.FooterParts.Select(part => part.Footer?.InnerText),
            .. document.MainDocumentPart.Document?.Descendants<Paragraph>().Select(paragraph => paragraph.InnerText) ?? [],
        ];
        return places.Select(FormText.FindCode).FirstOrDefault(code => code is not null);
    }

    private static bool IsOfLibreOffice(WordprocessingDocument document) =>
        document.ExtendedFilePropertiesPart?.Properties?.Application?.Text.StartsWith("LibreOffice", StringComparison.Ordinal) == true;

    private static bool Contains(ReadOnlyMemory<byte> content, byte[] mark) => content.Span.IndexOf(mark) >= 0;
}
