using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>Makes the form as a workbook: a row per question, its id in a hidden column, lists where one chooses.</summary>
public sealed class XlsxFormWriter : IFormWriter
{
    internal const string IdColumn = "A", AnswerColumn = "C";

    private const string ChoicesSheet = "Choix";
    private const uint Plain = 0, Heading = 1, Bold = 2, Wrapped = 3, Answer = 4;

    /// <inheritdoc />
    public string ContentType => XlsxFormReader.MediaType;

    /// <inheritdoc />
    public ReadOnlyMemory<byte> Write(FormDefinition form, IReadOnlyDictionary<string, string>? values = null)
    {
        ArgumentNullException.ThrowIfNull(form);
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            document.PackageProperties.Title = form.Title;
            document.PackageProperties.Subject = form.Code;
            document.PackageProperties.Language = "fr-FR";
            var book = document.AddWorkbookPart();
            book.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
            var questions = book.AddNewPart<WorksheetPart>();
            var choices = book.AddNewPart<WorksheetPart>();
            var chosen = form.Questions.Where(question => FormWording.OptionsOf(question).Count > 0).ToList();
            questions.Worksheet = QuestionSheet(form, values ?? new Dictionary<string, string>(), chosen);
            choices.Worksheet = new Worksheet(new SheetData(chosen.Select((question, index) => RowOf(
                (uint)index + 1, [.. FormWording.OptionsOf(question).Select((option, column) => (ColumnOf(column), option.Label, Plain))]))));
            book.Workbook = new Workbook(new Sheets(
                new Sheet { Name = "Formulaire", SheetId = 1, Id = book.GetIdOfPart(questions) },
                new Sheet { Name = ChoicesSheet, SheetId = 2, Id = book.GetIdOfPart(choices), State = SheetStateValues.Hidden }));
        }

        return stream.ToArray();
    }

    private static Worksheet QuestionSheet(FormDefinition form, IReadOnlyDictionary<string, string> values, List<Question> chosen)
    {
        List<Row> rows =
        [
            RowOf(1, [("A", form.Code, Plain), ("B", form.Title, Heading)]),
            RowOf(2, [("B", "Écrivez vos réponses dans la colonne C, enregistrez le classeur, puis déposez-le tel quel. " + form.Introduction, Wrapped)]),
            RowOf(3, [("B", "Question", Bold), ("C", "Votre réponse", Bold), ("D", "Aide", Bold), ("E", form.Code, Plain)]),
        ];
        var lists = new DataValidations();
        foreach (var (question, index) in form.Questions.Select((question, index) => (question, index)))
        {
            var number = (uint)index + 4;
            var options = FormWording.OptionsOf(question);
            var value = values.GetValueOrDefault(question.Id, "");
            var label = FormWording.LabelOf(question);
            rows.Add(RowOf(number,
            [
                (IdColumn, question.Id, Plain),
                ("B", $"{index + 1}. {label}", Bold),
                (AnswerColumn, options.FirstOrDefault(option => option.Id == value)?.Label ?? value, Answer),
                ("D", FormWording.Help(form, question), Wrapped),
            ]));
            if (options.Count > 0)
            {
                lists.Append(new DataValidation(new Formula1($"{ChoicesSheet}!$A${chosen.IndexOf(question) + 1}:${ColumnOf(options.Count - 1)}${chosen.IndexOf(question) + 1}"))
                {
                    Type = DataValidationValues.List,
                    AllowBlank = true,
                    ShowErrorMessage = true,
                    ErrorTitle = "Réponse à choisir",
                    Error = "Choisissez une réponse de la liste.",
                    SequenceOfReferences = new ListValue<StringValue> { InnerText = $"{AnswerColumn}{number}" },
                });
            }
        }

        var sheet = new Worksheet(
            new Columns(ColumnOf(1, 12, hidden: true), ColumnOf(2, 60), ColumnOf(3, 70), ColumnOf(4, 60), ColumnOf(5, 22)),
            new SheetData(rows));
        if (lists.HasChildren)
        {
            lists.Count = (uint)lists.ChildElements.Count;
            sheet.Append(lists);
        }

        return sheet;
    }

    private static Row RowOf(uint number, IReadOnlyList<(string Column, string Text, uint Style)> cells) => new(cells.Select(cell =>
        new Cell(new InlineString(new Text(cell.Text) { Space = SpaceProcessingModeValues.Preserve }))
        {
            CellReference = $"{cell.Column}{number}",
            DataType = CellValues.InlineString,
            StyleIndex = cell.Style,
        }))
    { RowIndex = number };

    /// <summary>A to Z: no question has more options.</summary>
    private static string ColumnOf(int index) => ((char)('A' + index)).ToString();

    private static Column ColumnOf(uint number, double width, bool hidden = false) => new() { Min = number, Max = number, Width = width, CustomWidth = true, Hidden = hidden };

    private static Stylesheet Styles() => new(
        new Fonts(new Font(new FontSize { Val = 11 }), new Font(new Bold(), new FontSize { Val = 16 }), new Font(new Bold(), new FontSize { Val = 11 })),
        new Fills(
            new Fill(new PatternFill { PatternType = PatternValues.None }),
            new Fill(new PatternFill { PatternType = PatternValues.Gray125 }),
            new Fill(new PatternFill(new ForegroundColor { Rgb = "FFF5F8FC" }) { PatternType = PatternValues.Solid })),
        new Borders(new Border(), new Border(Line<LeftBorder>(), Line<RightBorder>(), Line<TopBorder>(), Line<BottomBorder>())),
        new CellFormats(
            new CellFormat(),
            new CellFormat { FontId = 1, ApplyFont = true },
            Formatted(font: 2, fill: 0, border: 0),
            Formatted(font: 0, fill: 0, border: 0),
            // As text: a number or a date stays as it was typed.
            Formatted(font: 0, fill: 2, border: 1, format: 49)));

    private static CellFormat Formatted(uint font, uint fill, uint border, uint format = 0) => new(new Alignment { WrapText = true, Vertical = VerticalAlignmentValues.Top })
    {
        FontId = font,
        FillId = fill,
        BorderId = border,
        NumberFormatId = format,
        ApplyFont = true,
        ApplyFill = true,
        ApplyBorder = true,
        ApplyNumberFormat = true,
        ApplyAlignment = true,
    };

    private static T Line<T>()
        where T : BorderPropertiesType, new() => new() { Style = BorderStyleValues.Thin };
}
