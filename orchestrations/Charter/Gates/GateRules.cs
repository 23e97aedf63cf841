using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Charter.Gates;

/// <summary>What stops a use or sets it a condition: <c>gates.yaml</c>.</summary>
public sealed record GateRules : RulesFile
{
    public required IReadOnlyList<GateRow> Rows { get; init; }
}

/// <summary>What a gate says.</summary>
public enum GateOutcome
{
    /// <summary>Nothing stands against it.</summary>
    Pass,

    /// <summary>It may go on; this must be met before the step named.</summary>
    Condition,

    /// <summary>An answer that would tell is missing.</summary>
    Open,

    /// <summary>It does not go on.</summary>
    Stop,
}

/// <summary>One gate.</summary>
public sealed record GateRow : ConditionalRow
{
    /// <summary><see cref="GateOutcome.Condition"/> or <see cref="GateOutcome.Stop"/>.</summary>
    public required GateOutcome Outcome { get; init; }

    /// <summary>The role that may lift a stop by writing why; null when nobody may.</summary>
    public Role? LiftedBy { get; init; }

    /// <summary>For a condition: the step that does not begin before it is met.</summary>
    public Step? Before { get; init; }
}

/// <summary>A gate that does not simply pass.</summary>
public sealed record GateState(GateRow Gate, GateOutcome Outcome);

/// <summary>All gates of a use.</summary>
/// <param name="Outcome">The hardest.</param>
/// <param name="Gates">Those that do not pass, the hardest first.</param>
public sealed record GateCheck(GateOutcome Outcome, IReadOnlyList<GateState> Gates, string Version)
{
    /// <summary>Stops that no role may lift.</summary>
    public IEnumerable<GateRow> Final => Gates.Where(state => state is { Outcome: GateOutcome.Stop, Gate.LiftedBy: null }).Select(state => state.Gate);

    /// <summary>Stops that a role may lift.</summary>
    public IEnumerable<GateRow> Liftable => Gates.Where(state => state is { Outcome: GateOutcome.Stop, Gate.LiftedBy: not null }).Select(state => state.Gate);
}

/// <summary>Checks the gates. Pure.</summary>
public static class GateChecking
{
    /// <summary>Applies the rows to answers and facts.</summary>
    public static GateCheck Check(GateRules rules, SheetAnswers sheet, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(sheet);
        var gates = rules.Rows
            .Where(row => row.InForce(day))
            .Select(row => (Row: row, Holds: row.When.Holds(sheet)))
            .Where(each => each.Holds != false)
            .Select(each => new GateState(each.Row, each.Holds is null ? GateOutcome.Open : each.Row.Outcome))
            .OrderByDescending(state => state.Outcome)
            .ToList();
        return new GateCheck(gates.Select(state => state.Outcome).FirstOrDefault(GateOutcome.Pass), gates, rules.Version);
    }
}
