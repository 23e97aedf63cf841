using PdfSharp.Drawing;
using RegionSud.AiWorkflow.Charter.Forms;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>A piece of a page that stays together: its height in points, and how it is drawn from a given top.</summary>
internal sealed record PdfBlock(double Height, Action<PdfSheet, double> Draw);

/// <summary>Lays out a form: its head, then one block per question.</summary>
internal static class PdfBlocks
{
    private const double Indent = 22, Gap = 15, ClauseWidth = 76, Button = 12, ButtonRow = 19;

    /// <summary>Beyond this many options a list takes less room than buttons. Buttons are better: they also work on paper.</summary>
    private const int MostButtons = 6;

    private static double Width => PdfSheet.Right - PdfSheet.Left - Indent;

    /// <summary>The blocks in reading order.</summary>
    public static IEnumerable<PdfBlock> Of(FormDefinition form, IReadOnlyDictionary<string, string> values, PdfText text, PdfFields fields)
    {
        yield return Head(form, text);
        foreach (var question in form.Questions)
            yield return Ask(form, question, values.GetValueOrDefault(question.Id, ""), text, fields);
    }

    private static PdfBlock Head(FormDefinition form, PdfText text)
    {
        var full = PdfSheet.Right - PdfSheet.Left;
        var title = text.Lines(form.Title, PdfTextStyle.Title, full);
        var introduction = text.Lines(form.Introduction, PdfTextStyle.Body, full);
        var instructions = text.Lines(FormWording.Instructions + FormWording.LongText, PdfTextStyle.Help, full - 28);
        var titleTop = 20.0;
        var introductionTop = titleTop + title.Count * PdfTextStyle.Title.LineHeight + 8;
        var boxTop = introductionTop + introduction.Count * PdfTextStyle.Body.LineHeight + 10;
        var boxHeight = instructions.Count * PdfTextStyle.Help.LineHeight + 16;
        return new PdfBlock(boxTop + boxHeight + 20, (sheet, y) =>
        {
            sheet.Paragraph("P", PdfTextStyle.Help, [FormWording.Owner], PdfSheet.Left, y);
            sheet.Paragraph("H1", PdfTextStyle.Title, title, PdfSheet.Left, y + titleTop);
            sheet.Paragraph("P", PdfTextStyle.Body, introduction, PdfSheet.Left, y + introductionTop);
            sheet.Ornament(g =>
            {
                g.DrawRectangle(new XSolidBrush(PdfTextStyle.Paper), PdfSheet.Left, y + boxTop, full, boxHeight);
                g.DrawRectangle(new XSolidBrush(PdfTextStyle.Accent), PdfSheet.Left, y + boxTop, 3, boxHeight);
            });
            sheet.Paragraph("P", PdfTextStyle.Help, instructions, PdfSheet.Left + 14, y + boxTop + 8);
        });
    }

    private static PdfBlock Ask(FormDefinition form, Question question, string value, PdfText text, PdfFields fields)
    {
        var wording = FormWording.LabelOf(question);
        var help = FormWording.Help(form, question);
        var labelLines = text.Lines(wording, PdfTextStyle.Label, Width - ClauseWidth);
        var helpLines = text.Lines(help, PdfTextStyle.Help, Width);
        var helpTop = labelLines.Count * PdfTextStyle.Label.LineHeight + 1;
        var fieldTop = helpTop + helpLines.Count * PdfTextStyle.Help.LineHeight + 4;
        var fieldHeight = FieldHeight(question);
        var tip = help.Length == 0 ? wording : $"{wording} {help}";
        return new PdfBlock(fieldTop + fieldHeight + Gap, (sheet, y) =>
        {
            var x = PdfSheet.Left + Indent;
            sheet.Paragraph("P", PdfTextStyle.Number, [$"{FormWording.NumberOf(form, question)}."], PdfSheet.Left, y);
            sheet.Paragraph("H2", PdfTextStyle.Label, labelLines, x, y);
            sheet.RightAligned(PdfTextStyle.Small, FormWording.Clause(question), PdfSheet.Right, y + 3);
            sheet.Paragraph("P", PdfTextStyle.Help, helpLines, x, y + helpTop);
            Answer(sheet, question, value, tip, new XRect(x, y + fieldTop, Width, fieldHeight), text, fields);
        });
    }

    private static void Answer(PdfSheet sheet, Question question, string value, string tip, XRect place, PdfText text, PdfFields fields)
    {
        var options = FormWording.OptionsOf(question);
        if (HasButtons(question))
        {
            var places = ButtonPlaces(question, options, place, text);
            foreach (var (option, button) in places)
                sheet.Ornament(g => g.DrawEllipse(new XPen(PdfTextStyle.Line, 0.9), XBrushes.White, button));
            sheet.Field(tip, place, () => fields.Buttons(sheet.Page, question.Id, tip, places, value));
            foreach (var (option, button) in places)
                sheet.Paragraph("P", PdfTextStyle.Body, [option.Label], button.Right + 6, button.Top - 1.5);
            return;
        }

        var narrow = question.Kind is QuestionKind.Date or QuestionKind.Number ? new XRect(place.X, place.Y, 150, place.Height) : place;
        sheet.Frame(narrow);
        // Viewers write close to a field's edge: the field is smaller than its frame.
        var inner = new XRect(narrow.X + 4, narrow.Y + 3, narrow.Width - 8, narrow.Height - 6);
        sheet.Field(tip, narrow, () =>
        {
            if (options.Count > 0)
                fields.Choice(sheet.Page, inner, question.Id, tip, options, value);
            else
                fields.Text(sheet.Page, inner, question.Id, tip, value, question.Kind == QuestionKind.Text);
        });
    }

    /// <summary>Yes and no on one line, other options one under the other.</summary>
    private static List<(Option Option, XRect Place)> ButtonPlaces(Question question, IReadOnlyList<Option> options, XRect place, PdfText text)
    {
        var places = new List<(Option, XRect)>();
        double x = place.X, y = place.Y + 2;
        foreach (var option in options)
        {
            places.Add((option, new XRect(x, y, Button, Button)));
            if (question.Kind == QuestionKind.YesNo)
                x += Button + text.Width(option.Label, PdfTextStyle.Body) + 34;
            else
                y += ButtonRow;
        }

        return places;
    }

    private static bool HasButtons(Question question) =>
        FormWording.OptionsOf(question) is { Count: > 0 and <= MostButtons };

    private static double FieldHeight(Question question) => question.Kind switch
    {
        QuestionKind.Text => question.MaxLength > 1000 ? 86 : 60,
        QuestionKind.Choice when HasButtons(question) => question.Options.Count * ButtonRow - 3,
        QuestionKind.YesNo => Button + 4,
        _ => 23,
    };
}
