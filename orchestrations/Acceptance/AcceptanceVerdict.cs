using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Acceptance;

/// <summary>What a threshold says of a measure.</summary>
public enum MeasureVerdict
{
    /// <summary>No result has it.</summary>
    NotMeasured,

    /// <summary>It holds.</summary>
    Met,

    /// <summary>It does not hold.</summary>
    Missed,
}

/// <summary>What the thresholds say of results. Pure: it decides nothing.</summary>
public static class AcceptanceVerdict
{
    /// <summary>Per measure id of the plan; all not measured without results.</summary>
    public static IReadOnlyDictionary<string, MeasureVerdict> Of(AcceptancePlan plan, AcceptanceResults? results)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Measures.ToDictionary(measure => measure.Id, measure => Of(measure, ValueOf(measure, results)), StringComparer.Ordinal);
    }

    /// <summary>Of one measure.</summary>
    public static MeasureVerdict Of(AcceptanceMeasure measure, decimal? value)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return value is not { } known ? MeasureVerdict.NotMeasured : measure.IsMetBy(known) ? MeasureVerdict.Met : MeasureVerdict.Missed;
    }

    /// <summary>The value of a measure; null where there is none.</summary>
    internal static decimal? ValueOf(AcceptanceMeasure measure, AcceptanceResults? results) =>
        results?.Values.TryGetValue(measure.Id, out var value) == true ? value : null;
}

/// <summary>One measure, old beside new.</summary>
/// <param name="Verdict">On <paramref name="Now"/>.</param>
public sealed record MeasureLine(AcceptanceMeasure Measure, decimal? Before, decimal? Now, MeasureVerdict Verdict)
{
    /// <summary>How much better it is than before, in the measure's own direction: negative when it is worse; null without both.</summary>
    public decimal? Gain => Now is { } now && Before is { } before ? Measure.Better == Better.Higher ? now - before : before - now : null;
}

/// <summary>Results of two times, measure by measure in the plan's order. Pure.</summary>
public static class AcceptanceComparison
{
    /// <summary>Compares; either may be missing.</summary>
    public static IReadOnlyList<MeasureLine> Of(AcceptancePlan plan, AcceptanceResults? before, AcceptanceResults? now)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var verdicts = AcceptanceVerdict.Of(plan, now);
        return [.. plan.Measures.Select(measure => new MeasureLine(
            measure, AcceptanceVerdict.ValueOf(measure, before), AcceptanceVerdict.ValueOf(measure, now), verdicts[measure.Id]))];
    }
}

/// <summary>Reported results with their figures.</summary>
/// <param name="Results">Null once erased.</param>
public sealed record ReportedResults(EvaluationRef Report, AcceptanceResults? Results);

/// <summary>The acceptance test of a case as a person reads it.</summary>
/// <param name="Plan">The plan in force.</param>
/// <param name="Before">What the results of now are compared with; null without any.</param>
/// <param name="Now">The results on the models of today; null while there are none.</param>
public sealed record AcceptanceFile(AcceptancePlan Plan, DateTimeOffset PlannedAt, ReportedResults? Before, ReportedResults? Now)
{
    /// <summary>Old beside new.</summary>
    public IReadOnlyList<MeasureLine> Lines => AcceptanceComparison.Of(Plan, Before?.Results, Now?.Results);

    /// <summary>Measures whose threshold the results of now do not hold.</summary>
    public IEnumerable<MeasureLine> Missed => Lines.Where(line => line.Verdict == MeasureVerdict.Missed);
}
