using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Edge.Adapters.Forms;
using RegionSud.AiWorkflow.HumanTasks;
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

    /// <summary>A number of working days: <c>5 jours ouvrés</c>.</summary>
    public static string WorkingDays(int days) => days == 1 ? "1\u00a0jour ouvré" : $"{French.Number(days)}\u00a0jours ouvrés";

    /// <summary>The problem of a field, or null.</summary>
    public static string? Of(this IReadOnlyList<Problem> problems, string field)
    {
        ArgumentNullException.ThrowIfNull(problems);
        return problems.FirstOrDefault(problem => problem.Field == field)?.Message;
    }
}
