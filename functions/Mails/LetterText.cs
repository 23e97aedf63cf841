using System.Text;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>
/// A letter as plain text, with a structure of its own: an underlined heading, lists, quoted words, the address alone on its line.
/// Lines are not cut: mail programs fold them to the reader's width.
/// </summary>
internal static class LetterText
{
    /// <summary>At the foot of every mail.</summary>
    public const string Promise = "Message automatique. Personne ne vous demandera jamais de décider en répondant à ce message.";

    public static string Of(Letter letter, string sender)
    {
        var text = new StringBuilder();
        Block(text, sender);
        Block(text, letter.Heading, new string('=', Math.Min(letter.Heading.Length, 70)));
        foreach (var part in letter.Parts)
        {
            switch (part)
            {
                case LetterPart.Paragraph paragraph:
                    Block(text, paragraph.Text);
                    break;
                case LetterPart.Details details:
                    Block(text, [.. details.Rows.Select(row => $"{row.Name}\u00a0: {row.Value}")]);
                    break;
                case LetterPart.Points points:
                    Block(text, [points.Lead, .. points.Items.Select(item => "- " + item)]);
                    break;
                case LetterPart.Ask ask:
                    Block(text, [$"* {ask.Title}", .. ask.Rows.Select(row => $"{row.Name}\u00a0: {row.Value}"), ask.Link.Address]);
                    break;
                case LetterPart.Quote quote:
                    Block(text, [quote.Lead, .. quote.Words.Split('\n').Select(line => ("> " + line).TrimEnd())]);
                    break;
            }
        }

        Block(text, $"{letter.Link.Label}\u00a0:", letter.Link.Address);
        if (letter.Link.Note.Length > 0)
            Block(text, letter.Link.Note);
        Block(text, new string('-', 30), letter.Why, Promise);
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void Block(StringBuilder text, params string[] lines) => text.AppendJoin('\n', lines).Append("\n\n");
}
