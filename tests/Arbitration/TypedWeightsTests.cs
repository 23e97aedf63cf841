using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Step3Arbitration;

namespace RegionSud.AiWorkflow.Tests.Arbitration;

public sealed class TypedWeightsTests
{
    private static readonly CharterRules Rules = CharterLoader.Load();

    [Fact]
    public void Weights_are_read_with_a_comma_or_a_point_and_what_was_not_sent_keeps_its_own()
    {
        var read = Read(("value-public", "20,5"), ("value-agents", " 14.5 "));

        Assert.Empty(read.Problems);
        Assert.Equal((20.5m, 14.5m, 15m), (read.Criteria!["value-public"], read.Criteria["value-agents"], read.Criteria["value-reach"]));
    }

    [Theory]
    [InlineData("21", "101")]
    [InlineData("19", "99")]
    [InlineData("20,1", "100,1")]
    public void Weights_of_a_score_that_do_not_make_100_are_refused_with_their_sum(string weight, string sum)
    {
        var read = Read(("value-public", weight));

        Assert.Null(read.Criteria);
        var problem = Assert.Single(read.Problems);
        Assert.Equal(("p-value-public", $"Les poids de «\u00a0Valeur\u00a0» font {sum}\u00a0%\u00a0: ils doivent faire 100\u00a0%."), (problem.Field, problem.Message));
    }

    [Theory]
    [InlineData(""), InlineData("vingt"), InlineData("-20"), InlineData("101"), InlineData("1e1"), InlineData("20,55"), InlineData("2 0"), InlineData("<b>20</b>"), InlineData("99999999999999999999999999999999")]
    public void What_is_no_weight_is_refused_at_its_field(string weight)
    {
        var read = Read(("risk-rights", weight));

        Assert.Null(read.Criteria);
        Assert.Equal("p-risk-rights", Assert.Single(read.Problems).Field);
    }

    [Fact]
    public void Each_score_is_summed_by_itself() =>
        Assert.Equal(["p-value-public", "p-cost-build"], Read(("value-public", "35"), ("cost-build", "0")).Problems.Select(problem => problem.Field));

    [Fact]
    public void Saved_weights_that_miss_a_criterion_of_today_are_out_of_force()
    {
        var saved = new SavedWeights("2026-1.dgs-4", 4, default, "p", "motif", RankingTests.With(("value-public", 15), ("value-agents", 20)));

        Assert.Equal("2026-1.dgs-4", RulesInForce.WeightsOf(Rules, saved).Version);
        var older = saved with { Criteria = saved.Criteria.Where(pair => pair.Key != "cost-run").ToDictionary() };
        Assert.True(RulesInForce.IsOutdated(Rules, older));
        Assert.Same(Rules.Weights, RulesInForce.WeightsOf(Rules, older));
        Assert.Same(Rules.Weights, RulesInForce.WeightsOf(Rules, null));
    }

    private static TypedWeights Read(params (string Criterion, string Weight)[] typed)
    {
        var sent = typed.ToDictionary(pair => pair.Criterion, pair => pair.Weight);
        return TypedWeights.Read(Rules.Scores, Rules.Weights, sent.GetValueOrDefault);
    }
}
