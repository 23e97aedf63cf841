using System.IO.Compression;
using System.Text;
using PdfSharp.Drawing;
using PdfSharp.Pdf;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>
/// The font of the fields: the whole file as a simple font in Windows-1252. That is what every program that fills forms can write
/// with; a subset or a two-byte font would lose the letters that the empty form does not have.
/// </summary>
internal sealed class PdfFieldFont
{
    public const double Size = 10;
    public const double LineHeight = 13;

    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(
        1252, new EncoderReplacementFallback("?"), DecoderFallback.ReplacementFallback)!;

    private readonly XGraphics _measure;
    private readonly XFont _font = new(FormFonts.Family, Size);

    public PdfFieldFont(PdfDocument document, XGraphics measure)
    {
        _measure = measure;
        Dictionary = Build(document);
    }

    /// <summary>The font's dictionary, an indirect object.</summary>
    public PdfDictionary Dictionary { get; }

    /// <summary>The text as a hexadecimal string operand in the font's encoding.</summary>
    public static string Operand(string text) =>
        $"<{Convert.ToHexString(Windows1252.GetBytes(text.Replace('\u202F', '\u00A0').Replace('\u2011', '-')))}>";

    /// <summary>The text cut into lines that fit the width; a word longer than a line stays whole.</summary>
    public IEnumerable<string> Wrap(string text, double width) => TextWrap.Lines(text, width, line => _measure.MeasureString(line, _font).Width);

    private PdfDictionary Build(PdfDocument document)
    {
        var file = new PdfDictionary(document);
        file.CreateStream(Zlib(FormFonts.Regular));
        file.Elements.SetName("/Filter", "/FlateDecode");
        file.Elements.SetInteger("/Length1", FormFonts.Regular.Length);
        document.Internals.AddObject(file);

        // The figures are the font's own, in thousandths of an em.
        var descriptor = new PdfDictionary(document);
        descriptor.Elements.SetName("/Type", "/FontDescriptor");
        descriptor.Elements.SetName("/FontName", "/NotoSans-Latin");
        descriptor.Elements.SetInteger("/Flags", 32);
        descriptor.Elements.SetObject("/FontBBox", Numbers(document, -621, -389, 2800, 1067));
        descriptor.Elements.SetInteger("/ItalicAngle", 0);
        descriptor.Elements.SetInteger("/Ascent", 1069);
        descriptor.Elements.SetInteger("/Descent", -293);
        descriptor.Elements.SetInteger("/CapHeight", 714);
        descriptor.Elements.SetInteger("/StemV", 80);
        descriptor.Elements.SetReference("/FontFile2", file);
        document.Internals.AddObject(descriptor);

        var font = new PdfDictionary(document);
        font.Elements.SetName("/Type", "/Font");
        font.Elements.SetName("/Subtype", "/TrueType");
        font.Elements.SetName("/BaseFont", "/NotoSans-Latin");
        font.Elements.SetName("/Encoding", "/WinAnsiEncoding");
        font.Elements.SetInteger("/FirstChar", 32);
        font.Elements.SetInteger("/LastChar", 255);
        font.Elements.SetObject("/Widths", Numbers(document, [.. Enumerable.Range(32, 224).Select(WidthOf)]));
        font.Elements.SetReference("/FontDescriptor", descriptor);
        document.Internals.AddObject(font);
        return font;
    }

    private static byte[] Zlib(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var zlib = new ZLibStream(memory, CompressionLevel.Optimal))
            zlib.Write(bytes);
        return memory.ToArray();
    }

    private int WidthOf(int code) =>
        (int)Math.Round(_measure.MeasureString(Windows1252.GetString([(byte)code]), _font).Width * 1000 / Size);

    private static PdfArray Numbers(PdfDocument document, params int[] values) =>
        new(document, [.. values.Select(value => new PdfInteger(value))]);
}
