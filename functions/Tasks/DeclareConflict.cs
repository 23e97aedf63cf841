using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Intake;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Edge.Tasks;

/// <summary>Who is asked says that they have a conflict of interest: the task goes to somebody else, and nothing is decided.</summary>
public sealed class DeclareConflict(TaskVisits visits, TaskPages pages, HandingDesk desk)
{
    private const int LongestReason = 1000;

    /// <summary>
    /// Field <c>conflit</c>. 200 once it is recorded; 400 without a good anti-forgery token, 422 without a reason, else the page of what the link leads to.
    /// A second press finds that the person is no longer asked.
    /// </summary>
    [Function("DeclareConflict")]
    [Access(Anonymous = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "taches/{token}/conflit")] HttpRequest request, string token, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        var (form, refusal) = await PostedForm.ReadTextsAsync(request, cancellation);
        if (form is null)
            return refusal!;
        var found = await visits.OpenAsync(token, cancellation);
        if (found is not TaskVisit.Open visit || !visit.Kind.Impartial)
            return await pages.ShowAsync(http, found, posted: true, cancellation);
        if (!await pages.IsTokenGoodAsync(http))
            return await pages.AskAsync(http, visit, null, [new Problem("conflit", "La page était ouverte depuis trop longtemps. Écrivez-le à nouveau.")], StatusCodes.Status400BadRequest, cancellation);
        var reason = form["conflit"].ToString().Trim();
        if ((TypedWords.Are(reason) ? TypedWords.TooLong(reason, LongestReason) : "Écrivez en quoi consiste ce conflit.") is { } problem)
            return await pages.AskAsync(http, visit, null, [new Problem("conflit", problem)], StatusCodes.Status422UnprocessableEntity, cancellation);
        return await desk.DeclareConflictAsync(visit.Link.TaskId, visit.Link.Person, reason, cancellation) switch
        {
            HandingResult.Done => TaskPages.Message("Votre déclaration est enregistrée", "Vous n’êtes plus appelé à décider de ce dossier\u00a0: la demande est chez une autre personne. Merci de l’avoir dit.", StatusCodes.Status200OK),
            HandingResult.Nobody => TaskPages.Message("Votre déclaration est enregistrée", "Vous n’êtes plus appelé à décider de ce dossier. La DTISU est prévenue\u00a0: elle dira à qui revient la demande. Merci de l’avoir dit.", StatusCodes.Status200OK),
            _ => await pages.ShowAsync(http, await visits.OpenAsync(token, cancellation), posted: true, cancellation),
        };
    }
}
