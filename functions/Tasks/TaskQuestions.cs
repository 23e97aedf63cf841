using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Step3Arbitration;
using Question = RegionSud.AiWorkflow.Charter.Forms.Question;

namespace RegionSud.AiWorkflow.Edge.Tasks;

/// <summary>What a task's page asks and recalls. Pure.</summary>
public static class TaskQuestions
{
    // Whose words a person must have read before they answer; the latest come first on the page.
    private static readonly Dictionary<string, string[]> Background = new(StringComparer.Ordinal)
    {
        ["endorse"] = ["correct"],
        ["review"] = ["correct", "closing"],
        ["closing"] = ["review", "settle-gaps"],
        ["complete"] = ["settle-gaps", "complete"],
        ["settle-gaps"] = ["complete"],
        ["qualify"] = ["inform", "arbitrate", "recheck-directorate", "recheck-dsipn", "recheck-dtisu", "resume"],
        ["inform"] = ["qualify"],
        ["arbitrate"] = ["qualify", "arbitrate", "build", "protect", "secure", "accompany", StandingCondition.TaskKind],
        ["build"] = ["arbitrate", "evaluate-dtisu", "evaluate-directorate", "evaluate-dgs"],
        ["protect"] = ["arbitrate"],
        ["secure"] = ["arbitrate"],
        ["accompany"] = ["arbitrate"],
        [StandingCondition.TaskKind] = ["arbitrate"],
        ["plan-trial"] = ["arbitrate"],
        ["evaluate-dgs"] = ["evaluate-dtisu", "evaluate-directorate"],
        ["recheck-dtisu"] = ["recheck-directorate", "recheck-dsipn"],
        ["resume"] = ["recheck-dtisu", "recheck-directorate", "recheck-dsipn"],
    };

    /// <summary>
    /// The questions that the page puts. Those whose condition is an earlier answer are put with it, since nothing hides them without a
    /// script; when only gaps are asked, those that the known answers leave open, those that a machine read, and those that hang on them.
    /// </summary>
    public static IReadOnlyList<Question> Of(TaskKind kind, FormDefinition form, CaseFile file)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(file);
        var applicable = form.Questions.Where(question => question.When is null || MayBeAsked(question.When, file.Case.Has)).ToList();
        if (!kind.GapsOnly || file.Answers.GetValueOrDefault(form.Id) is not { } known)
            return applicable;
        var asked = new List<Question>();
        var sheet = new SheetAnswers(form, known.Texts, file.Case.Has);
        var proposed = file.Proposals.GetValueOrDefault(form.Id);
        foreach (var question in applicable.Where(question => known[question.Id] is null))
        {
            var hangs = question.When?.Questions.Any(id => asked.Exists(other => other.Id == id)) == true;
            if (hangs || proposed?.Values.ContainsKey(question.Id) == true || (question.Required && FormFilling.IsAsked(question, sheet)))
                asked.Add(question);
        }

        return asked;
    }

    // By the facts alone: what an answer of the same page would decide may still be asked.
    private static bool MayBeAsked(Condition condition, Func<string, bool> has) => condition.Holds(new FactsAlone(has)) != false;

    private sealed class FactsAlone(Func<string, bool> has) : IAnswered
    {
        public Known Of(string question) => new(AnswerState.Missing, null);

        public bool Has(string fact) => has(fact);
    }

    /// <summary>The problems as the page has their fields, from top to bottom: first those of no field.</summary>
    public static IReadOnlyList<Problem> InPageOrder(TaskKind kind, CharterRules rules, IReadOnlyList<Problem> problems)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(rules);
        var questions = kind.Form is { } form ? rules.Forms[form].Questions.Select(question => $"q-{question.Id}") : [];
        var conditions = Enumerable.Range(1, ConditionReading.Most).Select(ConditionReading.FieldOf).SelectMany(field => new[] { field, $"{field}-porteur", $"{field}-date" });
        List<string> fields = ["", .. questions, "choix", .. conditions, "echeance", "motif"];
        return [.. problems.OrderBy(problem => fields.IndexOf(problem.Field) is var place and >= 0 ? place : fields.Count)];
    }

    /// <summary>The decisions that explain why the task is asked, latest first.</summary>
    public static IReadOnlyList<DecisionRef> BehindOf(TaskKind kind, CaseFile file)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(file);
        var decisions = file.Case.Decisions;
        // A need comes back from one of two: what the other said before is answered since.
        if (kind.Id == "correct")
            return [.. Latest(["endorse", "review"]).Where(decision => decision.Choice == "return").Take(1)];
        return [.. Latest(Background.GetValueOrDefault(kind.Id, []))];

        IEnumerable<DecisionRef> Latest(string[] kinds) => kinds
            .SelectMany(id => decisions.Values.Where(decision => decision.Kind == id)).OrderByDescending(decision => decision.At);
    }
}
