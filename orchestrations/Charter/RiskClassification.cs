using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter.Forms;

namespace RegionSud.AiWorkflow.Charter;

/// <summary>What the characterisation sheet's answers mean under the rules.</summary>
/// <param name="Class">The gravest class that a row gives; minimal when none does.</param>
/// <param name="Rows">Rows that hold, the gravest first.</param>
/// <param name="Prohibitions">Those of them that nobody may pass.</param>
public sealed record Classification(RiskClass Class, IReadOnlyList<RiskRow> Rows, IReadOnlyList<RiskRow> Prohibitions);

/// <summary>Classifies a use. Pure.</summary>
public static class RiskClassification
{
    /// <summary>Applies the rows in force on a day.</summary>
    public static Classification Classify(RiskRules rules, Answers sheet, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(sheet);
        var held = rules.Rows
            .Where(row => (row.Since is null || row.Since <= today) && sheet[row.Question] is { } answer && row.Is.Contains(answer))
            .OrderByDescending(row => row.Forbids || row.Class == RiskClass.Unacceptable)
            .ThenByDescending(row => row.Class)
            .ToList();
        return new Classification(
            held.Max(row => row.Class) ?? RiskClass.Minimal,
            held,
            held.FindAll(row => row.Forbids || row.Class == RiskClass.Unacceptable));
    }
}
