using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace RegionSud.AiWorkflow.Cases;

/// <summary>A task that waits for a person.</summary>
/// <param name="People">Directory ids of those who were written to.</param>
public sealed record PendingTask(
    string TaskId, string Kind, Role Role, ImmutableList<string> People, DateTimeOffset OpenedAt, DateTimeOffset DueAt, int Reminders, bool Escalated)
{
    /// <summary>Whether a mail about it came back: somebody may not know that they are asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Unreached { get; init; }
}

/// <summary>A model change that no re-check has answered yet.</summary>
public sealed record PendingChange(string ChangeId, string ModelId, string From, string To, DateTimeOffset At);

/// <summary>The DGS's or any other decision as later steps need it: the verdict, and the document that has the words.</summary>
/// <param name="Role">In what capacity; null where an older version of the code noted it down.</param>
public sealed record DecisionRef(
    string TaskId, string Kind, string Choice, string DecidedBy, DateTimeOffset At, DocumentRef Document, DateOnly? Until, Role? Role = null)
{
    /// <summary>Its place in <see cref="UseCase.Decisions"/>: the kind, and for a condition its number too, since each has a decision of its own.</summary>
    public static string PlaceOf(string kind, string taskId)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(taskId);
        return kind == StandingCondition.TaskKind ? kind + taskId[taskId.LastIndexOf('.')..] : kind;
    }
}

/// <summary>A condition of the acceptance that holds for the case.</summary>
/// <param name="Met">Whether its owner has said how it is fulfilled.</param>
public sealed record StandingCondition(int Number, Role Owner, DateOnly Due, bool Met)
{
    /// <summary>The kind of task that asks for it; the task's number is the condition's.</summary>
    public const string TaskKind = "fulfil-condition";
}

/// <summary>A case whose need looks like this one's.</summary>
/// <param name="Percent">How much, 1 to 100: see <see cref="Ports.ILikeNeeds"/>.</param>
public sealed record AlikeCase(CaseId CaseId, int Percent);
