using RegionSud.AiWorkflow.Acceptance;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Edge.Tasks;

namespace RegionSud.AiWorkflow.Tests.Pages;

public sealed class AcceptanceViewTests
{
    private const string Hostile = "<script>alert(1)</script>\"'";
    private static readonly DateTimeOffset At = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Old_stands_beside_new_with_the_verdict_in_words_and_a_chart_that_says_nothing_more()
    {
        var (html, page) = await PageRendering.RenderAsync<AcceptanceView>(new() { ["Test"] = Test(("exactitude", 0.95m), ("solde", -2m)) });
        var rows = page.QuerySelectorAll("tbody tr").Select(row => row.QuerySelectorAll("th, td").Select(cell => string.Join(' ', cell.TextContent.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries))).ToList()).ToList();
        Assert.Equal(["au moins 0,9 %", "0,97 %", "0,95 % moins bien qu’avant", "Tenu"], rows[0].Skip(1));
        Assert.Equal(["au moins -1", "non mesuré", "-2", "Non tenu"], rows[1].Skip(1));
        Assert.Equal(["au plus 12 345,678", "non mesuré", "non mesuré", "Non mesuré"], rows[2].Skip(1));
        Assert.Contains("Un seuil n’est pas tenu", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, page.QuerySelectorAll("svg[aria-hidden=true]").Length);
        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Typed_words_are_shown_as_text_and_figures_of_any_size_break_no_page()
    {
        var test = Test(("exactitude", 9999999999999999999999999999m), ("solde", -9999999999999999999999999999m), ("cout", 0.0000000000000000000000000001m));
        var plan = test.Plan with { Reason = Hostile, Measures = [.. test.Plan.Measures.Select(measure => measure with { Name = measure.Name + Hostile, Unit = Hostile })] };
        var (html, _) = await PageRendering.RenderAsync<AcceptanceView>(new() { ["Test"] = test with { Plan = plan } });
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_confirmation_of_a_change_says_that_nothing_was_replayed_on_the_models_of_today()
    {
        var test = Test() with { Now = null };
        var (_, page) = await PageRendering.RenderAsync<TaskPage>(new() { ["Sheet"] = PageRendering.Sheet("confirm-change", PageRendering.File() with { Acceptance = test }) });
        Assert.Contains("aucun n’a encore été rapporté pour sa version d’aujourd’hui", page.QuerySelector("section.note section.alert")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("a[href='/dossiers/IA-2026-0001/recette']"));
    }

    [Theory]
    [InlineData("report-trial", true), InlineData("evaluate-dtisu", true), InlineData("evaluate-directorate", true), InlineData("evaluate-dgs", true), InlineData("recheck-directorate", true)]
    [InlineData("endorse", false), InlineData("attest-deletion", false), InlineData("confirm-suspension", false)]
    public async Task Those_who_decide_upon_what_was_measured_see_it_and_others_do_not(string kind, bool shown)
    {
        var (_, page) = await PageRendering.RenderAsync<TaskPage>(new() { ["Sheet"] = PageRendering.Sheet(kind, PageRendering.File() with { Acceptance = Test(("exactitude", 1m)) }) });
        Assert.Equal(shown, page.QuerySelector("[aria-label='Mesures de la recette']") is not null);
    }

    private static AcceptanceFile Test(params (string Measure, decimal Value)[] now) => new(
        new AcceptancePlan(
            [
                new AcceptanceMeasure("exactitude", "Exactitude", "%", 0.9m, Better.Higher, "Cent essais."),
                new AcceptanceMeasure("solde", "Solde", "", -1, Better.Higher, "Cent essais."),
                new AcceptanceMeasure("cout", "Coût", "", 12345.678m, Better.Lower, "Cent essais."),
            ],
            null, "", "", "salt"),
        At,
        Reported(1, ("exactitude", 0.97m)),
        Reported(2, now));

    private static ReportedResults Reported(int number, params (string Measure, decimal Value)[] values) => new(
        new EvaluationRef(number, "api", new DocumentRef(new string('d', 64), "application/json", 1), [new ModelUse("mistral-petit", "2026-01")], At),
        new AcceptanceResults(values.ToDictionary(value => value.Measure, value => value.Value), [], "", "salt"));
}
