using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>Styles of the Word form: the same colours and sizes as the PDF. Sizes are in half-points, spaces in twentieths of a point.</summary>
internal static class DocxStyles
{
    public const string Normal = "Normal";
    public const string Title = "Title";
    public const string Question = "Heading1";
    public const string Help = "Aide";
    public const string Instructions = "Consigne";
    public const string Answer = "Reponse";
    public const string Foot = "Footer";
    public const string Clause = "Clause";
    public const string Prompt = "PlaceholderText";

    private const string Ink = "1A2430", Grey = "505C6C", Blue = "1F3A5F", Line = "768396", Paper = "F5F8FC";
    private const int TextWidth = 9666;

    /// <summary>The styles part.</summary>
    public static DocumentFormat.OpenXml.Wordprocessing.Styles All()
    {
        var styles = new DocumentFormat.OpenXml.Wordprocessing.Styles(new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle(
                new RunFonts { Ascii = "Arial", HighAnsi = "Arial", ComplexScript = "Arial", EastAsia = "Arial" },
                new Color { Val = Ink },
                new FontSize { Val = "20" },
                new Languages { Val = "fr-FR", EastAsia = "fr-FR", Bidi = "ar-SA" })),
            new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle(new SpacingBetweenLines { After = "80", Line = "264", LineRule = LineSpacingRuleValues.Auto }))));
        styles.Append(
            Paragraph(Normal, "Normal", [], Look(), isDefault: true),
            Paragraph(Title, "Title", [Space(0, 120)], Look(Blue, 44, bold: true)),
            Paragraph(Question, "heading 1", [new KeepNext(), Tabs((TabStopValues.Right, TextWidth)), Space(240, 20), new OutlineLevel { Val = 0 }], Look(Ink, 21, bold: true)),
            Paragraph(Help, "Aide", [new KeepNext(), Space(0, 60)], Look(Grey, 18)),
            Paragraph(Instructions, "Consigne", [InstructionBorders(), Shade(), Space(120, 160), Indent(160)], Look(Grey, 18)),
            Paragraph(Answer, "Réponse", [AnswerBorders(), Shade(), Space(40, 80), Indent(80)], Look()),
            Paragraph(Foot, "footer", [Tabs((TabStopValues.Center, TextWidth / 2), (TabStopValues.Right, TextWidth)), Space(0, 0)], Look(Grey, 15)),
            Character(Clause, "Clause", new Bold { Val = false }, new Color { Val = Grey }, new FontSize { Val = "15" }),
            Character(Prompt, "Placeholder Text", new Color { Val = Grey }));
        return styles;
    }

    private static Style Paragraph(string id, string name, OpenXmlElement[] paragraph, OpenXmlElement[] run, bool isDefault = false)
    {
        var style = new Style(new StyleName { Val = name }) { Type = StyleValues.Paragraph, StyleId = id };
        if (isDefault)
            style.Default = true;
        else
            style.Append(new BasedOn { Val = Normal });
        style.Append(new PrimaryStyle());
        if (paragraph.Length > 0)
            style.Append(new StyleParagraphProperties(paragraph));
        if (run.Length > 0)
            style.Append(new StyleRunProperties(run));
        return style;
    }

    private static Style Character(string id, string name, params OpenXmlElement[] run) =>
        new(new StyleName { Val = name }, new StyleRunProperties(run)) { Type = StyleValues.Character, StyleId = id };

    private static OpenXmlElement[] Look() => [];

    private static OpenXmlElement[] Look(string colour, int size, bool bold = false)
    {
        OpenXmlElement[] look = [new Color { Val = colour }, new FontSize { Val = $"{size}" }];
        return bold ? [new Bold(), .. look] : look;
    }

    private static SpacingBetweenLines Space(int before, int after) => new() { Before = $"{before}", After = $"{after}" };

    private static Indentation Indent(int twips) => new() { Left = $"{twips}", Right = $"{twips}" };

    private static Shading Shade() => new() { Val = ShadingPatternValues.Clear, Color = "auto", Fill = Paper };

    private static Tabs Tabs(params (TabStopValues Kind, int Place)[] stops) =>
        new(stops.Select(stop => new TabStop { Val = stop.Kind, Position = stop.Place }));

    private static ParagraphBorders AnswerBorders() => new(
        Border<TopBorder>(4, Line), Border<LeftBorder>(4, Line), Border<BottomBorder>(4, Line), Border<RightBorder>(4, Line));

    private static ParagraphBorders InstructionBorders() => new(
        Border<TopBorder>(4, Paper), Border<LeftBorder>(24, Blue), Border<BottomBorder>(4, Paper));

    private static T Border<T>(uint eighths, string colour) where T : BorderType, new() =>
        new() { Val = BorderValues.Single, Size = eighths, Space = 4, Color = colour };
}
