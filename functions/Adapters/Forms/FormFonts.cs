using System.Reflection;
using PdfSharp.Fonts;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>The one font family of the PDF forms, embedded in this assembly: no font of the machine is ever used.</summary>
internal sealed class FormFonts : IFontResolver
{
    public const string Family = "Noto Sans Latin";

    private const string RegularFace = "NotoSans-Latin-Regular";
    private const string BoldFace = "NotoSans-Latin-Bold";

    /// <summary>The whole regular font file, for the fields: people type letters that the empty form does not have.</summary>
    public static byte[] Regular { get; } = Load(RegularFace);

    private static byte[] Bold { get; } = Load(BoldFace);

    /// <summary>Gives PDFsharp these fonts. The setting is global to the process, so a second call changes nothing.</summary>
    public static void Register()
    {
        if (GlobalFontSettings.FontResolver is not FormFonts)
            GlobalFontSettings.FontResolver = new FormFonts();
    }

    /// <inheritdoc />
    public FontResolverInfo? ResolveTypeface(string familyName, bool isBold, bool isItalic) => new(isBold ? BoldFace : RegularFace);

    /// <inheritdoc />
    public byte[]? GetFont(string faceName) => faceName == BoldFace ? Bold : Regular;

    private static byte[] Load(string face)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Forms.Fonts.{face}.ttf")
            ?? throw new InvalidOperationException($"The font {face} is not embedded.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
