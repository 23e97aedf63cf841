using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Admin;
using RegionSud.AiWorkflow.Edge.Intake;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Edge.Tasks;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Objections;

/// <summary>« Ce n’était pas moi » : by the link of a decision's receipt; then DTISU says whether the decision stands.</summary>
// Seven parameters: what was decided, what follows, and what every page needs.
public sealed partial class DisownPages(
    ObjectionLinks links, CaseFiles files, DisownDesk desk, IPeople people, CharterRules rules, IAntiforgery antiforgery, ILogger<DisownPages> log)
{
    /// <summary>Shows the decision and the form. Changes nothing.</summary>
    [Function("ShowDisown")]
    [Access(Anonymous = true)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "pas-moi/{token}")] HttpRequest request, string token, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (file, decision, other) = await OpenAsync(token, cancellation);
        return file is null || decision is null ? other! : Ask(request.HttpContext, $"/pas-moi/{token}", file, decision, null, null, false, StatusCodes.Status200OK);
    }

    /// <summary>Field <c>texte</c>. 200 once it is recorded; 400 without a good anti-forgery token, 410 when the decision is no longer the latest or too old, 422 without words.</summary>
    [Function("Disown")]
    [Access(Anonymous = true)]
    public async Task<IResult> DisownAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "pas-moi/{token}")] HttpRequest request, string token, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        var (form, refusal) = await PostedForm.ReadTextsAsync(request, cancellation);
        if (form is null)
            return refusal!;
        var (file, decision, other) = await OpenAsync(token, cancellation);
        if (file is null || decision is null)
            return other!;
        var typed = form["texte"].ToString();
        if (!await antiforgery.IsRequestValidAsync(http))
            return Ask(http, $"/pas-moi/{token}", file, decision, typed, "La page était ouverte depuis trop longtemps. Vérifiez, puis envoyez à nouveau.", false, StatusCodes.Status400BadRequest);
        if (DisownDesk.ProblemOf(typed) is { } problem)
            return Ask(http, $"/pas-moi/{token}", file, decision, typed, problem, false, StatusCodes.Status422UnprocessableEntity);
        var after = await desk.DisownAsync(file.Case, decision, typed, cancellation);
        return TaskPages.Message(
            "C’est noté, la DTISU est prévenue",
            after.Frozen == decision.TaskId
                ? "L’effet de cette décision est gelé\u00a0: plus rien ne se décide sur ce dossier tant que la DTISU n’a pas tranché. Elle vous appellera. Changez aussi le mot de passe de votre messagerie."
                : "D’autres ont déjà décidé à la suite\u00a0: l’effet n’a pas pu être gelé, mais la DTISU est prévenue et vous appellera. Changez aussi le mot de passe de votre messagerie.",
            StatusCodes.Status200OK);
    }

    /// <summary>A frozen decision, as DTISU settles it.</summary>
    [Function("FrozenPage")]
    [Access(Role.Dtisu)]
    public async Task<IResult> ShowFrozenAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dossiers/{id}/gel")] HttpRequest request, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (file, decision, other) = await OpenFrozenAsync(request.HttpContext, id, cancellation);
        return file is null || decision is null ? other! : Ask(request.HttpContext, $"/dossiers/{id}/gel", file, decision, null, null, true, StatusCodes.Status200OK);
    }

    /// <summary>
    /// Fields <c>suite</c> (<c>maintenir</c> or <c>annuler</c>) and <c>texte</c>. 303 to the case; 422 with what is to be mended. An annulment restarts the case's
    /// life at a new round of the decision's step.
    /// </summary>
    [Function("SettleFrozen")]
    [Access(Role.Dtisu)]
    public async Task<IResult> SettleAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dossiers/{id}/gel")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        var (form, refusal) = await SmallForm.ReadAsync(request, antiforgery, cancellation);
        if (form is null)
            return refusal!;
        var (file, decision, other) = await OpenFrozenAsync(http, id, cancellation);
        if (file is null || decision is null)
            return other!;
        var (next, typed) = (form["suite"].ToString(), form["texte"].ToString());
        if (next is not ("maintenir" or "annuler"))
            return Ask(http, $"/dossiers/{id}/gel", file, decision, typed, "Choisissez de maintenir ou d’annuler cette décision.", true, StatusCodes.Status422UnprocessableEntity);
        if (DisownDesk.ProblemOf(typed) is { } problem)
            return Ask(http, $"/dossiers/{id}/gel", file, decision, typed, problem, true, StatusCodes.Status422UnprocessableEntity);
        var actor = await people.EnsureAsync(http.Visitor().Email!, null, null, cancellation);
        if (next == "maintenir")
            await desk.UpholdAsync(file.Case, typed, actor.Id, cancellation);
        else if (await desk.AnnulAsync(file.Case, typed, actor.Id, cancellation) is { } wake)
            await RestartAsync(wake, client, cancellation);
        return new SeeOther($"/dossiers/{id}");
    }

    private async Task<(CaseFile? File, DecisionRef? Decision, IResult? Other)> OpenAsync(string token, CancellationToken cancellation)
    {
        if (links.ReadDisowned(token) is not var (taskId, person) || !TaskOrder.TryParse(taskId, out var order) || await files.OpenAsync(order.CaseId, cancellation) is not { } file)
            return (null, null, TaskPages.Message("Lien inconnu", "Ce lien est incomplet ou a été modifié. Prévenez la DTISU par téléphone.", StatusCodes.Status404NotFound));
        return desk.Find(file.Case, taskId, person) is { } decision
            ? (file, decision, null)
            : (null, null, TaskPages.Message("Cette décision ne tient plus", "Elle a été annulée, ou une autre l’a remplacée, ou elle a plus de trente jours. Si vous avez un doute, prévenez la DTISU par téléphone.", StatusCodes.Status410Gone));
    }

    private async Task<(CaseFile? File, DecisionRef? Decision, IResult? Other)> OpenFrozenAsync(HttpContext http, string id, CancellationToken cancellation)
    {
        if (!CaseId.TryParse(id, out var caseId) || await files.OpenAsync(caseId, cancellation) is not { } file)
            return (null, null, Refusals.NotFound(http));
        return file.Case.Decisions.Values.FirstOrDefault(decision => decision.TaskId == file.Case.Frozen) is { } decision
            ? (file, decision, null)
            : (null, null, TaskPages.Message("Ce dossier n’est pas gelé", "Personne n’a désavoué de décision, ou la DTISU a déjà tranché.", StatusCodes.Status409Conflict));
    }

    private Page Ask(HttpContext http, string address, CaseFile file, DecisionRef decision, string? typed, string? problem, bool settles, int status) => Page.Of<DisownPage>(
        new()
        {
            [nameof(DisownPage.File)] = file,
            [nameof(DisownPage.Decision)] = decision,
            [nameof(DisownPage.Rules)] = rules,
            [nameof(DisownPage.Address)] = address,
            [nameof(DisownPage.Typed)] = typed,
            [nameof(DisownPage.Problem)] = problem,
            [nameof(DisownPage.Settles)] = settles,
            [nameof(DisownPage.Token)] = antiforgery.GetAndStoreTokens(http).RequestToken,
        },
        status);

    private async Task RestartAsync(Wake wake, DurableTaskClient client, CancellationToken cancellation)
    {
        try
        {
            await new DurableOrchestrations(client).RestartAsync(wake.CaseId, wake.Instance, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            NotRestarted(wake.CaseId.Value, e.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A decision of {CaseId} is annulled, but its life was not restarted ({Failure}); the sweep will.")]
    private partial void NotRestarted(string caseId, string failure);
}
