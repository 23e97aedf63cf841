using System.Globalization;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Edge.Admin;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Models;

namespace RegionSud.AiWorkflow.Local.Demo;

/// <summary>
/// What a willing person answers to the charter's questions, in demonstrations and in tests: a plain answer of the question's kind, which takes a
/// harmless use through every step. Only questions that a plain answer would lead astray, or that people read in lists, have an entry of their own.
/// </summary>
public static class WillingAnswers
{
    private const string Nothing = "none";

    private static readonly Dictionary<string, string> Particular = new(StringComparer.Ordinal)
    {
        ["title"] = "Résumer les comptes rendus de commission",
        ["problem"] = "Chaque commission produit quarante pages, que personne n’a le temps de relire.",
        ["expected-result"] = "Un résumé d’une page, relu en dix minutes au lieu de deux heures.",
        ["decision"] = "no",
        ["personal-data"] = "no",
        ["experiment"] = "no",
        ["ai-system"] = "yes",
        ["general-purpose"] = "yes",
        ["gpai-papers"] = "yes",
        ["interacts"] = "yes",
        ["synthetic"] = "yes",
        ["competence"] = "yes",
        ["less-intrusive"] = "yes",
        ["rights"] = "yes",
        ["non-training"] = "yes",
        ["model"] = "mistral-petit",
        ["model-provider"] = "Mistral AI",
        ["model-version"] = "2026-01",
    };

    /// <summary>What a model is admitted with, as the body of <c>PUT /api/models/{id}</c>: its guarantees and the opinions that <c>models.yaml</c> asks.</summary>
    public static ModelBody Admission { get; } = new(null, null, null)
    {
        Status = ModelStatus.Approved,
        StatusReason = "Tous les avis sont favorables.",
        Sheet = new ModelSheet
        {
            Family = "petit",
            Hosting = HostingPlace.France,
            Guarantee = "Contrat n° 2026-17, article 4.",
            Papers = PaperState.Received,
            Languages = "Français, anglais",
            Opinions = [.. Enum.GetValues<AdmissionSubject>().Select(subject => new AdmissionOpinion(subject, true, "Note du 12 octobre 2026."))],
        },
    };

    /// <summary>The answer to a question.</summary>
    public static string To(Charter.Forms.Question question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return To(question.Id, question.Kind, [.. question.Kind == QuestionKind.YesNo ? ["yes", "no"] : question.Options.Select(option => option.Id)]);
    }

    /// <summary>The answer to a question of which only the field is known: its name, what it takes, and what it offers.</summary>
    public static string To(string question, QuestionKind kind, IReadOnlyList<string> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (Particular.GetValueOrDefault(question) is { } answer && (options.Count == 0 || options.Contains(answer)))
            return answer;
        return kind switch
        {
            QuestionKind.Date => DateFor(question).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            QuestionKind.Number => "12",
            _ when options.Contains(Nothing) => Nothing,
            // Asked whether something harmful is the case, a harmless use says no; asked for points, it is in the middle.
            _ when options.Contains("unknown") && options.Contains("no") => "no",
            _ when options.Contains("2") => "2",
            _ when options.Count > 0 => options[0],
            _ => "Vérifié par l’équipe\u00a0: la pièce est dans le dossier du projet.",
        };
    }

    /// <summary>An answer to every question of a form, with some replaced.</summary>
    public static Dictionary<string, string> For(FormDefinition form, params IReadOnlyList<(string Question, string Answer)> replaced)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(replaced);
        var answers = form.Questions.ToDictionary(question => question.Id, To, StringComparer.Ordinal);
        foreach (var (question, answer) in replaced)
            answers[question] = answer;
        return answers;
    }

    // A trial must end after today, a guarantee hold for long; everything else that is asked for has happened.
    private static DateOnly DateFor(string question) => TimeProvider.System.ParisToday().AddDays(question switch
    {
        "end-date" => 1,
        "non-training-until" => 400,
        _ => 0,
    });
}
