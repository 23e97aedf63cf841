using System.Net.Mail;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>DTISU gives a task that waits to somebody else, with a reason; the case's page and its journal show it.</summary>
// Six parameters: the case, who is who, what is done, and what every page needs.
public sealed class HandTasks(CaseFiles files, CaseViews views, IPeople people, HandingDesk desk, CharterRules rules, IAntiforgery antiforgery)
{
    private const int LongestReason = 1000;

    /// <summary>The tasks of a case that wait, with who is asked, and a form for each.</summary>
    [Function("HandTasksPage")]
    [Access(Role.Dtisu)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dossiers/{id}/demandes")] HttpRequest request, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await PageAsync(request.HttpContext, id, null, StatusCodes.Status200OK, cancellation);
    }

    /// <summary>
    /// Fields <c>demande</c> (task id), <c>de</c> (directory id of who is relieved; empty for nobody), <c>nom</c>, <c>courriel</c> and <c>motif</c>. 303 to the
    /// case's page; 409 when the task no longer waits, 422 with what is to be mended. Who is asked before and after is in the journal.
    /// </summary>
    [Function("HandTask")]
    [Access(Role.Dtisu)]
    public async Task<IResult> HandAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dossiers/{id}/demandes")] HttpRequest request, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        var (form, refusal) = await SmallForm.ReadAsync(request, antiforgery, cancellation);
        if (form is null)
            return refusal!;
        var typed = new TypedHanding(form["demande"].ToString(), form["de"].ToString(), form["nom"].ToString().Trim(), form["courriel"].ToString().Trim(), form["motif"].ToString().Trim(), null);
        if (ProblemOf(typed) is { } problem)
            return await PageAsync(http, id, typed with { Problem = problem }, StatusCodes.Status422UnprocessableEntity, cancellation);
        if (!TaskOrder.TryParse(typed.TaskId, out var order) || order.CaseId.Value != id)
            return await PageAsync(http, id, typed with { Problem = "Cette demande n’est pas de ce dossier." }, StatusCodes.Status422UnprocessableEntity, cancellation);

        var actor = await people.EnsureAsync(http.Visitor().Email!, null, null, cancellation);
        var to = await people.EnsureAsync(typed.Email, typed.Name, null, cancellation);
        return await desk.ReassignAsync(typed.TaskId, typed.From.Length > 0 ? typed.From : null, to, typed.Reason, actor.Id, cancellation) switch
        {
            HandingResult.Done => new SeeOther($"/dossiers/{id}"),
            HandingResult.MayNot => await PageAsync(
                http, id, typed with { Problem = "Cette personne ne peut pas recevoir la demande\u00a0: elle l’a déjà, elle est l’auteur du besoin, ou elle a déclaré un conflit d’intérêts. Choisissez-en une autre." }, StatusCodes.Status422UnprocessableEntity, cancellation),
            _ => await PageAsync(http, id, typed with { Problem = "Cette demande n’attend plus de réponse, ou plus de cette personne. Rien n’a changé." }, StatusCodes.Status409Conflict, cancellation),
        };
    }

    private string? ProblemOf(TypedHanding typed)
    {
        if (typed.Name.Length is < 2 or > 200)
            return "Écrivez le nom de la personne à qui vous confiez la demande.";
        if (!MailAddress.TryCreate(typed.Email, out var address) || address.Address != typed.Email || !rules.Mail.Domains.Contains(address.Host, StringComparer.OrdinalIgnoreCase))
            return $"Écrivez son adresse à la Région ({string.Join(", ", rules.Mail.Domains.Select(domain => "@" + domain))}).";
        if (!TypedWords.Are(typed.Reason))
            return "Écrivez pourquoi vous la confiez à quelqu’un d’autre\u00a0: ce motif est gardé dans le journal.";
        return typed.Reason.Length > LongestReason ? "Raccourcissez votre motif\u00a0: 1\u202f000 caractères au plus." : null;
    }

    private async Task<IResult> PageAsync(HttpContext http, string id, TypedHanding? typed, int status, CancellationToken cancellation)
    {
        if (!CaseId.TryParse(id, out var caseId) || await files.FindAsync(caseId, cancellation) is null || await views.OpenAsync(caseId, null, cancellation) is not { } view)
            return Refusals.Of(http, StatusCodes.Status404NotFound, "Cas inconnu", "Aucun cas d’usage ne porte ce numéro. Vérifiez-le\u00a0: il s’écrit IA-2026-0001.");
        return Page.Of<HandTasksPage>(
            new()
            {
                [nameof(HandTasksPage.View)] = view,
                [nameof(HandTasksPage.Typed)] = typed,
                [nameof(HandTasksPage.Token)] = antiforgery.GetAndStoreTokens(http).RequestToken,
            },
            status);
    }
}

/// <summary>What was sent to pass a task on, shown again with what is to be mended.</summary>
public sealed record TypedHanding(string TaskId, string From, string Name, string Email, string Reason, string? Problem);
