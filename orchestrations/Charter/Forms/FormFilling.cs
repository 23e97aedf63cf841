using System.Globalization;
using System.Text.RegularExpressions;

namespace RegionSud.AiWorkflow.Charter.Forms;

/// <summary>What is wrong with one answer, in a French sentence that says what to do.</summary>
public sealed record AnswerProblem(string Question, string Message);

/// <summary>Answers as they were understood, what is wrong with some, and which required ones are missing.</summary>
public sealed record Filling(Answers Answers, IReadOnlyList<AnswerProblem> Problems, IReadOnlyList<string> Gaps);

/// <summary>Understands what people wrote in a form. Pure.</summary>
public static partial class FormFilling
{
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");
    private static readonly string[] DateFormats = ["yyyy-MM-dd", "d/M/yyyy", "d-M-yyyy", "d.M.yyyy", "d MMMM yyyy"];

    /// <summary>
    /// Normalises raw texts against a form. A text that cannot be understood gives a problem and counts as a gap; a question that is not
    /// asked (its condition does not hold) gives neither, and an answer to it is dropped.
    /// </summary>
    /// <param name="form">The definition.</param>
    /// <param name="raw">Per question id, as people wrote it.</param>
    /// <param name="facts">Facts of the case, for conditions on them.</param>
    /// <param name="source">Where an answer of that question was read.</param>
    /// <param name="salt">See <see cref="Answers.Salt"/>.</param>
    public static Filling Fill(
        FormDefinition form, IReadOnlyDictionary<string, string> raw, Func<string, bool> facts, Func<string, AnswerSource> source, string salt)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(raw);
        ArgumentNullException.ThrowIfNull(source);
        var values = new Dictionary<string, Answer>(StringComparer.Ordinal);
        var soFar = new SoFar(form, values, facts);
        var problems = new List<AnswerProblem>();
        var gaps = new List<string>();
        foreach (var question in form.Questions)
        {
            if (!IsAsked(question, soFar))
                continue;
            var (value, problem) = raw.TryGetValue(question.Id, out var text) ? Understand(question, text) : (null, null);
            if (problem is not null)
                problems.Add(new AnswerProblem(question.Id, problem));
            if (value is not null)
                values[question.Id] = new Answer(value, source(question.Id));
            else if (question.Required || problem is not null)
                gaps.Add(question.Id);
        }

        return new Filling(new Answers(form.Id, form.Version, values, salt), problems, gaps);
    }

    /// <summary>Whether a question is asked, given the answers before it and the case's facts; not while an answer that would tell is missing.</summary>
    public static bool IsAsked(Question question, IAnswered answers)
    {
        ArgumentNullException.ThrowIfNull(question);
        return question.When is null || question.When.Holds(answers) == true;
    }

    /// <summary>The sentence that asks for a missing answer.</summary>
    public static string Missing(Question question) => question.Kind switch
    {
        QuestionKind.Choice or QuestionKind.YesNo => "Choisissez une réponse.",
        QuestionKind.Date => "Indiquez une date, par exemple 24/11/2026.",
        _ => "Écrivez une réponse.",
    };

    /// <summary>The value of a text, or why it is none. An empty text is neither.</summary>
    public static (string? Value, string? Problem) Understand(Question question, string? text)
    {
        ArgumentNullException.ThrowIfNull(question);
        var trimmed = Clean(text, question.Kind == QuestionKind.Text);
        if (trimmed.Length == 0)
            return (null, null);
        if (trimmed.Length > question.MaxLength)
            return (null, string.Create(French, $"Raccourcissez votre réponse\u00a0: {trimmed.Length:N0} caractères, {question.MaxLength:N0} au plus."));
        return question.Kind switch
        {
            QuestionKind.YesNo => YesNo(trimmed) is { } yesNo ? (yesNo, null) : (null, "Répondez par oui ou par non."),
            QuestionKind.Choice => OptionOf(question, trimmed) is { } option ? (option, null) : (null, "Choisissez une des réponses proposées."),
            QuestionKind.Date => DateOf(trimmed) is { } date
                ? (date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), null)
                : (null, "Écrivez la date ainsi\u00a0: 24/11/2026."),
            QuestionKind.Number => Spaces().Replace(trimmed, "") is var digits && digits.All(char.IsAsciiDigit) && digits.Length <= 12
                ? (digits.TrimStart('0') is { Length: > 0 } number ? number : "0", null)
                : (null, "Écrivez un nombre entier, sans unité."),
            QuestionKind.Model => ModelId().IsMatch(trimmed.ToLowerInvariant())
                ? (trimmed.ToLowerInvariant(), null)
                : (null, "Écrivez l’identifiant du modèle\u00a0: minuscules, chiffres, points et tirets, 60 caractères au plus."),
            _ => (trimmed, null),
        };
    }

    /// <summary>A date as people write it in French, or null.</summary>
    public static DateOnly? DateOf(string? text) =>
        DateOnly.TryParseExact(text?.Trim(), DateFormats, French, DateTimeStyles.AllowWhiteSpaces, out var date) ? date : null;

    private static string Clean(string? text, bool manyLines)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "";
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        var kept = lines.Select(line => new string([.. line.Where(c => !char.IsControl(c) || c == '\t')]).TrimEnd());
        return string.Join(manyLines ? "\n" : " ", kept).Trim();
    }

    private static string? YesNo(string text) => text.ToLowerInvariant() switch
    {
        "yes" or "oui" or "o" or "true" or "on" or "vrai" => "yes",
        "no" or "non" or "n" or "false" or "off" or "faux" => "no",
        _ => null,
    };

    private static string? OptionOf(Question question, string text) => question.Options.FirstOrDefault(option =>
        string.Equals(option.Id, text, StringComparison.OrdinalIgnoreCase) ||
        string.Equals(Plain(option.Label), Plain(text), StringComparison.OrdinalIgnoreCase))?.Id;

    private static string Plain(string text) => Spaces().Replace(text.Replace('’', '\'').Trim(), " ");

    [GeneratedRegex(@"[\s\u00a0\u202f]+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.\-]{0,59}$", RegexOptions.CultureInvariant)]
    private static partial Regex ModelId();

    // Conditions name earlier questions only: what has no value yet when it is looked at was either not asked or not answered.
    private sealed class SoFar(FormDefinition form, Dictionary<string, Answer> values, Func<string, bool> facts) : IAnswered
    {
        public Known Of(string question) => values.TryGetValue(question, out var answer) ? new Known(AnswerState.Given, answer.Value)
            : form.Find(question) is { } asked && IsAsked(asked, this) ? new Known(AnswerState.Missing, null)
            : new Known(AnswerState.NotAsked, null);

        public bool Has(string fact) => facts(fact);
    }
}
