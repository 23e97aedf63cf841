using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Admin;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Watch;

namespace RegionSud.AiWorkflow.Tests.Admin;

public sealed class AdminPagesTests
{
    private const string Hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&{{7*7}}";

    [Fact]
    public async Task The_case_page_marks_the_present_step_and_says_late_in_words()
    {
        var page = await Rendering.PageAsync<CasePage>(new() { ["View"] = SampleCase.View() });
        var present = Assert.Single(page.QuerySelectorAll("ol li[aria-current=step]"));
        Assert.Contains("Qualification", present.TextContent, StringComparison.Ordinal);
        Assert.Contains("Étape en cours", present.TextContent, StringComparison.Ordinal);
        Assert.Contains("En retard", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("", Rendering.MisplacedSpaces(page));
    }

    [Fact]
    public async Task Typed_text_is_shown_as_text_on_the_case_page()
    {
        var page = await Rendering.PageAsync<CasePage>(new() { ["View"] = SampleCase.View(Hostile) });
        Assert.Empty(page.QuerySelectorAll("script, img, [onerror]"));
        Assert.Contains(Hostile, page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(Hostile, page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_follow_up_shows_both_orchestrations_when_the_steps_one_is_lost_and_offers_to_restart()
    {
        var line = SampleCase.Line with { Title = Hostile };
        var board = new MonitoringBoard([new StepCount(Step.Qualification, 1, 1, false)], [line], 1, 1, 1, false, SampleCase.Look);
        EngineState[] states =
        [
            new(line.Instance, "étape", null, null, null),
            new(line.Id.Value, "vie du cas", OrchestrationRuntimeStatus.Failed, Rendering.Now, Hostile),
        ];
        var page = await Rendering.PageAsync<MonitoringPage>(new()
        {
            ["Board"] = board,
            ["Query"] = new MonitoringQuery(null, null, false, 1),
            ["States"] = new IReadOnlyList<EngineState>[] { states },
            ["MayRestart"] = true,
        });
        var text = page.Body!.TextContent;
        Assert.Contains("introuvable", text, StringComparison.Ordinal);
        Assert.Contains("en échec", text, StringComparison.Ordinal);
        Assert.Contains("En retard", text, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("a[href='/suivi/IA-2026-0042/relancer']"));
        Assert.Empty(page.QuerySelectorAll("script, img"));
        Assert.Equal("", Rendering.MisplacedSpaces(page).Replace(Hostile, "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_follow_up_counts_the_mails_that_did_not_go_out_and_says_for_whom_since_when_and_why()
    {
        var failure = new UndeliveredMail(SampleCase.Id, "receipt", Role.Requester, Rendering.Now.AddDays(-2), true, Hostile);
        var page = await Rendering.PageAsync<MonitoringPage>(new()
        {
            ["Board"] = new MonitoringBoard([], [], 0, 1, 1, false, new LawLook(null, null)),
            ["Query"] = new MonitoringQuery(null, null, false, 1),
            ["States"] = Array.Empty<IReadOnlyList<EngineState>>(),
            ["Undelivered"] = new UndeliveredMails([failure, failure with { To = Role.Dpo, ForGood = false, Error = "451" }], true),
        });
        Assert.Equal("Plus de 2 courriels ne sont pas partis.", page.QuerySelector("a[href='#courriels']")!.TextContent);
        var rows = page.QuerySelectorAll("section[aria-labelledby=courriels] tbody tr").Select(row => row.TextContent).ToList();
        Assert.Equal(2, rows.Count);
        foreach (var said in new[] { "IA-2026-0042", "Auteur du besoin", "22\u00a0novembre 2026", "Refusé", Hostile })
            Assert.Contains(said, rows[0], StringComparison.Ordinal);
        Assert.Contains("DPD", rows[1], StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("script, img"));
        Assert.Equal("", Rendering.MisplacedSpaces(page).Replace(Hostile, "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_follow_up_says_when_the_law_was_looked_at_what_was_found_and_what_goes_wrong_with_the_look_under_way()
    {
        var page = await Rendering.PageAsync<MonitoringPage>(new()
        {
            ["Board"] = new MonitoringBoard([], [], 0, 1, 1, false, SampleCase.Look),
            ["Query"] = new MonitoringQuery(null, null, false, 1),
            ["States"] = Array.Empty<IReadOnlyList<EngineState>>(),
            ["Look"] = new EngineState(SampleCase.Look.UnderWay!.Id, "veille juridique", OrchestrationRuntimeStatus.Running, Rendering.Now, Hostile),
        });
        var text = page.GetElementById("veille")!.ParentElement!.TextContent;
        Assert.Contains("2 cas sont concernés, sur 31 cas regardés", text, StringComparison.Ordinal);
        Assert.Contains("Aucun regard ne s’est terminé depuis", text, StringComparison.Ordinal);
        Assert.Contains("en marche, en difficulté", text, StringComparison.Ordinal);
        Assert.Contains(Hostile, text, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("a[href='/dossiers/IA-2026-0007']"));
        Assert.Equal("", Rendering.MisplacedSpaces(page).Replace(Hostile, "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_case_lists_the_changes_that_no_re_check_has_looked_at()
    {
        var view = SampleCase.View();
        var page = await Rendering.PageAsync<CasePage>(new() { ["View"] = view with { Case = view.Case with { PendingLawChanges = [SampleCase.LawChange] } } });
        var text = page.Body!.TextContent;
        foreach (var difference in SampleCase.LawChange.Differences)
            Assert.Contains(LawWording.Of(difference, SampleCase.LawChange.Day, Rendering.Rules), text, StringComparison.Ordinal);
        Assert.Equal("", Rendering.MisplacedSpaces(page));
        Assert.DoesNotContain("n’a pas encore regardés", (await Rendering.PageAsync<CasePage>(new() { ["View"] = view })).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_follow_up_says_what_will_come()
    {
        var page = await Rendering.PageAsync<MonitoringPage>(new()
        {
            ["Board"] = new MonitoringBoard([], [], 0, 1, 1, false, new LawLook(null, null)),
            ["Query"] = new MonitoringQuery(null, null, false, 1),
            ["States"] = Array.Empty<IReadOnlyList<EngineState>>(),
        });
        Assert.Contains("Aucun cas n’est ouvert", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Running, CaseStatus.Active, false)]
    [InlineData(OrchestrationRuntimeStatus.Suspended, CaseStatus.Active, false)]
    [InlineData(OrchestrationRuntimeStatus.Failed, CaseStatus.Active, true)]
    [InlineData(OrchestrationRuntimeStatus.Completed, CaseStatus.InProduction, true)]
    [InlineData(OrchestrationRuntimeStatus.Failed, CaseStatus.Closed, false)]
    public async Task Only_a_lost_life_of_an_open_case_can_be_started_again(OrchestrationRuntimeStatus status, CaseStatus caseStatus, bool possible)
    {
        var page = await Rendering.PageAsync<RestartPage>(new()
        {
            ["Case"] = SampleCase.Case with { Status = caseStatus },
            ["State"] = new EngineState("IA-2026-0042", "vie du cas", status, null, null),
            ["Token"] = "request",
        });
        Assert.Equal(possible, page.QuerySelector("form[method=post] textarea[name=motif]") is not null);
        Assert.Equal(possible, page.QuerySelector("input[type=hidden][value=request]") is not null);
        Assert.Equal("", Rendering.MisplacedSpaces(page));
    }

    [Fact]
    public async Task The_models_page_shows_what_is_wrong_at_its_field_and_keeps_what_was_typed()
    {
        var model = new ModelRecord("mistral-large", "Mistral AI", "Mistral Large", "2411", Rendering.Now, [new RecordedChange("model-mistral-large-1", "2407", "2411", Rendering.Now, "p-1")]);
        var page = await Rendering.PageAsync<ModelsPage>(new()
        {
            ["Usages"] = new[] { new ModelUsage(model, 3, false) },
            ["Changes"] = new[] { ModelLogLine.Of(model.Id, model.Changes[0], Hostile) },
            ["Typed"] = new TypedModel(new Dictionary<string, string> { ["id"] = "mistral-large", ["nom"] = Hostile, ["version"] = "latest" }),
            ["Problems"] = new[] { new Problem("version", "Indiquez la version exacte.") },
            ["Token"] = "request",
        });
        Assert.Equal(Hostile, page.QuerySelector("input[name=nom]")!.GetAttribute("value"));
        Assert.Equal("true", page.QuerySelector("input[name=version]")!.GetAttribute("aria-invalid"));
        Assert.NotNull(page.QuerySelector("[role=alert] a[href='#version']"));
        Assert.Empty(page.QuerySelectorAll("script, img"));
        Assert.Equal("", Rendering.MisplacedSpaces(page));
    }

    [Fact]
    public void Each_function_of_this_part_has_an_access_rule_and_answers_HEAD_where_it_answers_GET()
    {
        var functions = typeof(CasesApi).Assembly.GetTypes()
            .Where(type => type.Namespace is "RegionSud.AiWorkflow.Edge.Admin" or "RegionSud.AiWorkflow.Edge.PublicRegister")
            .SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null)
            .ToList();
        Assert.NotEmpty(functions);
        foreach (var function in functions)
        {
            Assert.NotNull(function.GetCustomAttribute<AccessAttribute>());
            var trigger = function.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).OfType<HttpTriggerAttribute>().Single();
            Assert.Equal(trigger.Methods!.Contains("get"), trigger.Methods!.Contains("head"));
        }
    }
}
