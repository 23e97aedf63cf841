using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RegionSud.AiWorkflow.Edge.Access;

namespace RegionSud.AiWorkflow.Edge.Tasks;

/// <summary>Takes a decision: recorded first, then the step that waits is woken. When the waking fails the sweep does it.</summary>
public sealed class DecideTask(TaskVisits visits, TaskPages pages, Deciding deciding)
{
    /// <summary>
    /// Fields <c>choix</c>, <c>motif</c>, <c>condition-1</c> (with <c>-porteur</c> and <c>-date</c>) to <c>condition-5</c>, <c>echeance</c>, <c>q-…</c> and <c>version</c>. 303 to the same address once it is
    /// recorded; else nothing is written: 400 without a good anti-forgery token, 409 when it was decided or the file changed, 422 with what is to be mended.
    /// A weighty choice of somebody who is not signed in as the addressee gets the page of the code, which is mailed to the addressee.
    /// </summary>
    [Function("DecideTask")]
    [Access(Anonymous = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "taches/{token}")] HttpRequest request,
        string token,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (visit, submission, refusal) = await TaskPost.ReadAsync(request, token, visits, pages, cancellation);
        if (visit is null || submission is null)
            return refusal!;
        return await deciding.DecideAsync(request.HttpContext, token, visit, submission, null, client, cancellation);
    }
}
