using AngleSharp.Dom;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Edge.Incidents;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Incidents;
using RegionSud.AiWorkflow.Tests.Admin;

namespace RegionSud.AiWorkflow.Tests.Incidents;

public sealed class IncidentPageTests
{
    private const string Hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&</textarea>{{7*7}}";

    [Fact]
    public async Task What_people_typed_is_shown_as_text_no_id_stands_twice_and_every_field_has_a_label()
    {
        var page = await PageAsync(new IncidentRights(true, true, true, [Role.Dsipn, Role.Dtisu, Role.Dpo]), new TypedActs("fait", 2, "cnil", new Dictionary<string, string> { ["a"] = Hostile }), [new Problem("a", "Écrivez à qui.")]);

        Assert.Empty(page.QuerySelectorAll("main script, img, [onerror]"));
        Assert.Equal(Hostile, page.QuerySelector("p.words")!.TextContent);
        Assert.Equal(Hostile, page.QuerySelector("#a-2-cnil")!.GetAttribute("value"));
        Assert.Equal("#a-2-cnil", page.QuerySelector("section[role=alert] a")!.GetAttribute("href"));
        var ids = page.QuerySelectorAll("[id]").Select(element => element.Id!).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(page.QuerySelectorAll("main input:not([type=hidden]):not([type=radio]), main textarea"), field => Assert.NotNull(page.QuerySelector($"label[for='{field.Id}']")));
        Assert.Equal("", Rendering.MisplacedSpaces(page).Replace(Hostile, "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_comes_by_the_link_sees_the_clocks_and_neither_what_happened_nor_the_texts_nor_a_form_that_is_not_theirs()
    {
        var page = await PageAsync(new IncidentRights(false, true, false, []), TypedActs.Nothing, []);

        Assert.DoesNotContain("alert(1)", page.QuerySelector("article")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("article form, article textarea"));
        Assert.Contains("reste 69\u00a0h", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["signaler", "suspendre"], page.QuerySelectorAll("input[name=acte]").Select(field => field.GetAttribute("value")));
    }

    [Fact]
    public async Task Who_may_not_halt_the_use_is_not_offered_to()
    {
        var page = await PageAsync(new IncidentRights(true, false, false, []), TypedActs.Nothing, []);

        Assert.Equal(["signaler"], page.QuerySelectorAll("input[name=acte]").Select(field => field.GetAttribute("value")));
        Assert.NotEmpty(page.QuerySelectorAll("article textarea[readonly]"));
    }

    [Fact]
    public async Task Only_of_a_halted_first_trial_DTISU_is_offered_to_let_it_go_on()
    {
        var (dtisu, dsipn) = (new IncidentRights(true, true, true, []) { Resumes = true }, new IncidentRights(true, true, true, []));
        var trial = Used with { Step = Step.Evaluation, InProductionSince = null, HaltedAt = Rendering.Now.AddDays(-1) };

        Assert.NotNull(await OfferAsync(dtisu, trial));
        Assert.Null(await OfferAsync(dsipn, trial));
        Assert.Null(await OfferAsync(dtisu, trial with { HaltedAt = null }));
        Assert.Null(await OfferAsync(dtisu, trial with { InProductionSince = Rendering.Now.AddDays(-90) }));
        Assert.Null(await OfferAsync(dtisu, Used with { HaltedAt = Rendering.Now }));

        async Task<IElement?> OfferAsync(IncidentRights rights, UseCase useCase) => (await PageAsync(rights, TypedActs.Nothing, [], useCase)).QuerySelector("input[value=reprendre]");
    }

    private static readonly OpenIncident Incident = new(2, Rendering.Now, "p-2", true, true, Rendering.Now.AddHours(-3), SampleCase.Document);

    private static UseCase Used => SampleCase.Case with { Step = Step.Maintenance, Risk = RiskClass.High, InProductionSince = Rendering.Now.AddDays(-40), IncidentCount = 2, Incidents = [Incident] };

    private static Task<IDocument> PageAsync(IncidentRights rights, TypedActs typed, IReadOnlyList<Problem> problems, UseCase? given = null)
    {
        var (incident, useCase) = (Incident, given ?? Used);
        var file = new CaseFile(useCase, new Dictionary<string, Answers>(), new Dictionary<string, DecisionText>());
        var duties = IncidentDuties.Of(Rendering.Rules, useCase.Risk, incident).Select(duty => new DutyLine(
            duty.Row, "DPD", "RGPD, art.\u00a033", duty.DueAt, IncidentWording.ClockOf(duty.DueAt, Rendering.Now), false, rights.Reads ? IncidentDuties.TextOf(duty.Row with { Text = French.Text(duty.Row.Text) }, file, "24 novembre", Hostile) : null, null, rights.Settles.Contains(duty.Row.Owner)));
        return Rendering.PageAsync<IncidentsPage>(new()
        {
            [nameof(IncidentsPage.View)] = new IncidentView(file, rights, [new IncidentLine(incident, "Jeanne Roux", rights.Reads ? Hostile : null, [.. duties])]),
            [nameof(IncidentsPage.Address)] = "/dossiers/IA-2026-0042/incidents",
            [nameof(IncidentsPage.Typed)] = typed,
            [nameof(IncidentsPage.Problems)] = problems,
            [nameof(IncidentsPage.Form)] = new string('a', 32),
            [nameof(IncidentsPage.Token)] = "jeton",
        });
    }
}
