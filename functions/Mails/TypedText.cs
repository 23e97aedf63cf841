using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>
/// The words of people inside a mail of the region. Mail programs make a link of whatever looks like an address: somebody's text could
/// so lend the region's name to a false site. Every letter stays; what would make a link of it is broken by a space of no width.
/// </summary>
internal static partial class TypedText
{
    private const char Break = '\u200b';

    /// <summary>A text of several lines.</summary>
    public static string Harmless(string? text) => Unlink(Visible((text ?? "").ReplaceLineEndings("\n"), keepLines: true)).Trim();

    /// <summary>A text that must stay on one line.</summary>
    public static string OnOneLine(string? text) => Unlink(Visible((text ?? "").ReplaceLineEndings(" "), keepLines: false)).Trim();

    private static string Unlink(string text) => LinkJoint().Replace(text, joint => joint.Value + Break);

    // Control characters could end a line of the mail, and those of writing direction show an address backwards.
    private static string Visible(string text, bool keepLines)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var isBad = Rune.GetUnicodeCategory(rune) switch
            {
                UnicodeCategory.Control => !(keepLines && rune.Value == '\n'),
                UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
                UnicodeCategory.Format => rune.Value is (>= 0x202a and <= 0x202e) or (>= 0x2066 and <= 0x2069) or 0x200e or 0x200f or 0x061c or 0xfeff,
                _ => false,
            };
            kept.Append(isBad ? " " : rune.ToString());
        }

        return kept.ToString();
    }

    // The colon of "https://" and of "mailto:x", a dot inside a name, the sign of an address. Numbers stay whole: people copy versions.
    [GeneratedRegex(@":(?=//)|(?<=\bmailto|\btel):(?=\S)|(?<=[\p{L}\p{N}_-])(\.(?=\p{L})|@(?=[\p{L}\p{N}]))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex LinkJoint();
}
