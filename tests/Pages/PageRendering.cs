using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Edge.Tasks;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Tests.Pages;

/// <summary>Renders pages as the site does, and makes the files that they show.</summary>
internal static class PageRendering
{
    public static readonly CharterRules Rules = CharterLoader.Load();
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly DocumentRef Document = new(new string('0', 64), "application/json", 2);

    public static async Task<(string Html, IHtmlDocument Page)> RenderAsync<TComponent>(Dictionary<string, object?> parameters)
        where TComponent : IComponent
    {
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(Rules)
            .AddSingleton(HtmlEncoder.Create(UnicodeRanges.All))
            .BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters))).ToHtmlString());
        return (html, new HtmlParser().ParseDocument(html));
    }

    public static CaseFile File(params (string Form, Dictionary<string, string> Values)[] answers) => new(
        new UseCase { Id = CaseId.Of(2026, 1), Directorate = "lycees", Requester = "r", Original = Document, FileVersion = 7, OpenedAt = Now },
        answers.ToDictionary(
            pair => pair.Form,
            pair => new Answers(pair.Form, "2026-1", pair.Values.ToDictionary(value => value.Key, value => new Answer(value.Value, new AnswerSource("page", value.Key))), "")),
        new Dictionary<string, DecisionText>());

    public static CaseFile Decided(this CaseFile file, string kind, string choice, string reason, int day) => file with
    {
        Case = file.Case with { Decisions = file.Case.Decisions.SetItem(kind, new DecisionRef($"t-{kind}", kind, choice, "p", Now.AddDays(day), Document, null)) },
        Decisions = new Dictionary<string, DecisionText>(file.Decisions) { [kind] = new DecisionText($"t-{kind}", choice, reason, null, "") },
    };

    public static TaskSheet Sheet(string kind, CaseFile file, Submission? typed = null, params Problem[] problems)
    {
        var row = Rules.Tasks[kind];
        var task = new PendingTask($"IA-2026-0001.{row.Step}.1.{kind}.1", kind, row.Role, ImmutableList.Create("p"), Now, Now.AddDays(7), 0, false);
        var visit = new TaskVisit.Open(new TaskLink(task.TaskId, "p", 7, Now.AddDays(7)), file, task, row);
        return new TaskSheet(visit, Rules, new Dictionary<string, string>(), [], [], typed, problems, "token", Now);
    }
}
