using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FuzzySharp;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>
/// Reads a form that has lost its fields, by its own printed words: an answer is what stands between the wording of its question and that of the
/// next one. Wordings may be worn, as a recogniser gives them. What comes out is a guess, for a person to confirm. Pure.
/// </summary>
internal static partial class PrintedForm
{
    // Of 100, by edit distance. A printed number before the wording vouches for it, so that less is asked of the wording then.
    private const int Sure = 88, Numbered = 75, SameHelp = 80, SameOption = 80;
    private const int MostLabelLines = 5;

    // Characters: a shorter line was not ended by the width of any frame of ours.
    private const int FullLine = 50;

    /// <summary>Per question id, what was made out; questions whose wording is not found, or with nothing below it, are left out.</summary>
    public static IReadOnlyDictionary<string, InferredAnswer> Answers(FormDefinition form, IReadOnlyList<PrintedLine> lines)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(lines);
        var kept = lines.Where(line => !IsMargin(form, line.Text)).Select(line => line with { Text = WithoutClause().Replace(line.Text, "").Trim() }).Where(line => line.Text.Length > 0).ToList();
        var places = Labels(form, kept);
        var answers = new Dictionary<string, InferredAnswer>(StringComparer.Ordinal);
        for (var i = 0; i < places.Count; i++)
        {
            var (question, _, from) = places[i];
            var until = i + 1 < places.Count ? places[i + 1].Start : kept.Count;
            var said = kept[SkipHelp(form, question, kept, from, until)..until];
            if (Answer(question, said) is { } answer)
                answers[question.Id] = answer;
        }

        return answers;
    }

    /// <summary>The question whose wording a label is; null without one that is near enough.</summary>
    public static Question? QuestionOf(FormDefinition form, string label)
    {
        var key = Key(label);
        var (question, score) = form.Questions.Select(question => (question, Fuzz.Ratio(Key(question.Label), key))).MaxBy(each => each.Item2);
        return score >= Sure ? question : null;
    }

    /// <summary>What a text says of a question: an option's id, or the text itself; null for nothing.</summary>
    public static InferredAnswer? Answer(Question question, IReadOnlyList<PrintedLine> said)
    {
        var excerpt = Joined(said);
        if (excerpt.Length == 0 || DocxControls.Prompts.Any(prompt => FormText.SameLabel(prompt, excerpt)))
            return null;
        var text = question.Kind is QuestionKind.Choice or QuestionKind.YesNo ? Chosen(question, said) : FormText.Clean(excerpt);
        if (text is null)
            return null;
        return new InferredAnswer(text, FormText.Clean(excerpt))
        {
            Confidence = said.Average(line => line.Confidence),
            Page = said[0].Page is > 0 and var page ? page : null,
            Region = RegionOf([.. said.Where(line => line.Page == said[0].Page)]),
        };
    }

    private static List<(Question Question, int Start, int End)> Labels(FormDefinition form, List<PrintedLine> lines)
    {
        var found = new List<(Question, int, int)>();
        var from = 0;
        for (var number = 1; number <= form.Questions.Count; number++)
        {
            var question = form.Questions[number - 1];
            if (Label(question, number, lines, from) is not var (start, end))
                continue;
            found.Add((question, start, end));
            from = end;
        }

        return found;
    }

    private static (int Start, int End)? Label(Question question, int number, List<PrintedLine> lines, int from)
    {
        var wording = Key(FormWording.LabelOf(question));
        for (var i = from; i < lines.Count; i++)
        {
            var (score, end) = LabelAt(wording, lines, i);
            if (score < (lines[i].Text.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{number}."), StringComparison.Ordinal) ? Numbered : Sure))
                continue;
            // A long wording is still itself with the end of the answer before it: it begins where it fits best.
            while (i + 1 < lines.Count && LabelAt(wording, lines, i + 1) is var next && next.Score > score)
                (i, score, end) = (i + 1, next.Score, next.End);
            return (i, end);
        }

        return null;
    }

    private static (int Score, int End) LabelAt(string wording, List<PrintedLine> lines, int start)
    {
        var begun = new StringBuilder();
        var best = (Score: 0, End: start);
        for (var i = start; i < lines.Count && i < start + MostLabelLines && begun.Length < wording.Length * 1.3 + 10; i++)
        {
            begun.Append(begun.Length > 0 ? " " : "").Append(Key(i == start ? LeadingNumber().Replace(lines[i].Text, "") : lines[i].Text));
            if (Fuzz.Ratio(begun.ToString(), wording) is var score && score > best.Score)
                best = (score, i + 1);
        }

        return best;
    }

    // The help is printed under the wording, broken anywhere: it is followed from its beginning, line by line.
    private static int SkipHelp(FormDefinition form, Question question, List<PrintedLine> lines, int from, int until)
    {
        var help = Key(FormWording.Help(form, question));
        while (from < until && help.Length > 0 && Key(lines[from].Text) is { Length: > 0 } key &&
            Fuzz.Ratio(key, help[..Math.Min(help.Length, key.Length)]) >= SameHelp)
        {
            help = help[Math.Min(help.Length, key.Length)..].TrimStart();
            from++;
        }

        return from;
    }

    /// <summary>The one option that is ticked, or that stands alone; empty when what is seen does not tell, null when nothing is ticked.</summary>
    private static string? Chosen(Question question, IReadOnlyList<PrintedLine> said)
    {
        var options = FormWording.OptionsOf(question);
        var boxes = said.SelectMany(line => Boxes().Matches(line.Text)).ToList();
        if (boxes.Count > 0)
        {
            var ticked = boxes.Where(box => box.Groups["box"].Value == PrintedPiece.Ticked).Select(box => Nearest(options, box.Groups["label"].Value)).ToList();
            return ticked.Count == 0 ? null : ticked is [{ } only] ? only : "";
        }

        // Without boxes, every option printed is a form that nobody filled.
        var printed = said.Select(line => Nearest(options, line.Text)).OfType<string>().Distinct().ToList();
        var all = Fuzz.Ratio(Key(Joined(said)), Key(string.Join(' ', options.Select(option => option.Label)))) >= SameOption;
        return options.Count > 1 && (all || printed.Count == options.Count) ? null : Nearest(options, Joined(said)) ?? (printed is [var alone] ? alone : "");
    }

    private static string? Nearest(IReadOnlyList<Option> options, string text)
    {
        var key = Key(text);
        var (option, score) = options.Select(option => (option, Fuzz.Ratio(Key(option.Label), key))).MaxBy(each => each.Item2);
        return score >= SameOption ? option.Id : null;
    }

    // A line that ends well before the others was ended by its author; the others by the width of the frame.
    private static string Joined(IReadOnlyList<PrintedLine> said)
    {
        var text = new StringBuilder();
        var widest = said.Count == 0 ? 0 : said.Max(line => line.Text.Length);
        for (var i = 0; i < said.Count; i++)
        {
            if (i > 0)
                text.Append(said[i - 1].Text.Length >= Math.Max(FullLine, 0.7 * widest) ? ' ' : '\n');
            text.Append(said[i].Text);
        }

        return text.ToString();
    }

    private static PageRegion? RegionOf(IReadOnlyList<PrintedLine> lines)
    {
        var regions = lines.Select(line => line.Region).OfType<PageRegion>().ToList();
        if (regions.Count == 0)
            return null;
        var (left, top) = (regions.Min(region => region.Left), regions.Min(region => region.Top));
        return new PageRegion(
            left, top, regions.Max(region => region.Left + region.Width) - left, regions.Max(region => region.Top + region.Height) - top, regions[0].PageWidth, regions[0].PageHeight);
    }

    /// <summary>Foot of a page, or a heading between questions.</summary>
    private static bool IsMargin(FormDefinition form, string text) =>
        FormText.FindCode(text) is not null || PageNumber().IsMatch(text) || form.Questions.Any(question => question.Section.Length > 0 && FormText.SameLabel(question.Section, text));

    /// <summary>What two printings of one wording share: letters and digits, without accents.</summary>
    private static string Key(string text)
    {
        var key = new StringBuilder();
        foreach (var c in FormText.Clean(text).Normalize(NormalizationForm.FormD))
        {
            if (char.IsLetterOrDigit(c))
                key.Append(char.ToLowerInvariant(c));
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && key is { Length: > 0 } && key[^1] != ' ')
                key.Append(' ');
        }

        return key.ToString().Trim();
    }

    // Also where the number is worn, or broken off onto a row of its own.
    [GeneratedRegex(@"(\s*Charte\s*[,.]\s*[\d.,]*(-?[a-z\d])?|^\d(\.\d)*-[a-z])\s*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex WithoutClause();

    [GeneratedRegex(@"^\s*\d{1,2}\s*[.)]\s*", RegexOptions.CultureInvariant)]
    private static partial Regex LeadingNumber();

    [GeneratedRegex(@"\bpage\s+\d+\s*/\s*\d+\s*$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex PageNumber();

    [GeneratedRegex(@"(?<box>[☐☒])\s*(?<label>[^☐☒]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Boxes();
}
