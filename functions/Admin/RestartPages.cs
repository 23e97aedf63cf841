using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>Restarts a life that failed or was lost.</summary>
public sealed partial class RestartPages(CaseFiles files, IPeople people, IAntiforgery antiforgery, ILogger<RestartPages> logger)
{
    private const int ReasonLength = 300;

    /// <summary>Asks whether to start a life again, and why. Changes nothing.</summary>
    [Function("RestartPage")]
    [Access(Role.Dtisu, Role.Administrator)]
    public async Task<IResult> AskRestartAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "suivi/{id}/relancer")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return CaseId.TryParse(id, out var caseId) && await files.FindAsync(caseId, cancellation) is { } useCase
            ? Form(request.HttpContext, useCase, await EngineStates.LifecycleAsync(client, caseId, cancellation))
            : Unknown(request.HttpContext);
    }

    /// <summary>
    /// Starts a life again that failed or was lost: it goes on from the journal, and nobody is asked the same thing twice. One that is at work
    /// is left alone, by the start itself.
    /// </summary>
    [Function("Restart")]
    [Access(Role.Dtisu, Role.Administrator)]
    public async Task<IResult> RestartAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "suivi/{id}/relancer")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        var (form, refusal) = await SmallForm.ReadAsync(request, antiforgery, cancellation);
        if (form is null)
            return refusal!;
        if (!CaseId.TryParse(id, out var caseId) || await files.FindAsync(caseId, cancellation) is not { } useCase)
            return Unknown(http);
        var reason = form["motif"].ToString().Trim();
        var state = await EngineStates.LifecycleAsync(client, caseId, cancellation);
        if (!RestartPage.IsPossible(useCase, state))
            return Form(http, useCase, state, StatusCodes.Status409Conflict);
        if (!TypedWords.Are(reason))
            return Form(http, useCase, state, StatusCodes.Status422UnprocessableEntity, "Écrivez pourquoi vous relancez ce cas.", reason);
        if (reason.Length > ReasonLength)
            return Form(http, useCase, state, StatusCodes.Status422UnprocessableEntity, $"Raccourcissez\u00a0: {ReasonLength} caractères au plus.", reason);

        var person = await people.EnsureAsync(http.Visitor().Email!, null, null, cancellation);
        var words = new DecisionText(caseId.Value, "restart", reason, null, CaseFiles.NewSalt());
        var restarted = new CaseEvent.CaseRestarted(await files.WriteAsync(caseId, words, cancellation));
        await files.RecordAsync(caseId, [new Fact($"restarted:{Guid.NewGuid():N}", restarted, person.Id)], cancellation);
        await new DurableOrchestrations(client).StartAsync(caseId, cancellation);
        Restarted(logger, caseId.Value, state.Status?.ToString() ?? "none", person.Id);
        return Page.Of<MessagePage>(new()
        {
            [nameof(MessagePage.Title)] = $"{caseId} est relancé",
            [nameof(MessagePage.Detail)] = "Le cas reprend à l’étape que porte son journal. Personne ne reçoit deux fois la même demande. Son état paraît dans le suivi d’ici quelques instants.",
        });
    }

    private Page Form(HttpContext http, UseCase useCase, EngineState state, int status = StatusCodes.Status200OK, string? problem = null, string? reason = null) => Page.Of<RestartPage>(
        new()
        {
            [nameof(RestartPage.Case)] = useCase,
            [nameof(RestartPage.State)] = state,
            [nameof(RestartPage.Problem)] = problem,
            [nameof(RestartPage.Reason)] = reason,
            [nameof(RestartPage.Token)] = antiforgery.GetAndStoreTokens(http).RequestToken,
        },
        status);

    private static IResult Unknown(HttpContext http) => Refusals.Of(
        http, StatusCodes.Status404NotFound, "Cas inconnu", "Aucun cas d’usage ne porte ce numéro. Vérifiez-le\u00a0: il s’écrit IA-2026-0001.");

    [LoggerMessage(Level = LogLevel.Warning, Message = "The life of {CaseId} was started again (it was {Status}) by {Person}.")]
    private static partial void Restarted(ILogger logger, string caseId, string status, string person);
}
