using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Models;

namespace RegionSud.AiWorkflow.Edge.Tasks;

/// <summary>All that a task's page shows.</summary>
/// <param name="Visit">The task and the file as they stand.</param>
/// <param name="Rules">The rules in force.</param>
/// <param name="Names">Names that may be shown, per directory id.</param>
/// <param name="Models">The inventory, when a question asks for a model; the case's own, when a trial is planned.</param>
/// <param name="Changes">What changed since the link was made or the page was shown.</param>
/// <param name="Typed">What the person sent or had kept as a draft, null on a first look.</param>
/// <param name="Problems">What is to be mended.</param>
/// <param name="Token">Anti-forgery token.</param>
/// <param name="Now">For what is late, and which questions are in force.</param>
public sealed record TaskSheet(
    TaskVisit.Open Visit,
    CharterRules Rules,
    IReadOnlyDictionary<string, string> Names,
    IReadOnlyList<ModelRecord> Models,
    IReadOnlyList<string> Changes,
    Submission? Typed,
    IReadOnlyList<Problem> Problems,
    string Token,
    DateTimeOffset Now)
{
    /// <summary>Whether who looks is signed in as somebody else than the person whom the link was made for.</summary>
    public bool IsForwarded { get; init; }

    /// <summary>Who was consulted, with the words.</summary>
    public IReadOnlyList<ShownConsultation> Consultations { get; init; } = [];

    /// <summary>The words of the objection to a refusal; null where there is none.</summary>
    public string? Objection { get; init; }

    /// <summary>Whom the decider may consult.</summary>
    public IReadOnlyList<Role> MayConsult { get; init; } = [];

    /// <summary>What was typed to consult somebody and could not be sent; null otherwise.</summary>
    public TypedConsultation? Consulting { get; init; }

    /// <summary>The form to answer, or null.</summary>
    public FormDefinition? Form => Visit.Kind.Form is { } id ? Rules.Forms[id].On(ParisTime.DayOf(Now)) : null;

    /// <summary>Whether only one choice exists: its button is the choice.</summary>
    public Choice? OnlyChoice => Visit.Kind.Choices is [var only] ? only : null;

    /// <summary>The condition that is asked for, with its words; null for other tasks, or when the words were erased.</summary>
    public ConditionText? Condition => Visit.Kind.FromCondition && TaskOrder.TryParse(Visit.Task.TaskId, out var order)
        ? Visit.File.Decisions.GetValueOrDefault("arbitrate")?.Set?.FirstOrDefault(condition => condition.Number == order.Number)
        : null;

    /// <summary>The form that is shown unfolded: what the decision is mostly about.</summary>
    public string Foremost => (Visit.Kind.Step, Visit.Kind.Id) switch
    {
        (Step.Need, _) or (_, "qualify" or "inform") => "need",
        (Step.Arbitration or Step.Development, _) => "characterisation",
        (Step.Evaluation, "plan-trial") => "development-dsipn",
        (Step.Evaluation, "report-trial" or "attest-deletion") => "trial-plan",
        (Step.Evaluation, _) => "trial-results",
        _ => "recheck",
    };

    /// <summary>Path of the task's page: its form goes there from wherever it is shown.</summary>
    public string Address { get; init; } = "";

    /// <summary>Whether what is shown was typed on an earlier visit and kept: a page that refuses has problems to say.</summary>
    public bool IsDraft => Typed is not null && Problems.Count == 0;

    /// <summary>What a question's field shows: what was typed, else what is known.</summary>
    public string? ValueOf(string question) =>
        Typed is not null ? Typed.Answers.GetValueOrDefault(question)
        : Form is null ? null
        : Visit.File.Answers.GetValueOrDefault(Form.Id)?[question] ?? Visit.File.Proposals.GetValueOrDefault(Form.Id)?[question];

    /// <summary>Whether there is something to confirm.</summary>
    public bool HasProposals => Form is not null && Visit.File.Proposals.GetValueOrDefault(Form.Id)?.Values.Count > 0;

    /// <summary>What a machine made out for a question and nobody has confirmed; null otherwise.</summary>
    public AnswerSource? ReadOf(string question) => Form is null ? null : Visit.File.Proposals.GetValueOrDefault(Form.Id)?.Values.GetValueOrDefault(question)?.Source;

    /// <summary>What a field is called.</summary>
    public string? LabelOf(string field) => field switch
    {
        "choix" => "Votre décision",
        "motif" => ReasonLabel,
        "echeance" => "Date",
        "verifie" => "Réponses lues par la machine",
        "sans-avis" => "Avis qui manquent",
        "consulte" => "À qui",
        "question" => "Votre question",
        "impartial" => "Conflit d’intérêts",
        "conflit" => "Votre conflit d’intérêts",
        _ => field.StartsWith("q-", StringComparison.Ordinal) && Form?.Find(field[2..]) is { } question ? French.Text(question.Label) : null,
    };

    /// <summary>What the field of the reason is called.</summary>
    public string ReasonLabel => Visit.Kind.Id switch
    {
        "correct" => "Ce que vous avez changé",
        "complete" => "Ce que vous ne savez pas, et qui pourrait le dire",
        "inform" => "Votre réponse à la DSIPN",
        _ => "Votre motif",
    };
}

/// <summary>A consultation with its words.</summary>
/// <param name="Answer">Empty while there is none.</param>
public sealed record ShownConsultation(Consultation Consultation, string Question, string Answer);
