using System.Globalization;
using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.HumanTasks;

/// <summary>A question put to a person by one round of a step. Its id is deterministic, so that opening it again finds it.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Step">The step that asks.</param>
/// <param name="Round">The step's round.</param>
/// <param name="Kind">Row of <c>tasks.yaml</c>.</param>
/// <param name="Number">From 1: how many times this round has asked it.</param>
public sealed record TaskOrder(CaseId CaseId, Step Step, int Round, string Kind, int Number)
{
    /// <summary><c>IA-2026-0042.Need.1.endorse.2</c>: begins with the id of the orchestration that waits.</summary>
    public string TaskId => string.Create(CultureInfo.InvariantCulture, $"{CaseId.Instance(Step, Round)}.{Kind}.{Number}");

    /// <summary>Name of the event that ends the wait.</summary>
    public string EventName => EventNameOf(Kind, Number);

    /// <summary>Instance that waits.</summary>
    public string Instance => CaseId.Instance(Step, Round);

    /// <summary>Key of the decision in the journal.</summary>
    public string DecisionKey => $"decided:{TaskId}";

    /// <summary>Reads a task id back.</summary>
    public static bool TryParse(string? taskId, out TaskOrder order)
    {
        order = null!;
        var parts = taskId?.Split('.') ?? [];
        if (parts.Length != 5 || !CaseId.TryParse(parts[0], out var id) || !Enum.TryParse<Step>(parts[1], out var step) ||
            !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var round) ||
            !int.TryParse(parts[4], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        order = new TaskOrder(id, step, round, parts[3], number);
        return order.TaskId == taskId;
    }

    private static string EventNameOf(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"decided.{kind}.{number}");
}

/// <summary>The words of a decision: the document behind a <see cref="CaseEvent.TaskDecided"/>.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Choice">The choice's id.</param>
/// <param name="Reason">As typed.</param>
/// <param name="Conditions">The DGS's conditions in one text, as they were typed before each had an owner and a date.</param>
/// <param name="Salt">Random, see <see cref="Charter.Forms.Answers.Salt"/>.</param>
/// <param name="Set">The DGS's conditions, when it accepts with some.</param>
public sealed record DecisionText(
    string TaskId, string Choice, string Reason, string? Conditions, string Salt, IReadOnlyList<ConditionText>? Set = null)
{
    /// <summary>Version of each rules file that the decision was taken under: forms, AI Act, gates, scores, weights, calendar… Null in older decisions.</summary>
    public IReadOnlyDictionary<string, string>? Versions { get; init; }

    /// <summary>Whether the person declared to have no conflict of interest; false where none was asked for.</summary>
    public bool Impartial { get; init; }

    /// <summary>Why it was taken without opinions that had been asked for, as typed; null when none was missing.</summary>
    public string? WithoutOpinions { get; init; }
}

/// <summary>A condition with its words.</summary>
/// <param name="Number">From 1 to 5.</param>
public sealed record ConditionText(int Number, string Text, Role Owner, DateOnly Due);

/// <summary>A condition as it was typed.</summary>
/// <param name="Owner">Name of a role.</param>
/// <param name="Due"><c>yyyy-MM-dd</c> or <c>dd/MM/yyyy</c>.</param>
public sealed record TypedCondition(string? Text, string? Owner, string? Due)
{
    /// <summary>Whether anything was typed.</summary>
    public bool IsBegun => !string.IsNullOrWhiteSpace(Text) || !string.IsNullOrWhiteSpace(Owner) || !string.IsNullOrWhiteSpace(Due);
}

/// <summary>What a person sends from a task's page.</summary>
/// <param name="Choice">The choice's id; null when none was picked.</param>
/// <param name="Reason">As typed.</param>
/// <param name="Conditions">As typed, in the page's order.</param>
/// <param name="Until">As typed, for a deferral: <c>yyyy-MM-dd</c> or <c>dd/MM/yyyy</c>.</param>
/// <param name="Answers">Per question id, as typed.</param>
/// <param name="SeenVersion"><see cref="UseCase.FileVersion"/> of the page that the person answered.</param>
public sealed record Submission(
    string? Choice, string? Reason, IReadOnlyList<TypedCondition> Conditions, string? Until, IReadOnlyDictionary<string, string> Answers, long SeenVersion)
{
    /// <summary>Whether the person ticked that they have no conflict of interest.</summary>
    public bool Impartial { get; init; }

    /// <summary>Whether the person ticked that they compared what a machine read with its document.</summary>
    public bool Verified { get; init; }

    /// <summary>Why they decide without opinions that were asked for, as typed.</summary>
    public string? WithoutOpinions { get; init; }
}

/// <summary>Something to be mended by the person.</summary>
/// <param name="Field">Name of the field on the page: <c>choix</c>, <c>motif</c>, <c>condition-1</c>, <c>echeance</c>, <c>impartial</c>, <c>sans-avis</c>, <c>verifie</c>, or <c>q-</c> and a question's id.</param>
/// <param name="Message">French; says what to do.</param>
public sealed record Problem(string Field, string Message);

/// <summary>What became of a submission.</summary>
public abstract record DecisionResult
{
    private DecisionResult()
    {
    }

    /// <summary>It is in the journal; <paramref name="Wake"/> must be raised.</summary>
    public sealed record Recorded(UseCase Case, Ports.Wake Wake) : DecisionResult;

    /// <summary>The task was decided before (or at the same instant by somebody else): nothing was written.</summary>
    public sealed record AlreadyDecided(UseCase Case, DecisionRef Decision) : DecisionResult;

    /// <summary>The file changed since the page was shown: nothing was written.</summary>
    public sealed record FileChanged(UseCase Case) : DecisionResult;

    /// <summary>It could be recorded, but the link alone is not enough for this choice: nothing was written.</summary>
    public sealed record Unproved(CaseFile File) : DecisionResult;

    /// <summary>The voice is in the journal; others must make the same choice before it is decided.</summary>
    /// <param name="Missing">How many more are needed for that choice; 0 when those who are asked have all spoken and do not agree.</param>
    public sealed record Heard(UseCase Case, int Missing) : DecisionResult;

    /// <summary>A decision of the case is disowned: nothing is decided before DTISU has settled it. Nothing was written.</summary>
    public sealed record Frozen : DecisionResult;

    /// <summary>Nothing was written.</summary>
    public sealed record Invalid(UseCase Case, IReadOnlyList<Problem> Problems) : DecisionResult;

    /// <summary>There is no such task, or it is no longer asked.</summary>
    public sealed record NotAsked : DecisionResult;
}
