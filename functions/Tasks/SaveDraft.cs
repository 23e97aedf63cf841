using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Intake;
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
        var http = request.HttpContext;
        var (form, refusal) = await PostedForm.ReadAsync(request, RequestLimits.Texts, cancellation);
        if (form is null)
            return Refusals.Of(http, refusal!.Status, refusal.Title, refusal.Status == StatusCodes.Status413PayloadTooLarge ? "Vos réponses sont trop longues. Raccourcissez-les." : refusal.Detail);
        if (await visits.OpenAsync(token, cancellation) is not TaskVisit.Open visit)
            return await pages.ShowAsync(http, await visits.OpenAsync(token, cancellation), posted: true, cancellation);
        var typed = DecideTask.SubmissionOf(form);
        if (!await pages.IsTokenGoodAsync(http))
            return await pages.AskAsync(http, visit, typed, [DecideTask.Stale], StatusCodes.Status400BadRequest, cancellation);
        await drafts.SaveAsync(visit.Link.TaskId, visit.Link.Person, typed, cancellation);
        return new SeeOther($"/taches/{token}");
    }
}
