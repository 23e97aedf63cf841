using System.Globalization;
using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Intake;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Step3Arbitration;

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
        var (form, refusal) = await PostedForm.ReadAsync(request, RequestLimits.Texts, cancellation);
        if (form is null)
            return Refusals.Of(http, refusal!.Status, refusal.Title, refusal.Status == StatusCodes.Status413PayloadTooLarge ? "Vos réponses sont trop longues. Raccourcissez-les." : refusal.Detail);
        if (await visits.OpenAsync(token, cancellation) is not TaskVisit.Open visit)
            return await pages.ShowAsync(http, await visits.OpenAsync(token, cancellation), posted: true, cancellation);
        var submission = SubmissionOf(form);
        if (!await pages.IsTokenGoodAsync(http))
            return await pages.AskAsync(http, visit, submission, [Stale], StatusCodes.Status400BadRequest, cancellation);
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

    internal static Problem Stale { get; } = new("", "La page était ouverte depuis trop longtemps, ou les cookies sont refusés. Rien n’est perdu\u00a0: vérifiez, puis envoyez à nouveau.");

    private static Problem Changed { get; } = new("", "Le dossier a changé depuis que vous l’avez ouvert\u00a0: votre réponse n’a pas été enregistrée. Relisez-le, puis envoyez-la à nouveau.");

    internal static Submission SubmissionOf(IFormCollection form)
    {
        var answers = form.Keys
            .Where(key => key.StartsWith("q-", StringComparison.Ordinal))
            .ToDictionary(key => key[2..], key => form[key].ToString(), StringComparer.Ordinal);
        var version = long.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : 0;
        return new Submission(form["choix"], form["motif"], ConditionsOf(form), form["echeance"], answers, version);
    }

    private static List<TypedCondition> ConditionsOf(IFormCollection form) => [.. Enumerable.Range(1, ConditionReading.Most).Select(ConditionReading.FieldOf)
        .Select(field => new TypedCondition(form[field], form[$"{field}-porteur"], form[$"{field}-date"]))];

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
