using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Register;

namespace RegionSud.AiWorkflow.Edge.Tasks;

/// <summary>One thing that waits for a person, with a fresh link.</summary>
public sealed record OwnTask(CaseLine Line, AskedTask Task, string Address);

/// <summary>All that waits for a person, by a link that comes in a mail: looking changes nothing, and each task has its own link from there.</summary>
public sealed class OwnTasks(TaskLinks links, ICaseLists lists, CharterRules rules, TimeProvider time)
{
    private const int MostCases = 100;

    /// <summary>200 with one page of what waits, 404 for an altered link, 410 for an expired one. One storage request.</summary>
    [Function("OwnTasks")]
    [Access(Anonymous = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "mes-demandes/{token}")] HttpRequest request, string token, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (links.Read(token) is not { TaskId: TaskLinks.Own } link)
            return Refusals.NotFound(request.HttpContext);
        if (!links.IsAlive(link))
        {
            return TaskPages.Message(
                "Ce lien a expiré", "Pour votre sécurité, un lien de courriel ne vaut que sept jours. La prochaine relance vous en apporte un nouveau.", StatusCodes.Status410Gone);
        }

        var next = request.Query["suite"].ToString();
        var page = await lists.ReadAsync(CaseListNames.OfPerson(link.Person), CaseId.TryParse(next, out _) ? next : null, MostCases, cancellation);
        var today = time.ParisToday();
        var tasks = page.Lines
            .SelectMany(line => (line.Asked ?? []).Where(task => task.Asks(link.Person, today)).Select(task => new OwnTask(line, task, links.AddressOf(task.TaskId, link.Person, line.FileVersion))))
            .OrderBy(one => one.Task.DueAt).ThenBy(one => one.Task.TaskId, StringComparer.Ordinal).ToList();
        return Page.Of<OwnTasksPage>(new()
        {
            [nameof(OwnTasksPage.Tasks)] = tasks,
            [nameof(OwnTasksPage.Rules)] = rules,
            [nameof(OwnTasksPage.Now)] = time.GetUtcNow(),
            [nameof(OwnTasksPage.Next)] = page.Next is null ? null : $"/mes-demandes/{token}?suite={Uri.EscapeDataString(page.Next)}",
        });
    }
}
