using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Charter.AiAct;

/// <summary>
/// The AI Act as rows over the characterisation sheet's questions (Regulation (EU) 2024/1689 as amended by Regulation (EU) 2026/1744):
/// <c>ai-act.yaml</c>. The questions hang on one another by their conditions: together they are the tree.
/// </summary>
public sealed record AiActRules : RulesFile
{
    public required IReadOnlyList<AiActRow> Rows { get; init; }
}

/// <summary>One row: what an answer, or several together, mean under the Act.</summary>
public sealed record AiActRow : ConditionalRow
{
    /// <summary>The class that it leads to; the gravest row gives the use's class.</summary>
    public RiskClass? Class { get; init; }

    /// <summary>Facts that it concludes, for duties, gates and questions: <c>deployer</c>, <c>annex-iii</c>, <c>art-50-1</c>…</summary>
    public IReadOnlyList<string> Facts { get; init; } = [];

    /// <summary>Facts whose rows give no class any more: the derogation of Art. 6(3).</summary>
    public IReadOnlyList<string> Exempts { get; init; } = [];

    /// <summary>Whether the Act does not apply to the use at all (Art. 2, Art. 3(1)).</summary>
    public bool OutOfScope { get; init; }

    /// <summary>Whether the legal reviewer must answer before the use can go on: somebody does not know.</summary>
    public bool LegalReview { get; init; }
}

/// <summary>How a row bears on a use.</summary>
public enum FindingState
{
    /// <summary>It counts.</summary>
    Applies,

    /// <summary>It will count from <see cref="RuleRow.Since"/>.</summary>
    Upcoming,

    /// <summary>It would give a class, but the derogation of Art. 6(3) is claimed.</summary>
    Exempted,

    /// <summary>An answer that would tell is missing: counted as holding, up to high risk.</summary>
    Open,
}

/// <summary>A row and how it bears on the use.</summary>
public sealed record Finding(AiActRow Row, FindingState State);

/// <summary>One step of the way through the questions.</summary>
/// <param name="Question">Id.</param>
/// <param name="Answer">The answer's id, or null while it is missing.</param>
/// <param name="Rows">Ids of the rows that it helped to hold.</param>
public sealed record PathStep(string Question, string? Answer, IReadOnlyList<string> Rows);

/// <summary>A use under the AI Act.</summary>
/// <param name="Class">The gravest class of the findings that apply or are open.</param>
/// <param name="Provisional">Whether an answer is missing or unknown: the class may still change.</param>
/// <param name="InScope">Whether the Act applies to it.</param>
/// <param name="Facts">What the rows conclude, the class among them as <c>class-high</c>.</param>
/// <param name="Findings">The gravest first.</param>
/// <param name="Path">Every question asked that a row looks at, in the sheet's order.</param>
/// <param name="Version">Version of the file that was applied.</param>
public sealed record AiActClassification(
    RiskClass Class,
    bool Provisional,
    bool InScope,
    IReadOnlySet<string> Facts,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<PathStep> Path,
    string Version)
{
    /// <summary>What the legal reviewer must answer.</summary>
    public IEnumerable<AiActRow> Reviews => Findings.Where(finding => finding is { State: FindingState.Applies, Row.LegalReview: true }).Select(finding => finding.Row);
}
