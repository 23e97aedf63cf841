using AngleSharp.Dom;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Arbitration;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Step3Arbitration;
using RegionSud.AiWorkflow.Tests.Admin;

namespace RegionSud.AiWorkflow.Tests.Arbitration;

public sealed class ArbitrationPageTests
{
    private const string Hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>";

    [Fact]
    public async Task Each_case_shows_its_three_scores_with_their_band_its_gates_in_words_and_colours_and_its_confidence()
    {
        var page = await PageAsync(Board(RankingTests.Line(1, 4, 1, 2), RankingTests.Line(2, 4, 0, 0, "stop"), RankingTests.Line(3, 1, 1, 1, "condition")));

        var rows = page.QuerySelectorAll("tbody tr").ToList();
        Assert.Equal(["IA-2026-0001", "IA-2026-0003", "IA-2026-0002"], rows.Select(row => row.QuerySelector("th a")!.TextContent));
        Assert.Equal(["1", "Direction des Lycées", "100Forte", "25Faible", "50Moyen", "Passe", "40\u00a0%", "24\u00a0novembre 2026"], rows[0].QuerySelectorAll("td").Select(cell => cell.TextContent.Trim()));
        Assert.Equal("Passe", rows[0].QuerySelector(".tag.good")!.TextContent);
        Assert.Equal("Une condition", rows[1].QuerySelector(".tag")!.TextContent);
        Assert.Equal("Blocage", rows[2].QuerySelector(".tag.bad")!.TextContent);
        Assert.Contains("droits des citoyens", rows[2].TextContent, StringComparison.Ordinal);
        Assert.Equal("", Rendering.MisplacedSpaces(page));
    }

    [Fact]
    public async Task The_chart_is_for_the_eyes_alone_and_shows_no_case_that_the_table_does_not()
    {
        var page = await PageAsync(Board(RankingTests.Line(1, 4, 1, 2), RankingTests.Line(2, 1, 3, 2, "stop"), RankingTests.Line(3, 1, 3, 2) with { Figures = null }));

        var chart = page.QuerySelector("figure[aria-hidden=true]")!;
        Assert.Equal(2, chart.QuerySelectorAll("circle").Length);
        Assert.Single(chart.QuerySelectorAll("circle.bad"));
        Assert.Equal(3, page.QuerySelectorAll("tbody tr").Length);
        Assert.Empty(page.QuerySelectorAll("[style]"));
    }

    [Fact]
    public async Task Typed_texts_are_shown_as_text()
    {
        var board = Board(RankingTests.Line(1, 4, 1, 2) with { Title = Hostile }, RankingTests.Line(2, 4, 1, 2) with { Title = Hostile, Status = CaseStatus.Deferred });
        var saved = new SavedWeights("2026-2.dgs-1", 1, Rendering.Now, "p", Hostile, Rendering.Rules.Weights.Criteria);
        var page = await PageAsync(board with { Saved = saved, SavedBy = Hostile, InForce = RulesInForce.WeightsOf(Rendering.Rules, saved) }, _ => Hostile, [new Problem("p-value-public", "À corriger.")]);

        Assert.Empty(page.QuerySelectorAll("script, img"));
        Assert.Equal(2, page.QuerySelectorAll("tbody th .hint, ul .words").Count(title => title.TextContent == Hostile));
        Assert.Equal(Hostile, page.QuerySelector("[name=p-value-public]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task An_empty_list_says_so_and_every_field_of_the_weights_has_a_label()
    {
        var page = await PageAsync(Board(), mayNext: true);

        Assert.Contains("Aucun cas n’attend l’arbitrage.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("figure"));
        var ids = page.QuerySelectorAll("[id]").Select(element => element.Id!).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(page.QuerySelectorAll("input:not([type=hidden]), textarea"), field => Assert.NotNull(page.QuerySelector($"label[for='{field.Id}']")));
        Assert.Equal(Rendering.Rules.Weights.Criteria.Count, page.QuerySelectorAll("form[method=get] input:not([type=hidden])").Length);
        Assert.Equal("IA-2026-0007", page.QuerySelector("form[method=get] input[name=suite]")!.GetAttribute("value"));
    }

    [Theory]
    [InlineData(true, true, 1)]
    [InlineData(true, false, 0)]
    [InlineData(false, true, 0)]
    public async Task Only_the_DGS_is_offered_to_save_and_only_weights_that_differ_from_those_in_force(bool maySave, bool tried, int forms)
    {
        var weights = RankingTests.With(("value-public", 15), ("value-agents", 20));
        var page = await PageAsync(Board() with { Tried = tried ? weights : null }, maySave: maySave);

        Assert.Equal(forms, page.QuerySelectorAll("form[method=post]").Length);
        if (forms == 1)
            Assert.Equal((weights.Count, Rendering.Rules.Weights.Version), (page.QuerySelectorAll("form[method=post] input[name^=p-]").Length, page.QuerySelector("input[name=version]")!.GetAttribute("value")));
    }

    [Theory]
    [InlineData(1, 3, "monte de 2 places, était 3e")]
    [InlineData(2, 1, "descend d’une place, était 1re")]
    [InlineData(4, 4, "inchangée")]
    public async Task A_trial_says_how_each_place_changes(int place, int before, string said)
    {
        var one = Ranking.Of([RankingTests.Line(1, 1, 1, 1)], Rendering.Rules.Scores, Rendering.Rules.Weights)[0] with { Place = place };
        var page = await PageAsync(Board() with { Rows = [new ArbitrationRow(one, before)], Tried = Rendering.Rules.Weights.Criteria });

        Assert.Equal(said, page.QuerySelector("tbody td .hint")!.TextContent);
        Assert.Contains("Rien n’est enregistré.", page.Body!.TextContent, StringComparison.Ordinal);
    }

    private static ArbitrationBoard Board(params Register.CaseLine[] lines) => new(
        [.. Ranking.Of(lines.Where(line => line.Status != CaseStatus.Deferred), Rendering.Rules.Scores, Rendering.Rules.Weights).Select(one => new ArbitrationRow(one, null))],
        [.. lines.Where(line => line.Status == CaseStatus.Deferred)], Rendering.Rules.Weights, null, null, null, [], null);

    private static Task<IDocument> PageAsync(
        ArbitrationBoard board, Func<string, string?>? typed = null, IReadOnlyList<Problem>? problems = null, bool maySave = false, bool mayNext = false) => Rendering.PageAsync<ArbitrationPage>(new()
        {
            ["Board"] = board,
            ["Typed"] = typed,
            ["Problems"] = problems ?? [],
            ["MaySave"] = maySave,
            ["Next"] = mayNext ? "IA-2026-0007" : "",
            ["Token"] = "token",
        });
}
