using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Tokens;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>Looks for what a PDF would run by itself or carries along (ISO 32000, 7.7.4, 12.6): no form of ours has any.</summary>
internal static class PdfActiveContent
{
    private const int MostHops = 32;

    private static readonly string[] Acting = ["JavaScript", "Launch", "ImportData", "SubmitForm", "GoToE", "Rendition"];

    /// <summary>Whether the document has scripts of its own, files within, or acts when it is opened, closed, saved or printed. Going to a page is no act.</summary>
    public static bool IsIn(UglyToad.PdfPig.Structure structure)
    {
        var catalog = structure.Catalog.CatalogDictionary;
        return Acts(Get(catalog, "OpenAction")) ||
            (Get(catalog, "AA") is DictionaryToken events && events.Data.Keys.Any(name => Acts(Get(events, name)))) ||
            (Get(catalog, "Names") is DictionaryToken names && (IsFilled(Get(names, "JavaScript")) || IsFilled(Get(names, "EmbeddedFiles"))));

        bool Acts(IToken? action) => action is DictionaryToken dictionary && Get(dictionary, "S") is NameToken kind && Acting.Contains(kind.Data);

        // Programs leave empty trees behind.
        bool IsFilled(IToken? tree) => tree is DictionaryToken node && (Get(node, "Names") is ArrayToken { Length: > 0 } || Get(node, "Kids") is ArrayToken { Length: > 0 });

        IToken? Get(DictionaryToken dictionary, string key)
        {
            var token = dictionary.Data.GetValueOrDefault(key);
            for (var hops = 0; token is IndirectReferenceToken reference && hops < MostHops; hops++)
                token = structure.TokenScanner.Get(reference.Data)?.Data;
            return token;
        }
    }
}
