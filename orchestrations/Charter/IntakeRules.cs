namespace RegionSud.AiWorkflow.Charter;

/// <summary>How needs are taken in: <c>intake.yaml</c>.</summary>
public sealed record IntakeRules : RulesFile
{
    public required LikenessRules Likeness { get; init; }
}

/// <summary>When two needs look alike.</summary>
public sealed record LikenessRules
{
    /// <summary>From 1 to 100: the percentage from which a need is shown as alike.</summary>
    public required int Threshold { get; init; }

    /// <summary>How many cases are shown at most, the most alike first.</summary>
    public required int Most { get; init; }
}
