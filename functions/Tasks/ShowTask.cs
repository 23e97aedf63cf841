using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using RegionSud.AiWorkflow.Edge.Access;

namespace RegionSud.AiWorkflow.Edge.Tasks;

/// <summary>Shows a task. Mail scanners follow links: looking changes nothing at all.</summary>
public sealed class ShowTask(TaskVisits visits, TaskPages pages)
{
    /// <summary>200 for a task that waits or was decided, 404 for an altered link, 410 for an expired one or a task not asked any more.</summary>
    [Function("ShowTask")]
    [Access(Anonymous = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "taches/{token}")] HttpRequest request, string token, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await pages.ShowAsync(request.HttpContext, await visits.OpenAsync(token, cancellation), posted: false, cancellation);
    }
}
