using System.Text;
using System.Text.RegularExpressions;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>Cleans what people typed into a file without changing what they said.</summary>
internal static partial class FormText
{
    /// <summary>
    /// Line breaks as \n, composed accents, no invisible marks, trimmed. A no-break space stays where French typography or a number
    /// wants one and is a plain space elsewhere (pasted web pages are full of them). Nothing is ever cut.
    /// </summary>
    public static string Clean(string text)
    {
        var plain = Sound(text).ReplaceLineEndings("\n").Replace('\v', '\n').Normalize(NormalizationForm.FormC);
        plain = Invisible().Replace(plain, "");
        plain = LooseNoBreakSpace().Replace(plain, " ");
        return SpaceBeforeBreak().Replace(plain, "\n").Trim();
    }

    /// <summary>Whether two labels say the same: spaces of any kind, case and apostrophes do not count.</summary>
    public static bool SameLabel(string left, string right) => string.Equals(Key(left), Key(right), StringComparison.OrdinalIgnoreCase);

    /// <summary>The form's code in a text, such as <c>RS-IA need 2026-1</c>; null without one.</summary>
    public static string? FindCode(string? text) =>
        text is not null && Code().Match(text) is { Success: true } match
            ? $"RS-IA {match.Groups["id"].Value} {match.Groups["version"].Value}"
            : null;

    /// <summary>Half a surrogate pair, which a damaged file may hold, would make the normalisation throw.</summary>
    private static string Sound(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string Key(string label) =>
        Spaces().Replace(Sound(label).Normalize(NormalizationForm.FormC).Replace('’', '\''), " ").Trim();

    [GeneratedRegex(@"\bRS-IA[\s\u00A0\u202F]+(?<id>[a-z][a-z0-9-]{0,63})[\s\u00A0\u202F]+(?<version>\d{4}-\d{1,4})\b", RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    [GeneratedRegex(@"[\u200B\u2060\uFEFF\u00AD\p{Cc}-[\n\t]]", RegexOptions.CultureInvariant)]
    private static partial Regex Invisible();

    [GeneratedRegex(@"(?<![«\d])[\u00A0\u202F](?![:;!?%»€\d])", RegexOptions.CultureInvariant)]
    private static partial Regex LooseNoBreakSpace();

    [GeneratedRegex(@"[ \t]+\n", RegexOptions.CultureInvariant)]
    private static partial Regex SpaceBeforeBreak();

    [GeneratedRegex(@"[\s\u00A0\u202F]+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
