using System.Collections.Immutable;
using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.HumanTasks;

/// <summary>
/// Which change of a model a task is asked for. One change brings back thousands of cases: each person is written to once for each kind of task that it asks
/// of them, and finds the others on the page of all that waits for them. Pure.
/// </summary>
public static class ChangeBehind
{
    /// <summary>In the place of a day, in what is kept of who was told.</summary>
    public const string Told = "change";

    /// <summary>The change's id; null when the task is asked for another reason.</summary>
    public static string? Of(UseCase useCase, string kind)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        return kind switch
        {
            "confirm-change" or "confirm-suspension" or "review-trial" or "recheck-directorate" or "recheck-dsipn" when useCase.RecheckLawCauses.IsEmpty => First(useCase.RecheckCauses),
            "qualify" or "requalify" => First(useCase.RequalifiedFor),
            _ => null,
        };
    }

    /// <summary>The name under which it is kept that a person was told of a change by a kind of task.</summary>
    /// <param name="person">Directory id.</param>
    public static string KeyOf(string person, string change, string kind) => $"{person}.{change}.{kind}";

    private static string? First(ImmutableList<PendingChange> changes) => changes.Count > 0 ? changes[0].ChangeId : null;
}
