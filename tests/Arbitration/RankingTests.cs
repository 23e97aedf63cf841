using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Scores;
using RegionSud.AiWorkflow.Register;
using RegionSud.AiWorkflow.Step3Arbitration;

namespace RegionSud.AiWorkflow.Tests.Arbitration;

public sealed class RankingTests
{
    private static readonly CharterRules Rules = CharterLoader.Load();

    [Fact]
    public void Cases_come_by_value_from_the_highest_then_by_effort_and_risk_from_the_lowest_then_by_their_wait()
    {
        CaseLine[] lines =
        [
            Line(1, value: 2, effort: 1, risk: 1),
            Line(2, value: 3, effort: 4, risk: 1),
            Line(3, value: 3, effort: 2, risk: 3),
            Line(4, value: 3, effort: 2, risk: 1),
            Line(5, value: 3, effort: 2, risk: 1) with { Since = Since.AddDays(-1) },
        ];

        var ranked = Ranking.Of(lines, Rules.Scores, Rules.Weights);

        Assert.Equal([5, 4, 3, 2, 1], ranked.Select(NumberOf));
        Assert.Equal([1, 2, 3, 4, 5], ranked.Select(one => one.Place));
        Assert.Equal((75m, 50m, 25m), (ranked[0].PointsOf("value"), ranked[0].PointsOf("effort"), ranked[0].PointsOf("risk")));
    }

    [Fact]
    public void A_standing_stop_puts_a_case_last_and_one_that_the_legal_service_lifted_does_not()
    {
        var stopped = Line(1, value: 4, effort: 0, risk: 0, "stop");
        var lifted = Line(2, value: 4, effort: 0, risk: 0, "stop", lifted: true);
        var conditional = Line(3, value: 1, effort: 4, risk: 4, "condition");

        var ranked = Ranking.Of([stopped, lifted, conditional], Rules.Scores, Rules.Weights);

        Assert.Equal([2, 3, 1], ranked.Select(NumberOf));
        Assert.Equal([false, false, true], ranked.Select(one => one.IsStopped));
    }

    [Fact]
    public void Other_weights_give_other_places_and_leave_the_other_scores_as_they_are()
    {
        var (forUsers, forAgents) = (Line(1, 0, 2, 2, points: ("value-public", 4)), Line(2, 0, 2, 2, points: ("value-agents", 4)));
        var agentsFirst = Rules.Weights with { Criteria = With(("value-public", 15), ("value-agents", 20)) };

        Assert.Equal([1, 2], Ranking.Of([forUsers, forAgents], Rules.Scores, Rules.Weights).Select(NumberOf));
        var tried = Ranking.Of([forUsers, forAgents], Rules.Scores, agentsFirst);
        Assert.Equal([2, 1], tried.Select(NumberOf));
        Assert.Equal((20m, 50m), (tried[0].PointsOf("value"), tried[0].PointsOf("effort")));
    }

    [Fact]
    public void A_case_without_points_keeps_the_scores_of_its_day_and_one_without_a_sheet_comes_after_those_that_have_one()
    {
        var line = Line(1, 1, 1, 1);
        var old = line with { Figures = line.Figures! with { Points = null, Scores = new Dictionary<string, decimal> { ["value"] = 90, ["gone"] = 1 } } };

        var ranked = Ranking.Of([Line(2, 0, 4, 4) with { Figures = null }, Line(3, 2, 2, 2), old], Rules.Scores, Rules.Weights);

        Assert.Equal([1, 3, 2], ranked.Select(NumberOf));
        Assert.False(ranked[0].Reweighed);
        Assert.Equal("value", Assert.Single(ranked[0].Scores).Definition.Id);
        Assert.Empty(ranked[2].Scores);
    }

    [Fact]
    public void A_criterion_that_has_no_points_counts_as_the_worst()
    {
        var line = Line(1, 4, 0, 0);
        var bare = line with { Figures = line.Figures! with { Points = new Dictionary<string, int>() } };

        var one = Assert.Single(Ranking.Of([bare], Rules.Scores, Rules.Weights));

        Assert.Equal((0m, 100m, 100m), (one.PointsOf("value"), one.PointsOf("effort"), one.PointsOf("risk")));
    }

    internal static DateTimeOffset Since { get; } = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    internal static CaseLine Line(int number, int value, int effort, int risk, string? gate = null, bool lifted = false, (string Criterion, int Points)? points = null)
    {
        var all = new[] { ("value", value), ("effort", effort), ("risk", risk) }
            .SelectMany(score => Rules.Scores.Scores.First(one => one.Id == score.Item1).Criteria.Select(criterion => (criterion.Id, score.Item2)))
            .ToDictionary(pair => pair.Id, pair => pair.Item2);
        if (points is { } other)
            all[other.Criterion] = other.Points;
        var figures = new ArbitrationFigures(all, new Dictionary<string, decimal>(), 40, gate is null ? [] : [new GateVerdict("rights", gate)], lifted ? ["rights"] : []);
        return new CaseLine(
            CaseId.Of(2026, number), 1, $"Cas {number}", "", "lycees", Step.Arbitration, 1, CaseStatus.Active, null, [Role.Dgs], Since.AddDays(-20), Since, null, null, [], null, null, figures);
    }

    internal static Dictionary<string, decimal> With(params (string Criterion, decimal Weight)[] changed)
    {
        var weights = Rules.Weights.Criteria.ToDictionary(pair => pair.Key, pair => pair.Value);
        foreach (var (criterion, weight) in changed)
            weights[criterion] = weight;
        return weights;
    }

    private static int NumberOf(RankedCase one) => int.Parse(one.Line.Id.Value.Split('-')[2], System.Globalization.CultureInfo.InvariantCulture);
}
