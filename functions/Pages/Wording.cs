using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Edge.Adapters.Forms;
using RegionSud.AiWorkflow.Edge.Mails;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;
using Question = RegionSud.AiWorkflow.Charter.Forms.Question;

namespace RegionSud.AiWorkflow.Edge.Pages;

/// <summary>How answers and choices read in French. Pure.</summary>
public static class Wording
{
    /// <summary>An answer as people read it: an option's label, <c>Oui</c>, a date, the typed text.</summary>
    public static string AnswerOf(Question question, string value)
    {
        ArgumentNullException.ThrowIfNull(question);
        return question.Kind switch
        {
            QuestionKind.YesNo => value == "yes" ? "Oui" : "Non",
            QuestionKind.Choice => French.Text(question.Options.FirstOrDefault(option => option.Id == value)?.Label ?? value),
            QuestionKind.Date => FormFilling.DateOf(value) is { } date ? French.Date(date) : value,
            QuestionKind.Number => long.TryParse(value, out var number) ? French.Number(number) : value,
            _ => value,
        };
    }

    /// <summary>When a question must be answered, as a sentence; empty when always.</summary>
    public static string ConditionOf(FormDefinition form, Question question)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(question);
        if (question.WhenText.Length > 0)
            return French.Text(question.WhenText);
        var text = question.When is { } when ? FormWording.ClauseOf(when, part => Answered(form, part)) : "";
        return text.Length > 0 ? $"À remplir si {text}." : "";
    }

    // Facts are left out: a page asks only what the facts of its case call for.
    private static string Answered(FormDefinition form, Condition condition) => condition.Question is { } id && form.Find(id) is { } other
        ? $"vous répondez {string.Join(" ou ", condition.Is.Select(answer => $"«\u00a0{AnswerOf(other, answer)}\u00a0»"))} à «\u00a0{French.Text(other.Label)}\u00a0»"
        : "";

    /// <summary>A case's number and title; the number alone while it has no title.</summary>
    public static string NameOf(CaseFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Title == file.Case.Id.Value ? file.Title : $"{file.Case.Id} – {file.Title}";
    }

    /// <summary>A choice of a task; its id when the rules no longer have it.</summary>
    public static string ChoiceOf(CharterRules rules, string kind, string choice)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return French.Text(rules.Tasks.GetValueOrDefault(kind)?.Find(choice)?.Label ?? choice);
    }

    /// <summary>Why a document was not read, after « parce que » or in brackets. The code's own name where it is one of a service.</summary>
    public static string WhyUnread(string cause) => cause switch
    {
        _ when cause.StartsWith("Malware.", StringComparison.Ordinal) => $"logiciel malveillant détecté, {TypedText.OnOneLine(cause["Malware.".Length..])}",
        "NotConfigured" => "aucune reconnaissance des documents numérisés n’est en place",
        "Unavailable" or "Timeout" => "la reconnaissance n’a pas répondu",
        nameof(UnreadableCause.Encrypted) => "il est protégé par un mot de passe",
        nameof(UnreadableCause.Damaged) => "il est abîmé",
        nameof(UnreadableCause.ActiveContent) => "il contient une macro, un programme ou un fichier joint",
        nameof(UnreadableCause.TooLong) => "il est trop long à lire",
        nameof(UnreadableCause.NotOurForm) => "ce n’est pas un formulaire de la Région",
        _ => $"reconnaissance refusée, {TypedText.OnOneLine(cause)}",
    };

    /// <summary>How a task came to somebody: « par délégation de Direction des Lycées »; empty when it was opened for them.</summary>
    /// <param name="handing">What brought it; null when nothing did.</param>
    /// <param name="names">Per directory id.</param>
    public static string HowItCame(Handing? handing, IReadOnlyDictionary<string, string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (handing is null)
            return "";
        var holder = handing.From is { } from && names.TryGetValue(from, out var name) ? name : "une autre personne";
        return handing.Cause switch
        {
            HandingCause.Delegation => $"par délégation de {holder}",
            HandingCause.Reassigned => handing.From is null ? "désigné par la DTISU" : $"désigné par la DTISU à la place de {holder}",
            _ => $"en suppléance de {holder}",
        };
    }

    /// <summary>The sense of an opinion.</summary>
    public static string Of(OpinionVerdict verdict) => verdict switch
    {
        OpinionVerdict.Favourable => "Favorable",
        OpinionVerdict.WithReservations => "Favorable avec réserves",
        _ => "Défavorable",
    };

    /// <summary>Why a task passed on, as the beginning of a sentence.</summary>
    public static string HandedBecause(HandingCause cause) => cause switch
    {
        HandingCause.Delegation => "une délégation est en vigueur",
        HandingCause.Substitute => "le délai est dépassé",
        HandingCause.OwnCase => "l’auteur du besoin ne décide pas de son propre dossier",
        HandingCause.Conflict => "un conflit d’intérêts est déclaré",
        HandingCause.Reassigned => "la DTISU réattribue la demande",
        _ => "un courriel n’a pas pu être distribué",
    };

    /// <summary>A number of working days: <c>5 jours ouvrés</c>.</summary>
    public static string WorkingDays(int days) => days == 1 ? "1\u00a0jour ouvré" : $"{French.Number(days)}\u00a0jours ouvrés";

    /// <summary>The problem of a field, or null.</summary>
    public static string? Of(this IReadOnlyList<Problem> problems, string field)
    {
        ArgumentNullException.ThrowIfNull(problems);
        return problems.FirstOrDefault(problem => problem.Field == field)?.Message;
    }
}
