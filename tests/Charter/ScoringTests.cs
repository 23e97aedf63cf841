using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.AiAct;
using RegionSud.AiWorkflow.Charter.Gates;
using RegionSud.AiWorkflow.Charter.Scores;
using RegionSud.AiWorkflow.Local.Demo;

namespace RegionSud.AiWorkflow.Tests.CharterFiles;

/// <summary>Points worked out by hand.</summary>
public sealed class ScoringTests
{
    private static readonly DateOnly Day = new(2026, 11, 25);
    private readonly CharterRules rules = CharterLoader.Load();

    [Fact]
    public void A_score_is_the_weighted_share_of_the_most_points()
    {
        // Value: 20 % × 4/4 + 15 % × 1/4 + the four others (20, 20, 15, 10 per cent less those) at 2/4.
        var scores = Assess(("value-public", "4"), ("value-agents", "1")).Scores;
        var weights = rules.Weights.Criteria;
        var others = 100 - weights["value-public"] - weights["value-agents"];

        Assert.Equal(decimal.Round(weights["value-public"] + (weights["value-agents"] / 4) + (others / 2), 1), scores["value"].Points);
        Assert.Equal(50, scores["risk"].Points);
        Assert.Equal(4, scores["value"].Criteria.Single(criterion => criterion.Id == "value-public").Points);
        Assert.Equal(weights["value-public"], scores["value"].Criteria.Single(criterion => criterion.Id == "value-public").Weight);
    }

    [Theory]
    [InlineData("value-public", "value", 0)]
    [InlineData("risk-rights", "risk", 4)]
    [InlineData("cost-build", "effort", 4)]
    public void What_nobody_knows_counts_as_the_worst_and_says_so(string criterion, string score, int points)
    {
        foreach (var assessment in new[] { Assess((criterion, "unknown")), Assessment.Of(rules, Sheet().Where(each => each.Key != criterion).ToDictionary(each => each.Key, each => each.Value), Day) })
        {
            var found = assessment.Scores[score].Criteria.Single(each => each.Id == criterion);
            Assert.Equal((points, true), (found.Points, found.Assumed));
        }

        Assert.False(Assess().Scores[score].Criteria.Single(each => each.Id == criterion).Assumed);
    }

    [Fact]
    public void Confidence_is_the_share_of_criteria_answered_with_evidence()
    {
        var all = rules.Scores.Scores.Sum(score => score.Criteria.Count);
        var sheet = Sheet();
        Assert.Equal(100, Assessment.Of(rules, sheet, Day).Scores.Confidence);
        sheet.Remove("value-public-evidence");
        sheet["risk-rights"] = "unknown";
        Assert.Equal(decimal.Round(100m * (all - 2) / all), Assessment.Of(rules, sheet, Day).Scores.Confidence);
    }

    [Theory]
    [InlineData(0, "Faible")]
    [InlineData(33, "Faible")]
    [InlineData(33.1, "Moyen")]
    [InlineData(66, "Moyen")]
    [InlineData(66.1, "Fort")]
    [InlineData(100, "Fort")]
    public void A_band_takes_its_end(double points, string band) =>
        Assert.Equal(band, rules.Scores.Scores.Single(score => score.Id == "risk").BandOf((decimal)points).Name);

    [Fact]
    public void Other_weights_than_the_files_may_be_tried()
    {
        var heavy = rules.Weights with { Version = "try", Criteria = rules.Weights.Criteria.ToDictionary(each => each.Key, each => each.Key == "value-public" ? 100 : each.Key.StartsWith("value-", StringComparison.Ordinal) ? 0 : each.Value) };
        var scores = Assessment.Of(rules, Sheet(("value-public", "3")), Day, weights: heavy).Scores;

        Assert.Equal((75m, "try"), (scores["value"].Points, scores.WeightsVersion));
    }

    [Fact]
    public void The_way_names_each_question_with_its_answer_and_the_rows_that_it_helped_to_hold()
    {
        var path = Assess(("annex-iii-3", "access"), ("profiling", "no"), ("insignificant", "yes"), ("derogation", "narrow-task")).AiAct.Path;

        Assert.Contains("deployer", path.Single(step => step.Question == "role").Rows);
        Assert.Equal(("access", "annex-iii-3-a"), (path.Single(step => step.Question == "annex-iii-3").Answer, Assert.Single(path.Single(step => step.Question == "annex-iii-3").Rows)));
        Assert.Equal("derogation-a", Assert.Single(path.Single(step => step.Question == "derogation").Rows));
        Assert.Empty(path.Single(step => step.Question == "annex-iii-4").Rows);
        Assert.DoesNotContain(path, step => step.Question == "public-text-reviewed");
    }

    [Fact]
    public void Reasons_and_reviews_are_those_of_the_rows_that_apply()
    {
        var doubtful = Assess(("annex-iii-4", "unknown"), ("competence", "no"));

        Assert.Contains(doubtful.AiAct.Reviews, row => row.Id == "annex-iii-unknown");
        Assert.All(doubtful.AiAct.Reviews, row => Assert.True(row.LegalReview));
        Assert.Equal(["annex-iii-unknown", "competence"], doubtful.Reasons.Select(row => row.Id).Intersect(["annex-iii-unknown", "competence", "deployer", "high-risk"]).Order(StringComparer.Ordinal));
        Assert.Equal(["competence", "law-unknown"], doubtful.Gates.Liftable.Select(row => row.Id).Order(StringComparer.Ordinal));
        Assert.Empty(doubtful.Gates.Final);
        Assert.Empty(Assess().AiAct.Reviews);
        Assert.Equal(GateOutcome.Stop, doubtful.Gates.Gates[0].Outcome);
    }

    [Fact]
    public void What_must_still_be_answered_is_listed_and_what_hangs_on_it_is_not()
    {
        var sheet = Sheet(("annex-iii-3", "access"));
        sheet.Remove("personal-data");
        sheet.Remove("objectives");
        sheet.Remove("class-raised");

        Assert.Equal(["objectives", "personal-data"], Assessment.Of(rules, sheet, Day).Missing.Select(question => question.Id));
        Assert.Empty(Assess().Missing);
    }

    [Fact]
    public void A_row_is_found_by_its_id_and_cited_by_its_articles_or_else_by_the_charter()
    {
        Assert.Equal("annex-i", rules.FindRow("annex-i")?.Id);
        Assert.Equal("personal-data", rules.FindRow("personal-data")?.Id);
        Assert.Null(rules.FindRow("nothing-of-the-kind"));
        Assert.Equal("RIA, art. 6, § 1", rules.Cite(rules.FindRow("annex-i")!));
        Assert.Equal("Charte, 2.3", rules.Cite(rules.FindRow("external-platform")!));
        Assert.Equal("need", rules.FormOfCode(" RS-IA need 2026-1 ")?.Id);
        Assert.Equal("need", rules.FormOfCode("RS-IA need 2026-2")?.Id);
        Assert.Null(rules.FormOfCode("RS-IA need 1999-1"));
        Assert.Equal("2026-1", rules.Forms["need"].VersionOfCode("RS-IA need 2026-1"));
    }

    private Assessment Assess(params (string Question, string Answer)[] replaced) => Assessment.Of(rules, Sheet(replaced), Day);

    private Dictionary<string, string> Sheet(params (string Question, string Answer)[] replaced) => WillingAnswers.For(rules.Forms[Assessment.Sheet], replaced);
}
