using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.CustomProperties;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.VariantTypes;
using DocumentFormat.OpenXml.Wordprocessing;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>Makes the Word form: one content control per question, tagged with the question's id.</summary>
public sealed class DocxFormWriter : IFormWriter
{
    /// <summary>Custom document property that carries the form's code.</summary>
    internal const string CodeProperty = "FormCode";

    /// <inheritdoc />
    public string ContentType => DocxFormReader.MediaType;

    /// <inheritdoc />
    public ReadOnlyMemory<byte> Write(FormDefinition form, IReadOnlyDictionary<string, string>? values = null)
    {
        ArgumentNullException.ThrowIfNull(form);
        using var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            document.PackageProperties.Title = form.Title;
            document.PackageProperties.Subject = form.Code;
            document.PackageProperties.Keywords = form.Code;
            document.PackageProperties.Creator = "Région Sud";
            document.PackageProperties.Language = "fr-FR";
            document.AddCustomFilePropertiesPart().Properties = CustomProperties(form.Code);

            var main = document.AddMainDocumentPart();
            main.AddNewPart<StyleDefinitionsPart>().Styles = DocxStyles.All();
            main.AddNewPart<DocumentSettingsPart>().Settings = Settings();
            var foot = main.AddNewPart<FooterPart>();
            foot.Footer = Foot(form);
            var body = new Body(Head(form));
            for (var i = 0; i < form.Questions.Count; i++)
                body.Append(Ask(form, form.Questions[i], i + 1, values?.GetValueOrDefault(form.Questions[i].Id) ?? ""));
            body.Append(new SectionProperties(
                new FooterReference { Type = HeaderFooterValues.Default, Id = main.GetIdOfPart(foot) },
                new PageSize { Width = 11906, Height = 16838 },
                new PageMargin { Top = 1000, Bottom = 1000, Left = 1120, Right = 1120, Header = 500, Footer = 500, Gutter = 0 }));
            main.Document = new Document(body);
        }

        return stream.ToArray();
    }

    private static IEnumerable<OpenXmlElement> Head(FormDefinition form)
    {
        yield return Paragraph(DocxStyles.Help, Run(FormWording.Owner));
        yield return Paragraph(DocxStyles.Title, Run(form.Title));
        if (form.Introduction.Length > 0)
            yield return Paragraph(DocxStyles.Normal, Run(form.Introduction));
        yield return Paragraph(DocxStyles.Instructions, Run(FormWording.Instructions));
    }

    private static IEnumerable<OpenXmlElement> Ask(FormDefinition form, Question question, int number, string value)
    {
        var label = FormWording.LabelOf(question);
        yield return Paragraph(
            DocxStyles.Question, Run($"{number}. {label}"), new Run(new TabChar()), Run(FormWording.Clause(question), DocxStyles.Clause));
        if (FormWording.Help(form, question) is { Length: > 0 } help)
            yield return Paragraph(DocxStyles.Help, Run(help));
        yield return Paragraph(
            DocxStyles.Answer,
            new BookmarkStart { Id = $"{number}", Name = DocxAnswers.BookmarkOf(question.Id) },
            DocxControls.Of(question, number, value),
            new BookmarkEnd { Id = $"{number}" });
    }

    private static Footer Foot(FormDefinition form) => new(Paragraph(
        DocxStyles.Foot,
        Run(form.Code),
        new Run(new TabChar()),
        Run(form.Title),
        new Run(new TabChar()),
        Run("page "),
        new SimpleField(Run("1")) { Instruction = " PAGE " },
        Run("/"),
        new SimpleField(Run("1")) { Instruction = " NUMPAGES " }));

    private static Settings Settings() => new(
        new Compatibility(new CompatibilitySetting
        {
            Name = CompatSettingNameValues.CompatibilityMode,
            Val = "15",
            Uri = "http://schemas.microsoft.com/office/word",
        }),
        new ThemeFontLanguages { Val = "fr-FR" });

    private static Properties CustomProperties(string code) => new(new CustomDocumentProperty(new VTLPWSTR(code))
    {
        // The format's own constant: user-defined properties, numbered from 2.
        FormatId = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}",
        PropertyId = 2,
        Name = CodeProperty,
    });

    private static Paragraph Paragraph(string style, params OpenXmlElement[] content)
    {
        var paragraph = new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = style }));
        paragraph.Append(content);
        return paragraph;
    }

    private static Run Run(string text, string? style = null)
    {
        var run = new Run(new Text(text) { Space = SpaceProcessingModeValues.Preserve });
        if (style is not null)
            run.PrependChild(new RunProperties(new RunStyle { Val = style }));
        return run;
    }
}
