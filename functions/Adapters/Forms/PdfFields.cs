using System.Globalization;
using System.Text;
using PdfSharp.Drawing;
using PdfSharp.Pdf;
using PdfSharp.UniversalAccessibility;
using RegionSud.AiWorkflow.Charter.Forms;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>
/// The interactive fields of one PDF (ISO 32000, 12.7), built as dictionaries: PDFsharp reads such fields but has no way to make them.
/// Each has an appearance, so that every viewer shows its value as it is meant; asking viewers to draw the fields anew would make some
/// drop letters and others ask to save a file that nobody changed.
/// </summary>
internal sealed class PdfFields
{
    /// <summary>The read-only field that carries the form's code.</summary>
    public const string CodeField = "form-code";

    private const int ReadOnly = 1, Multiline = 1 << 12, Radio = 1 << 15, Combo = 1 << 17;
    private const int Hidden = 1 << 1, Print = 1 << 2;
    private const double Inset = 2;
    private static readonly string Style = string.Create(CultureInfo.InvariantCulture, $"/Texte {PdfFieldFont.Size} Tf 0.1 0.14 0.19 rg");

    private readonly PdfDocument _document;
    private readonly PdfFieldFont _font;
    private readonly PdfDictionary _resources;
    private readonly PdfArray _fields;

    public PdfFields(PdfDocument document, PdfFieldFont font)
    {
        _document = document;
        _font = font;
        _fields = new PdfArray(document);
        var fonts = new PdfDictionary(document);
        fonts.Elements.SetReference("/Texte", font.Dictionary);
        fonts.Elements.SetReference("/ZaDb", Dingbats());
        _resources = new PdfDictionary(document);
        _resources.Elements["/Font"] = fonts;
        document.Internals.AddObject(_resources);

        var form = new PdfDictionary(document);
        form.Elements["/Fields"] = _fields;
        form.Elements.SetReference("/DR", _resources);
        form.Elements.SetString("/DA", Style);
        document.Internals.AddObject(form);
        document.Internals.Catalog.Elements.SetReference("/AcroForm", form);
    }

    /// <summary>Where one writes. No maximal length is set: a program that fills the form would cut the text without a word.</summary>
    public void Text(PdfPage page, XRect place, string name, string tip, string value, bool multiline)
    {
        var field = Field("/Tx", name, tip, multiline ? Multiline : 0);
        SetText(field, "/V", value);
        SetText(field, "/DV", "");
        field.Elements.SetString("/DA", Style);
        var lines = multiline ? [.. _font.Wrap(value, place.Width - 2 * Inset)] : new[] { value.ReplaceLineEndings(" ") };
        Place(page, field, place, Appearance(place, lines, multiline));
        AddField(field);
    }

    /// <summary>A list to choose from: exports ids, shows labels. Its first line, without id, takes a choice back.</summary>
    public void Choice(PdfPage page, XRect place, string name, string tip, IReadOnlyList<Option> options, string value)
    {
        var field = Field("/Ch", name, tip, Combo);
        field.Elements["/Opt"] = new PdfArray(_document, [Pair("", FormWording.NotChosen), .. options.Select(option => Pair(option.Id, option.Label))]);
        field.Elements.SetString("/V", value);
        field.Elements.SetString("/DV", "");
        field.Elements.SetString("/DA", Style);
        var label = options.FirstOrDefault(option => option.Id == value)?.Label ?? FormWording.NotChosen;
        Place(page, field, place, Appearance(place, [label], multiline: false));
        AddField(field);
    }

    /// <summary>Round buttons of which one at most is on; the name of the one that is on is the option's id.</summary>
    public void Buttons(PdfPage page, string name, string tip, IReadOnlyList<(Option Option, XRect Place)> buttons, string value)
    {
        var field = Field("/Btn", name, tip, Radio);
        field.Elements.SetName("/V", buttons.Any(button => button.Option.Id == value) ? $"/{value}" : "/Off");
        field.Elements.SetName("/DV", "/Off");
        AddField(field);
        var kids = new PdfArray(_document);
        foreach (var (option, place) in buttons)
        {
            var widget = new PdfDictionary(_document);
            widget.Elements.SetReference("/Parent", field);
            SetText(widget, "/TU", $"{option.Label} – {tip}");
            widget.Elements.SetName("/AS", option.Id == value ? $"/{value}" : "/Off");
            widget.Elements.SetString("/DA", "/ZaDb 0 Tf 0.12 0.23 0.37 rg");
            var look = new PdfDictionary(_document);
            look.Elements.SetString("/CA", "l");
            widget.Elements["/MK"] = look;
            var states = new PdfDictionary(_document);
            states.Elements.SetReference($"/{option.Id}", Stream(place, Dot(place)));
            states.Elements.SetReference("/Off", Stream(place, ""));
            Place(page, widget, place, states);
            kids.Elements.Add(widget.Reference!);
        }

        field.Elements["/Kids"] = kids;
    }

    /// <summary>Carries the form's code where programs look for it.</summary>
    public void Code(PdfPage page, string code)
    {
        var field = Field("/Tx", CodeField, "Code du formulaire", ReadOnly);
        field.Elements.SetString("/V", code);
        field.Elements.SetString("/DA", Style);
        AddAnnotation(page, field, new XRect(0, 0, 0, 0), Hidden);
        AddField(field);
    }

    private PdfDictionary Field(string type, string name, string tip, int flags)
    {
        var field = new PdfDictionary(_document);
        field.Elements.SetName("/FT", type);
        field.Elements.SetString("/T", name);
        SetText(field, "/TU", tip);
        if (flags != 0)
            field.Elements.SetInteger("/Ff", flags);
        _document.Internals.AddObject(field);
        return field;
    }

    private void AddField(PdfDictionary field) => _fields.Elements.Add(field.Reference!);

    private void Place(PdfPage page, PdfDictionary widget, XRect place, PdfDictionary normal)
    {
        var appearance = new PdfDictionary(_document);
        if (normal.Reference is { } reference)
            appearance.Elements["/N"] = reference;
        else
            appearance.Elements["/N"] = normal;
        widget.Elements["/AP"] = appearance;
        AddAnnotation(page, widget, place, Print);
        PdfTags.AddWidget(UAManager.ForDocument(_document), page, widget);
    }

    private void AddAnnotation(PdfPage page, PdfDictionary widget, XRect place, int flags)
    {
        if (widget.Reference is null)
            _document.Internals.AddObject(widget);
        widget.Elements.SetName("/Type", "/Annot");
        widget.Elements.SetName("/Subtype", "/Widget");
        widget.Elements.SetInteger("/F", flags);
        widget.Elements.SetReference("/P", page);
        // PDF counts from the foot of the page.
        var top = page.Height.Point - place.Top;
        widget.Elements.SetRectangle("/Rect", new PdfRectangle(new XPoint(place.Left, top - place.Height), new XPoint(place.Right, top)));
        if (page.Elements.GetArray("/Annots") is not { } annotations)
            page.Elements["/Annots"] = annotations = new PdfArray(_document);
        annotations.Elements.Add(widget.Reference!);
    }

    private PdfDictionary Appearance(XRect place, IReadOnlyList<string> lines, bool multiline)
    {
        var first = multiline ? place.Height - Inset - 9 : (place.Height - 7) / 2;
        var text = new StringBuilder("/Tx BMC\nq\n");
        text.Append(CultureInfo.InvariantCulture, $"1 1 {place.Width - 2:0.##} {place.Height - 2:0.##} re W n\nBT\n{Style}\n");
        text.Append(CultureInfo.InvariantCulture, $"{PdfFieldFont.LineHeight} TL\n{Inset} {first:0.##} Td\n");
        foreach (var line in lines)
            text.Append(CultureInfo.InvariantCulture, $"{PdfFieldFont.Operand(line)} Tj T*\n");
        return Stream(place, text.Append("ET\nQ\nEMC").ToString());
    }

    private PdfDictionary Stream(XRect place, string content)
    {
        var stream = new PdfDictionary(_document);
        stream.Elements.SetName("/Type", "/XObject");
        stream.Elements.SetName("/Subtype", "/Form");
        stream.Elements.SetRectangle("/BBox", new PdfRectangle(new XPoint(0, 0), new XPoint(place.Width, place.Height)));
        stream.Elements.SetReference("/Resources", _resources);
        stream.CreateStream(Encoding.ASCII.GetBytes(content));
        _document.Internals.AddObject(stream);
        return stream;
    }

    private static string Dot(XRect place)
    {
        // A circle as four Bézier curves, each a quarter.
        double c = place.Width / 2, r = place.Width * 0.27, k = r * 0.5523;
        double[][] quarters =
        [
            [c - r, c + k, c - k, c + r, c, c + r],
            [c + k, c + r, c + r, c + k, c + r, c],
            [c + r, c - k, c + k, c - r, c, c - r],
            [c - k, c - r, c - r, c - k, c - r, c],
        ];
        var curves = quarters.Select(points => string.Join(' ', points.Select(Number)) + " c");
        return $"0.12 0.23 0.37 rg {Number(c - r)} {Number(c)} m {string.Join(' ', curves)} f";
    }

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private PdfDictionary Dingbats()
    {
        var font = new PdfDictionary(_document);
        font.Elements.SetName("/Type", "/Font");
        font.Elements.SetName("/Subtype", "/Type1");
        font.Elements.SetName("/BaseFont", "/ZapfDingbats");
        _document.Internals.AddObject(font);
        return font;
    }

    /// <summary>Plain spaces in the label: a program that draws the chosen one may lack the others.</summary>
    private PdfArray Pair(string export, string shown) =>
        new(_document, new PdfString(export), new PdfString(shown.Replace('\u202F', ' ').Replace('\u00A0', ' '), PdfStringEncoding.Unicode));

    private static void SetText(PdfDictionary dictionary, string key, string text) =>
        dictionary.Elements[key] = new PdfString(text.ReplaceLineEndings("\r"), PdfStringEncoding.Unicode);
}
