using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Intake;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Edge.Tasks;

/// <summary>The page of the code that a weighty decision asks for.</summary>
public sealed class ConfirmDecision(TaskVisits visits, TaskPages pages, DecisionCodes codes, Deciding deciding)
{
    /// <summary>Asks for the code. Looking sends none and tries none.</summary>
    [Function("ShowDecisionCode")]
    [Access(Anonymous = true)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "taches/{token}/code")] HttpRequest request, string token, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await visits.OpenAsync(token, cancellation) is TaskVisit.Open visit
            ? pages.AskForCode(request.HttpContext, visit, token, null, StatusCodes.Status200OK)
            : new SeeOther($"/taches/{token}");
    }

    /// <summary>
    /// Field <c>code</c>. 303 to the task's page once the decision is recorded; 400 without a good anti-forgery token, 422 for a wrong code, 410 for one that
    /// is too old or was tried too often: the decision is then to be sent anew, from its draft.
    /// </summary>
    [Function("ConfirmDecision")]
    [Access(Anonymous = true)]
    public async Task<IResult> ConfirmAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "taches/{token}/code")] HttpRequest request,
        string token,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        var (form, refusal) = await PostedForm.ReadTextsAsync(request, cancellation);
        if (form is null)
            return refusal!;
        var found = await visits.OpenAsync(token, cancellation);
        if (found is not TaskVisit.Open visit)
            return await pages.ShowAsync(http, found, posted: true, cancellation);
        if (!await pages.IsTokenGoodAsync(http))
            return pages.AskForCode(http, visit, token, "La page était ouverte depuis trop longtemps. Écrivez le code à nouveau.", StatusCodes.Status400BadRequest);
        return await codes.TryAsync(visit.Link, form["code"], cancellation) switch
        {
            CodeResult.Right right => await deciding.DecideAsync(http, token, visit, right.Submission, Proof.MailedCode, client, cancellation),
            CodeResult.Wrong { Left: 1 } => pages.AskForCode(http, visit, token, "Ce n’est pas le bon code. Il vous reste un essai.", StatusCodes.Status422UnprocessableEntity),
            CodeResult.Wrong wrong => pages.AskForCode(http, visit, token, $"Ce n’est pas le bon code. Il vous reste {wrong.Left}\u00a0essais.", StatusCodes.Status422UnprocessableEntity),
            _ => TaskPages.Message(
                "Ce code ne vaut plus", "Il a plus de dix minutes, ou cinq essais ont été faits. Rien n’est décidé. Rouvrez le lien de votre courriel et envoyez votre décision à nouveau\u00a0: un autre code vous arrivera.", StatusCodes.Status410Gone),
        };
    }
}
