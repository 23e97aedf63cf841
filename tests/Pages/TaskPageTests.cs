using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Edge.Tasks;
using RegionSud.AiWorkflow.HumanTasks;
using Xunit;

namespace RegionSud.AiWorkflow.Tests.Pages;

public sealed class TaskPageTests
{
    private const string Hostile = "</textarea><script>alert(1)</script>\"' onfocus=x";

    [Fact]
    public async Task What_people_typed_is_shown_as_text_and_never_becomes_markup()
    {
        var file = PageRendering.File(("need", new() { ["title"] = Hostile, ["problem"] = Hostile })).Decided("endorse", "return", Hostile, 1);
        var typed = new Submission(Hostile, Hostile, [new TypedCondition(Hostile, Hostile, Hostile)], Hostile, new Dictionary<string, string> { ["title"] = Hostile, ["problem"] = Hostile }, 7);
        foreach (var kind in new[] { "correct", "review", "arbitrate" })
        {
            var (html, page) = await PageRendering.RenderAsync<TaskPage>(new() { ["Sheet"] = PageRendering.Sheet(kind, file, typed) });
            Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
            Assert.Empty(page.QuerySelectorAll("[onfocus]"));
            Assert.Equal(Hostile, page.QuerySelector("textarea[name=motif]")!.TextContent);
        }
    }

    [Fact]
    public async Task Nothing_is_chosen_beforehand_and_the_form_carries_the_version_shown()
    {
        var (_, page) = await PageRendering.RenderAsync<TaskPage>(new() { ["Sheet"] = PageRendering.Sheet("arbitrate", PageRendering.File()) });
        Assert.Equal(4, page.QuerySelectorAll("input[name=choix]").Length);
        Assert.Empty(page.QuerySelectorAll("input[checked]"));
        Assert.Equal("7", page.QuerySelector("input[name=version]")!.GetAttribute("value"));
        Assert.Equal("token", page.QuerySelector("input[name=jeton]")!.GetAttribute("value"));
        Assert.Equal(5, page.QuerySelectorAll("textarea[name^=condition-], select[name^=condition-]").Length / 2);
        Assert.NotNull(page.QuerySelector("input[name=echeance]"));
    }

    [Fact]
    public async Task Each_error_of_the_summary_leads_to_its_field_and_is_repeated_there()
    {
        var sheet = PageRendering.Sheet(
            "qualify", PageRendering.File(), new Submission(null, "", [], null, new Dictionary<string, string>(), 7),
            new Problem("choix", "Choisissez."), new Problem("motif", "Écrivez."), new Problem("q-rights", "Choisissez une réponse."));
        var (_, page) = await PageRendering.RenderAsync<TaskPage>(new() { ["Sheet"] = sheet });
        foreach (var link in page.QuerySelectorAll("[role=alert] a"))
        {
            var field = page.GetElementById(link.GetAttribute("href")![1..]);
            Assert.NotNull(field);
            Assert.NotNull(field.Closest(".faulty"));
        }

        Assert.Equal(3, page.QuerySelectorAll("[role=alert] a").Length);
        Assert.Equal(3, page.QuerySelectorAll(".error").Length);
        Assert.StartsWith("Erreur", page.Title!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_re_check_says_what_the_law_watch_found_and_other_pages_what_is_still_to_be_looked_at()
    {
        var (file, change) = (PageRendering.File(), Admin.SampleCase.LawChange);
        var (_, recheck) = await PageRendering.RenderAsync<TaskPage>(new() { ["Sheet"] = PageRendering.Sheet("recheck-dsipn", file with { Case = file.Case with { RecheckLawCauses = [change] } }) });
        var (_, build) = await PageRendering.RenderAsync<TaskPage>(new() { ["Sheet"] = PageRendering.Sheet("build", file with { Case = file.Case with { PendingLawChanges = [change] } }) });
        foreach (var difference in change.Differences)
        {
            var sentence = LawWording.Of(difference, change.Day, PageRendering.Rules);
            Assert.Contains(sentence, recheck.Body!.TextContent, StringComparison.Ordinal);
            Assert.Contains(sentence, build.Body!.TextContent, StringComparison.Ordinal);
        }

        Assert.Contains("Ce que la veille juridique a trouvé", recheck.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("RIA, art.\u00a04", recheck.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("un réexamen s’ouvrira si la solution est mise en service", build.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ids_are_unique_and_every_field_has_a_label()
    {
        foreach (var kind in PageRendering.Rules.Tasks.Keys)
        {
            var (_, page) = await PageRendering.RenderAsync<TaskPage>(new() { ["Sheet"] = PageRendering.Sheet(kind, PageRendering.File()) });
            var ids = page.QuerySelectorAll("[id]").Select(element => element.Id!).ToList();
            Assert.Equal(ids.Distinct(), ids);
            foreach (var field in page.QuerySelectorAll("input:not([type=hidden]), textarea, select"))
                Assert.True(page.QuerySelector($"label[for='{field.Id}']") is not null || field.Closest("label") is not null, $"{kind}: {field.Id} has no label.");
        }
    }

    [Fact]
    public void Only_gaps_are_asked_and_what_hangs_on_them()
    {
        var form = PageRendering.Rules.Forms["need"];
        var file = PageRendering.File(("need", form.Questions
            .Where(question => question.Id is not ("problem" or "decision" or "decision-maker" or "partner" or "known-solution"))
            .ToDictionary(question => question.Id, question => question.Id is "experiment" or "personal-data" ? "no" : "x")));
        Assert.Equal(["problem", "decision", "decision-maker"], TaskQuestions.Of(PageRendering.Rules.Tasks["complete"], form, file).Select(question => question.Id));
    }

    [Fact]
    public void A_need_that_comes_back_shows_the_reason_of_the_one_who_sent_it_back_last()
    {
        var file = PageRendering.File().Decided("endorse", "endorse", "porté", 1).Decided("review", "return", "à préciser", 2);
        Assert.Equal("review", Assert.Single(TaskQuestions.BehindOf(PageRendering.Rules.Tasks["correct"], file)).Kind);
        Assert.Equal("endorse", Assert.Single(TaskQuestions.BehindOf(PageRendering.Rules.Tasks["correct"], file.Decided("endorse", "return", "à revoir", 3))).Kind);
    }
}
