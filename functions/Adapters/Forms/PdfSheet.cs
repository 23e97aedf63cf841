using PdfSharp.Drawing;
using PdfSharp.Pdf;
using PdfSharp.UniversalAccessibility;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>One A4 page being drawn, in points from its top left corner. Text is tagged as it is drawn; ornament is marked as such.</summary>
internal sealed class PdfSheet(PdfPage page, XGraphics graphics, StructureBuilder structure)
{
    public const double Left = 56, Right = 539, Top = 50, Bottom = 778;
    public static readonly XSize Size = new(595.28, 841.89);

    public PdfPage Page { get; } = page;

    /// <summary>Draws lines of one paragraph under one tag, such as <c>H1</c> or <c>P</c>; the y is the top of the first line.</summary>
    public void Paragraph(string tag, PdfTextStyle style, IReadOnlyList<string> lines, double x, double y)
    {
        if (lines.Count == 0)
            return;
        structure.BeginBlockLevelElement(tag);
        foreach (var line in lines)
        {
            graphics.DrawString(line, style.Font, style.Brush, new XPoint(x, y + style.Ascent));
            y += style.LineHeight;
        }

        structure.End();
    }

    /// <summary>Like <see cref="Paragraph"/> for one line that ends at x.</summary>
    public void RightAligned(PdfTextStyle style, string text, double x, double y)
    {
        structure.BeginBlockLevelElement("P");
        graphics.DrawString(text, style.Font, style.Brush, new XPoint(x, y + style.Ascent), XStringFormats.BaseLineRight);
        structure.End();
    }

    /// <summary>Ornament that screen readers skip.</summary>
    public void Ornament(Action<XGraphics> draw)
    {
        structure.BeginArtifact();
        draw(graphics);
        structure.End();
    }

    /// <summary>A field under its own tag; the alternative text is what a screen reader says.</summary>
    public void Field(string alternative, XRect place, Action add)
    {
        structure.BeginIllustrationElement("Form", alternative, place);
        add();
        structure.End();
    }

    /// <summary>The frame in which one writes.</summary>
    public void Frame(XRect place) => Ornament(g =>
    {
        g.DrawRectangle(new XPen(PdfTextStyle.Line, 0.7), new XSolidBrush(PdfTextStyle.Paper), place);
    });

    /// <summary>What the foot of every page says. It repeats on each page, so screen readers skip it.</summary>
    public void Foot(string title, string code, int number, int count) => Ornament(g =>
    {
        var style = PdfTextStyle.Small;
        g.DrawLine(new XPen(PdfTextStyle.Line, 0.5), Left, 794, Right, 794);
        g.DrawString(code, style.Font, style.Brush, new XPoint(Left, 808));
        g.DrawString(title, style.Font, style.Brush, new XPoint((Left + Right) / 2, 808), XStringFormats.BaseLineCenter);
        g.DrawString($"page {number}/{count}", style.Font, style.Brush, new XPoint(Right, 808), XStringFormats.BaseLineRight);
    });
}

/// <summary>How a run of text looks.</summary>
/// <param name="LineHeight">Points from one line's base to the next.</param>
internal sealed record PdfTextStyle(XFont Font, XBrush Brush, double LineHeight)
{
    public static readonly XColor Line = XColor.FromArgb(0x76, 0x83, 0x96);
    public static readonly XColor Paper = XColor.FromArgb(0xF5, 0xF8, 0xFC);
    private static readonly XBrush Ink = new XSolidBrush(XColor.FromArgb(0x1A, 0x24, 0x30));
    private static readonly XBrush Grey = new XSolidBrush(XColor.FromArgb(0x50, 0x5C, 0x6C));
    private static readonly XBrush Blue = new XSolidBrush(Accent);

    public static XColor Accent => XColor.FromArgb(0x1F, 0x3A, 0x5F);

    public static PdfTextStyle Title { get; } = new(Of(22, bold: true), Blue, 28);

    public static PdfTextStyle Label { get; } = new(Of(10.5, bold: true), Ink, 14.5);

    public static PdfTextStyle Number { get; } = new(Of(10.5, bold: true), Blue, 14.5);

    public static PdfTextStyle Body { get; } = new(Of(10, bold: false), Ink, 14.5);

    public static PdfTextStyle Help { get; } = new(Of(9, bold: false), Grey, 12.5);

    public static PdfTextStyle Small { get; } = new(Of(7.5, bold: false), Grey, 10);

    /// <summary>From the top of a line to its base.</summary>
    public double Ascent => LineHeight * 0.76;

    private static XFont Of(double size, bool bold) =>
        new(FormFonts.Family, size, bold ? XFontStyleEx.Bold : XFontStyleEx.Regular);
}

/// <summary>Measures text before it is drawn.</summary>
internal sealed class PdfText(XGraphics measure)
{
    /// <summary>The lines of the text in the given width; none for an empty text.</summary>
    public IReadOnlyList<string> Lines(string text, PdfTextStyle style, double width) =>
        text.Length == 0 ? [] : [.. TextWrap.Lines(text, width, line => Width(line, style))];

    /// <summary>In points.</summary>
    public double Width(string text, PdfTextStyle style) => measure.MeasureString(text, style.Font).Width;
}
