using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Ports;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Exceptions;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>Reads the fields of a filled PDF form, whichever program filled it; of a form that was printed or flattened, its text.</summary>
public sealed class PdfFormReader(CharterRules rules) : IFormReader
{
    internal const string MediaType = "application/pdf";

    private const int HeadLength = 1024;
    private const int TailLength = 4096;

    /// <inheritdoc />
    public string ContentType => MediaType;

    /// <summary>The mark may stand after a few foreign bytes: viewers look for it in the first 1024, and so do we.</summary>
    /// <inheritdoc />
    public bool Recognises(ReadOnlyMemory<byte> content) =>
        content.Span[..Math.Min(content.Length, HeadLength)].IndexOf("%PDF-"u8) >= 0;

    /// <inheritdoc />
    public FormReading Read(ReadOnlyMemory<byte> content)
    {
        if (!Recognises(content))
            throw new FormUnreadableException(UnreadableCause.Damaged, "The file does not begin as a PDF.");
        if (content.Length > rules.Intake.Files.Bytes)
            throw new FormUnreadableException(UnreadableCause.NotOurForm, "The PDF is too large.");
        // The parser would save what it can from a file that was cut, and the answers behind the cut would be lost without a word.
        if (content.Span[^Math.Min(content.Length, TailLength)..].IndexOf("%%EOF"u8) < 0)
            throw new FormUnreadableException(UnreadableCause.Damaged, "The PDF has no end.");
        return Parse(content);
    }

    private FormReading Parse(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var document = PdfDocument.Open(content, BoundedFilters.Options(rules.Intake.Files));
            // First: who takes documents that are no forms asks for this alone.
            if (PdfActiveContent.IsIn(document.Structure))
                throw new FormUnreadableException(UnreadableCause.ActiveContent, "The PDF holds a script, a command or a file.");
            if (document.NumberOfPages > rules.Intake.Files.Pages)
                throw new FormUnreadableException(UnreadableCause.NotOurForm, $"The PDF has {document.NumberOfPages} pages.");
            var values = PdfFieldTree.Values(document.Structure);
            values.Remove(PdfFields.CodeField, out var field);
            var code = FormText.FindCode(field) ?? FormText.FindCode(document.Information.Subject) ?? FormText.FindCode(document.Information.Keywords);
            if (values.Count > 0 && code is not null)
                return new FormReading(code, values, "pdf-fields");
            return Printed(document, code, values);
        }
        catch (PdfDocumentEncryptedException e)
        {
            throw new FormUnreadableException(UnreadableCause.Encrypted, "The PDF asks for a password.", e);
        }
        catch (Exception e) when (e is not (FormUnreadableException or OutOfMemoryException))
        {
            // The parser throws whatever the damage makes it stumble on.
            throw new FormUnreadableException(UnreadableCause.Damaged, "The PDF cannot be parsed.", e);
        }
    }

    /// <summary>A form that was printed to PDF or flattened has lost its fields, but still shows its code at the foot, its questions and what was answered.</summary>
    private FormReading Printed(PdfDocument document, string? code, Dictionary<string, string> values)
    {
        var rows = PdfPrintedText.Rows(document);
        if (rows.Count == 0 && document.GetPages().Any(page => page.NumberOfImages > 0))
            throw new FormUnreadableException(UnreadableCause.OnlyImages, "The PDF holds pictures of pages.");
        code ??= rows.Select(row => FormText.FindCode(row.Text)).FirstOrDefault(found => found is not null)
            ?? throw new FormUnreadableException(UnreadableCause.NotOurForm, "The PDF carries no form code.");
        return values.Count > 0 || CharterReleases.FormOf(rules, code) is not { } form
            ? new FormReading(code, values, "pdf-fields")
            : new FormReading(code, values, "pdf-text") { Inferred = PrintedForm.Answers(form, rows) };
    }
}
