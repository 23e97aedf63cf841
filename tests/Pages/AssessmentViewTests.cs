using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Local.Demo;
using RegionSud.AiWorkflow.Tests.Admin;

namespace RegionSud.AiWorkflow.Tests.Pages;

/// <summary>What people read of what the rules say.</summary>
public sealed class AssessmentViewTests
{
    private static readonly CharterRules Rules = Rendering.Rules;
    private static readonly DateOnly Day = new(2026, 11, 25);

    [Fact]
    public async Task The_entry_of_the_processing_register_is_filled_from_the_sheet_and_says_what_it_lacks()
    {
        var whole = Sheet(("personal-data", "yes"), ("special-categories", "yes"), ("hosting", "outside"), ("transfer-frame", "scc"));
        var page = await ShowAsync(whole);
        Assert.Contains("Entrée du registre des traitements", page, StringComparison.Ordinal);
        Assert.DoesNotContain("À compléter", page, StringComparison.Ordinal);
        Assert.Contains("Mission d’intérêt public", page, StringComparison.Ordinal);
        Assert.Contains("Clauses contractuelles types", page, StringComparison.Ordinal);

        var lacking = whole.Where(each => each.Key != "retention").ToDictionary(each => each.Key, each => each.Value);
        Assert.Contains("À compléter", await ShowAsync(lacking), StringComparison.Ordinal);
        Assert.DoesNotContain("registre des traitements (RGPD", await ShowAsync(Sheet(("personal-data", "no"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_school_allocation_shows_its_stops_its_dated_duties_and_the_way_that_led_there()
    {
        var page = await ShowAsync(Sheet(("annex-iii-3", "access"), ("profiling", "yes"), ("competence", "no")));

        foreach (var said in new[]
        {
            "Blocage", "La compétence de la Région n’est pas établie", "Condition avant l’étape", "2\u00a0décembre 2027",
            "preuve attendue avant le déploiement", "Accès, admission ou affectation dans un établissement", "Le profilage de personnes reste toujours à haut risque",
        })
            Assert.Contains(said, page, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Sheet(params (string Question, string Answer)[] replaced) => WillingAnswers.For(Rules.Forms[Assessment.Sheet], replaced);

    private static async Task<string> ShowAsync(IReadOnlyDictionary<string, string> sheet)
    {
        var answers = new Answers(
            Assessment.Sheet, Rules.Forms[Assessment.Sheet].Version, sheet.ToDictionary(each => each.Key, each => new Answer(each.Value, new AnswerSource("page", each.Key))), "");
        var page = await Rendering.PageAsync<AssessmentView>(new() { ["Assessment"] = Assessment.Of(Rules, sheet, Day), ["Rules"] = Rules, ["Answers"] = answers });
        Assert.Equal("", Rendering.MisplacedSpaces(page));
        return page.Body!.TextContent;
    }
}
