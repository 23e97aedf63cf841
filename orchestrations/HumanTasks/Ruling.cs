using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Models;

namespace RegionSud.AiWorkflow.HumanTasks;

/// <summary>What a step's decider looks at. Everything in it was read before; deciding is pure.</summary>
/// <param name="File">The case with its texts.</param>
/// <param name="Kind">The task's kind.</param>
/// <param name="Choice">The choice taken.</param>
/// <param name="TaskId">The task.</param>
/// <param name="Sheet">The form as just answered, null when the choice does not need it.</param>
/// <param name="Conditions">The conditions that the choice carries, complete; none for most choices.</param>
/// <param name="Rules">The rules in force.</param>
/// <param name="Today">In Paris.</param>
public sealed record Question(
    CaseFile File, TaskKind Kind, Choice Choice, string TaskId, Answers? Sheet, IReadOnlyList<ConditionText> Conditions, CharterRules Rules, DateOnly Today)
{
    /// <summary>What the inventory says of the case's models, for the decisions that hang on it; empty for others.</summary>
    public IReadOnlyList<ModelRecord> Models { get; init; } = [];
}

/// <summary>What a step's decider says of a submission.</summary>
/// <param name="Problems">Why it cannot be recorded; none when it can.</param>
/// <param name="Events">What else follows from it.</param>
/// <param name="Facts">What the rules conclude from the form's answers.</param>
/// <param name="Until">The date the decision carries.</param>
public sealed record Ruling(IReadOnlyList<Problem> Problems, IReadOnlyList<CaseEvent> Events, IReadOnlyList<string> Facts, DateOnly? Until = null)
{
    /// <summary>Nothing to object, nothing to add.</summary>
    public static Ruling Plain { get; } = new([], [], []);

    /// <summary>It cannot be recorded.</summary>
    public static Ruling Against(string field, string message) => new([new Problem(field, message)], [], []);
}

/// <summary>Each step's decider, by the kind of task.</summary>
internal static class Rulings
{
    public static Ruling On(Question question) => question.Kind.Id switch
    {
        "complete" or "correct" or "inform" => Step1Need.NeedRuling.On(question),
        "review" => Step1Need.NeedRuling.OnReview(question),
        "qualify" or "advise" => Step2Qualification.QualificationRuling.On(question),
        "arbitrate" => Step3Arbitration.ArbitrationRuling.On(question),
        "build" => Step4Development.DevelopmentRuling.On(question),
        "plan-trial" or "attest-deletion" or "evaluate-dtisu" or "evaluate-directorate" or "evaluate-dgs" => Step5Evaluation.EvaluationRuling.On(question),
        "review-trial" or "confirm-change" or "confirm-suspension" or "recheck-directorate" or "recheck-dsipn" or "recheck-dtisu" or "resume" => Step6Maintenance.RecheckRuling.On(question),
        _ => Ruling.Plain,
    };
}
