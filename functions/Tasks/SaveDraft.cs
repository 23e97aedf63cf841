using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Pages;

namespace RegionSud.AiWorkflow.Edge.Tasks;

/// <summary>Keeps what was typed so far in a task's form, as it is: nothing is checked, nothing is decided, the case does not know.</summary>
public sealed class SaveDraft(TaskVisits visits, TaskPages pages, BlobDrafts drafts)
{
    internal const string Suffix = "/brouillon";

    /// <summary>
    /// The fields of <see cref="DecideTask"/>. 303 to the task's page, which shows the draft; 400 without a good anti-forgery token, 409 when it was decided.
    /// </summary>
    [Function("SaveDraft")]
    [Access(Anonymous = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "taches/{token}/brouillon")] HttpRequest request, string token, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (visit, typed, refusal) = await TaskPost.ReadAsync(request, token, visits, pages, cancellation);
        if (visit is null || typed is null)
            return refusal!;
        await drafts.SaveAsync(visit.Link.TaskId, visit.Link.Person, typed, cancellation);
        return new SeeOther($"/taches/{token}");
    }
}
