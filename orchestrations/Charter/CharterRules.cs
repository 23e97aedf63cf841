using RegionSud.AiWorkflow.Charter.Forms;

namespace RegionSud.AiWorkflow.Charter;

/// <summary>The rules as they were loaded at the start: data with a version. Activities and pages read them, orchestrators never.</summary>
public sealed record CharterRules
{
    /// <summary>Version of the whole set, kept on every decision.</summary>
    public required string Version { get; init; }

    public required IReadOnlyDictionary<string, FormDefinition> Forms { get; init; }

    public required IReadOnlyDictionary<string, TaskKind> Tasks { get; init; }

    public required RoleDirectory Directory { get; init; }

    public required RiskRules Risk { get; init; }

    /// <summary>Closure days of the administration beside the public holidays.</summary>
    public required IReadOnlyList<DateOnly> ClosureDays { get; init; }

    /// <summary>Months between two periodic re-checks, per risk class (5.6-a).</summary>
    public required RecheckIntervals Recheck { get; init; }

    /// <summary>The definition that a downloaded form's code names; null when it is not a form of ours.</summary>
    public FormDefinition? FormOfCode(string code) => Forms.Values.FirstOrDefault(form => form.Code == code.Trim());
}

/// <summary>Working days between two periodic re-checks.</summary>
public sealed record RecheckIntervals
{
    public required int Minimal { get; init; }

    public required int Limited { get; init; }

    public required int High { get; init; }

    /// <summary>The interval of a class; an unclassified case is looked at as often as a high risk.</summary>
    public int Of(Cases.RiskClass? risk) => risk switch
    {
        Cases.RiskClass.Minimal => Minimal,
        Cases.RiskClass.Limited => Limited,
        _ => High,
    };
}

/// <summary>How answers of the characterisation sheet give the class: the first row that holds, from the gravest down.</summary>
public sealed record RiskRules
{
    public required IReadOnlyList<RiskRow> Rows { get; init; }
}

/// <summary>One row: an answer that leads to a class.</summary>
public sealed record RiskRow
{
    public required string Id { get; init; }

    /// <summary>Question of the characterisation sheet.</summary>
    public required string Question { get; init; }

    /// <summary>Answers that make the row hold.</summary>
    public required IReadOnlyList<string> Is { get; init; }

    /// <summary>The class it leads to; null when the row says nothing of the class.</summary>
    public Cases.RiskClass? Class { get; init; }

    /// <summary>Whether nobody may accept the use when the row holds, whatever its class.</summary>
    public bool Forbids { get; init; }

    /// <summary>Articles, as the law names them.</summary>
    public required string Article { get; init; }

    /// <summary>French: why it leads there.</summary>
    public required string Reason { get; init; }

    /// <summary>The clause of the charter it serves.</summary>
    public required string Clause { get; init; }

    /// <summary>First day of application, null when always.</summary>
    public DateOnly? Since { get; init; }
}
