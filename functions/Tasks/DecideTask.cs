using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Tasks;

/// <summary>Takes a decision: recorded first, then the step that waits is woken. When the waking fails the sweep does it.</summary>
public sealed partial class DecideTask(TaskVisits visits, TaskPages pages, DecisionDesk desk, BlobDrafts drafts, ILogger<DecideTask> log)
{
    /// <summary>
    /// Fields <c>choix</c>, <c>motif</c>, <c>condition-1</c> (with <c>-porteur</c> and <c>-date</c>) to <c>condition-5</c>, <c>echeance</c>, <c>q-…</c> and <c>version</c>. 303 to the same address once it is
    /// recorded; else nothing is written: 400 without a good anti-forgery token, 409 when it was decided or the file changed, 422 with what is to be mended.
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
        var http = request.HttpContext;
        var (visit, submission, refusal) = await TaskPost.ReadAsync(request, token, visits, pages, cancellation);
        if (visit is null || submission is null)
            return refusal!;
        switch (await desk.RecordAsync(visit.Link.TaskId, visit.Link.Person, submission, cancellation))
        {
            case DecisionResult.Recorded recorded:
                await WakeAsync(recorded.Wake, client, cancellation);
                await ForgetDraftAsync(visit.Link, cancellation);
                return new SeeOther(http.Request.Path);
            case DecisionResult.Invalid invalid:
                return await pages.AskAsync(http, visit, submission, invalid.Problems, StatusCodes.Status422UnprocessableEntity, cancellation);
            case DecisionResult.FileChanged when await visits.OpenAsync(token, cancellation) is TaskVisit.Open current:
                return await pages.AskAsync(http, current, submission, [Changed], StatusCodes.Status409Conflict, cancellation);
            default:
                return await pages.ShowAsync(http, await visits.OpenAsync(token, cancellation), posted: true, cancellation);
        }
    }

    private static Problem Changed { get; } = new("", "Le dossier a changé depuis que vous l’avez ouvert\u00a0: votre réponse n’a pas été enregistrée. Relisez-le, puis envoyez-la à nouveau.");

    private async Task WakeAsync(Wake wake, DurableTaskClient client, CancellationToken cancellation)
    {
        try
        {
            await new DurableOrchestrations(client).WakeAsync(wake.Instance, wake.EventName!, wake.Key, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            WakeFailed(wake.Key, e.GetType().Name);
        }
    }

    // The decision is taken whatever becomes of its draft, which goes by itself after thirty days.
    private async Task ForgetDraftAsync(TaskLink link, CancellationToken cancellation)
    {
        try
        {
            await drafts.ForgetAsync(link.TaskId, link.Person, cancellation);
        }
        catch (RequestFailedException e)
        {
            DraftKept(link.TaskId, e.Status);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The draft of {TaskId} could not be deleted (status {Status}).")]
    private partial void DraftKept(string taskId, int status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Key} is recorded, but its step was not woken ({Failure}); the sweep will.")]
    private partial void WakeFailed(string key, string failure);
}
