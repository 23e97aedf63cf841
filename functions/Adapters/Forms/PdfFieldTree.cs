using System.Text;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>
/// Walks the field tree of a PDF (ISO 32000, 12.7.3). PdfPig's own walk follows a field that is its own descendant until the stack ends,
/// and with it the process; this one visits each object once.
/// </summary>
internal sealed class PdfFieldTree
{
    private const int MostFields = 5000;
    private const int MostDepth = 32;

    private readonly Structure _structure;
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<IndirectReference> _seen = [];

    private PdfFieldTree(Structure structure) => _structure = structure;

    /// <summary>Per full field name, what was filled in; empty fields are left out.</summary>
    public static Dictionary<string, string> Values(Structure structure)
    {
        var tree = new PdfFieldTree(structure);
        if (tree.Resolve(structure.Catalog.CatalogDictionary.Data.GetValueOrDefault(NameToken.AcroForm.Data)) is DictionaryToken form)
            tree.Visit(tree.Array(form, "Fields"), new Field("", "", null, null), depth: 0);
        return tree._values;
    }

    private void Visit(IEnumerable<IToken> fields, Field parent, int depth)
    {
        foreach (var token in fields)
        {
            if (depth > MostDepth || _seen.Count > MostFields)
                throw new PdfDocumentFormatException("The PDF has too many fields.");
            if (token is IndirectReferenceToken reference && !_seen.Add(reference.Data))
                continue;
            if (Resolve(token) is not DictionaryToken dictionary)
                continue;
            var field = Inherit(dictionary, parent);
            var kids = Array(dictionary, "Kids").ToList();
            // A field's own value counts even when its kids are only its looks on the pages.
            Keep(field, dictionary);
            Visit(kids, field, depth + 1);
        }
    }

    private Field Inherit(DictionaryToken dictionary, Field parent)
    {
        var name = Text(Get(dictionary, "T"));
        var path = string.IsNullOrEmpty(name) ? parent.Name : parent.Name.Length == 0 ? name : $"{parent.Name}.{name}";
        return new Field(
            path,
            (Get(dictionary, "FT") as NameToken)?.Data ?? parent.Type,
            Get(dictionary, "V") ?? parent.Value,
            Get(dictionary, "Opt") as ArrayToken ?? parent.Options);
    }

    private void Keep(Field field, DictionaryToken dictionary)
    {
        var value = field.Type switch
        {
            "Tx" => Text(field.Value),
            "Ch" => Chosen(field),
            "Btn" => Ticked(field, dictionary),
            _ => null,
        };
        if (value is null || FormText.Clean(value) is not { Length: > 0 } clean || field.Name.Length == 0)
            return;
        _values[field.Name] = clean;
    }

    /// <summary>The export value of a list. Some programs write the label instead; both name the same option.</summary>
    private string? Chosen(Field field)
    {
        var value = field.Value is ArrayToken several ? several.Data.Select(token => Text(Resolve(token))).FirstOrDefault() : Text(field.Value);
        if (value is null || field.Options is null)
            return value;
        var options = field.Options.Data.Select(OptionOf).ToList();
        var chosen = options.Find(option => option.Export == value);
        if (chosen.Export is null)
            chosen = options.Find(option => FormText.SameLabel(option.Shown, value));
        return chosen.Export ?? value;
    }

    private (string Export, string Shown) OptionOf(IToken token)
    {
        if (Resolve(token) is ArrayToken { Length: >= 2 } pair)
            return (Text(Resolve(pair.Data[0])) ?? "", Text(Resolve(pair.Data[1])) ?? "");
        var text = Text(Resolve(token)) ?? "";
        return (text, text);
    }

    /// <summary>
    /// The name of the button that is on. Programs agree on the field's value; where it says none, the looks tell.
    /// A field with Opt names its buttons 0, 1, 2 and keeps their export values in the list.
    /// </summary>
    private string? Ticked(Field field, DictionaryToken dictionary)
    {
        var state = (field.Value as NameToken)?.Data ?? Text(field.Value);
        if (string.IsNullOrEmpty(state) || state == "Off")
            state = (Get(dictionary, "AS") as NameToken)?.Data;
        if (state is null or "Off")
            return null;
        return field.Options is { } options && int.TryParse(state, out var index) && index >= 0 && index < options.Length
            ? OptionOf(options.Data[index]).Export
            : state;
    }

    private string? Text(IToken? token) => token switch
    {
        StringToken text => Decoded(text.Data),
        HexToken hex => Decoded(hex.Data),
        StreamToken stream => Decoded(Encoding.Latin1.GetString(stream.Decode(_structure.FilterProvider, _structure.TokenScanner).Span)),
        _ => null,
    };

    /// <summary>PDF 2.0 also allows UTF-8 behind its mark, which the parser leaves as bytes; a stream keeps its marks of UTF-16 too.</summary>
    private static string Decoded(string text)
    {
        if (text.StartsWith("\u00EF\u00BB\u00BF", StringComparison.Ordinal))
            return Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(text[3..]));
        return text.StartsWith("\u00FE\u00FF", StringComparison.Ordinal)
            ? Encoding.BigEndianUnicode.GetString(Encoding.Latin1.GetBytes(text[2..]))
            : text;
    }

    private IEnumerable<IToken> Array(DictionaryToken dictionary, string key) => (Get(dictionary, key) as ArrayToken)?.Data ?? [];

    private IToken? Get(DictionaryToken dictionary, string key) => Resolve(dictionary.Data.GetValueOrDefault(key));

    private IToken? Resolve(IToken? token)
    {
        for (var hops = 0; token is IndirectReferenceToken reference && hops < MostDepth; hops++)
            token = _structure.TokenScanner.Get(reference.Data)?.Data;
        return token is IndirectReferenceToken ? null : token;
    }

    private sealed record Field(string Name, string Type, IToken? Value, ArrayToken? Options);
}
