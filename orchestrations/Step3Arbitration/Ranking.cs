using RegionSud.AiWorkflow.Charter.Scores;
using RegionSud.AiWorkflow.Register;

namespace RegionSud.AiWorkflow.Step3Arbitration;

/// <summary>A score of a ranked case.</summary>
public sealed record RankedScore(ScoreDefinition Definition, decimal Points)
{
    /// <summary>The band, as a word.</summary>
    public string Band => Definition.BandOf(Points).Name;
}

/// <summary>A case in its place.</summary>
/// <param name="Place">From 1.</param>
/// <param name="Scores">In the file's order, never merged; empty when the case has none.</param>
/// <param name="IsStopped">Whether a stop stands against it.</param>
/// <param name="Reweighed">Whether the scores are under the weights asked for; else those of the qualification's day.</param>
public sealed record RankedCase(int Place, CaseLine Line, IReadOnlyList<RankedScore> Scores, bool IsStopped, bool Reweighed)
{
    /// <summary>The points of a score; null when the case has none.</summary>
    public decimal? PointsOf(string score) => Scores.FirstOrDefault(each => each.Definition.Id == score)?.Points;
}

/// <summary>
/// Ranks the cases that wait for the DGS (clause 5.3-a): those that a stop stands against last, then by value from the highest, then by effort and by
/// risk from the lowest; of equals the one that waits longest comes first. It shows an order and decides nothing. Pure.
/// </summary>
public static class Ranking
{
    public const string Value = "value";
    public const string Effort = "effort";
    public const string Risk = "risk";

    /// <summary>Puts cases in order under some weights.</summary>
    public static IReadOnlyList<RankedCase> Of(IEnumerable<CaseLine> lines, ScoreRules rules, Weights weights)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(weights);
        return
        [
            .. lines.Select(line => Scored(line, rules, weights))
                .OrderBy(one => one.IsStopped)
                .ThenByDescending(one => one.PointsOf(Value) ?? -1)
                .ThenBy(one => one.PointsOf(Effort) ?? decimal.MaxValue)
                .ThenBy(one => one.PointsOf(Risk) ?? decimal.MaxValue)
                .ThenBy(one => one.Line.Since)
                .ThenBy(one => one.Line.Id.Value, StringComparer.Ordinal)
                .Select((one, index) => one with { Place = index + 1 }),
        ];
    }

    private static RankedCase Scored(CaseLine line, ScoreRules rules, Weights weights)
    {
        if (line.Figures is not { } figures)
            return new RankedCase(0, line, [], IsStopped: false, Reweighed: false);
        var stopped = figures.StandingStops.Any();
        return figures.Points is { } points
            ? new RankedCase(0, line, [.. rules.Scores.Select(score => new RankedScore(score, Scoring.Weigh(score, rules.MostPoints, weights, id => points.TryGetValue(id, out var known) ? known : null)))], stopped, Reweighed: true)
            : new RankedCase(0, line, [.. rules.Scores.Where(score => figures.Scores.ContainsKey(score.Id)).Select(score => new RankedScore(score, figures.Scores[score.Id]))], stopped, Reweighed: false);
    }
}
