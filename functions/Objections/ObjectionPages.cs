using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Intake;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Edge.Tasks;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Step3Arbitration;

namespace RegionSud.AiWorkflow.Edge.Objections;

/// <summary>The author of a need contests its refusal, by the link that the mail of the refusal carries.</summary>
// Eight parameters: what is contested, what follows, and what every page needs.
public sealed partial class ObjectionPages(
    ObjectionLinks links, CaseFiles files, ObjectionDesk desk, IMailRoom mails, CharterRules rules, IAntiforgery antiforgery, TimeProvider time, ILogger<ObjectionPages> log)
{
    /// <summary>Shows the refusal and the form. Changes nothing.</summary>
    [Function("ShowObjection")]
    [Access(Anonymous = true)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "contestations/{token}")] HttpRequest request, string token, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (file, link, other) = await OpenAsync(request.HttpContext, token, cancellation);
        return file is null || link is null ? other! : Ask(request.HttpContext, token, file, null, null, StatusCodes.Status200OK);
    }

    /// <summary>
    /// Field <c>elements</c>. 200 once it is recorded; 400 without a good anti-forgery token, 409 when it was contested before, 410 when it is too late, 422
    /// with what is to be mended.
    /// </summary>
    [Function("ContestRefusal")]
    [Access(Anonymous = true)]
    public async Task<IResult> ContestAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "contestations/{token}")] HttpRequest request,
        string token,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        var (form, refusal) = await PostedForm.ReadTextsAsync(request, cancellation);
        if (form is null)
            return refusal!;
        var (file, link, other) = await OpenAsync(http, token, cancellation);
        if (file is null || link is null)
            return other!;
        var typed = form["elements"].ToString();
        if (!await antiforgery.IsRequestValidAsync(http))
            return Ask(http, token, file, typed, "La page était ouverte depuis trop longtemps. Vérifiez, puis envoyez à nouveau.", StatusCodes.Status400BadRequest);
        if (await desk.ContestAsync(file.Case, link.Person, typed, cancellation) is { } problem)
            return Ask(http, token, file, typed, problem, StatusCodes.Status422UnprocessableEntity);
        await StartAsync(file.Case.Id, client, cancellation);
        return TaskPages.Message(
            "Votre contestation est enregistrée", $"{file.Case.Id} revient à la Direction générale des Services, avec sa première décision et ce que vous venez d’écrire. Vous recevrez sa réponse par courriel. Un refus ne se conteste qu’une fois.", StatusCodes.Status200OK);
    }

    /// <summary>Mails a new link to the author of the need, and to nobody else; one mail a minute at most.</summary>
    [Function("RenewObjection")]
    [Access(Anonymous = true)]
    public async Task<IResult> RenewAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "contestations/{token}/renouveler")] HttpRequest request, string token, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        var (form, refusal) = await PostedForm.ReadTextsAsync(request, cancellation);
        if (form is null)
            return refusal!;
        if (links.Read(token) is not var (id, link, alive) || alive)
            return new SeeOther($"/contestations/{token}");
        if (!await antiforgery.IsRequestValidAsync(http))
            return TaskPages.Message("Page trop ancienne", "Rouvrez le lien depuis le courriel, puis demandez à nouveau un lien.", StatusCodes.Status400BadRequest);
        if (await files.FindAsync(id, cancellation) is { } useCase && desk.StateOf(useCase) == ObjectionState.Possible)
        {
            var minute = time.GetUtcNow().ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture);
            await mails.SendAsync(new MailOrder($"{id}.contest.{minute}.{link.Person}", MailKind.Closed, id, link.Person), cancellation);
        }

        return TaskPages.Message("Un nouveau lien est parti", "Si le refus peut encore être contesté, il arrive dans quelques minutes à l’adresse où l’ancien avait été envoyé.", StatusCodes.Status200OK);
    }

    private async Task<(CaseFile? File, TaskLink? Link, IResult? Other)> OpenAsync(HttpContext http, string token, CancellationToken cancellation)
    {
        if (links.Read(token) is not var (id, link, alive))
            return (null, null, TaskPages.Message("Lien inconnu", "Ce lien est incomplet ou a été modifié. Ouvrez-le à nouveau depuis le courriel, en entier.", StatusCodes.Status404NotFound));
        if (!alive)
        {
            return (null, null, Page.Of<TaskExpiredPage>(
                new() { [nameof(TaskExpiredPage.Action)] = $"/contestations/{token}/renouveler", [nameof(TaskExpiredPage.Token)] = antiforgery.GetAndStoreTokens(http).RequestToken },
                StatusCodes.Status410Gone));
        }

        if (await files.OpenAsync(id, cancellation) is not { } file || file.Case.Requester != link.Person)
            return (null, null, TaskPages.Message("Lien inconnu", "Ce lien ne mène à aucun dossier.", StatusCodes.Status404NotFound));
        return desk.StateOf(file.Case) switch
        {
            ObjectionState.Possible => (file, link, null),
            ObjectionState.Used => (null, null, TaskPages.Message("Ce refus a déjà été contesté", "Un refus ne se conteste qu’une fois. La décision qui a suivi, ou suivra, est définitive dans cette procédure. Un nouveau besoin peut être déposé à tout moment.", StatusCodes.Status409Conflict)),
            ObjectionState.TooLate => (null, null, TaskPages.Message("Le délai est passé", $"Un refus se conteste dans les {rules.Delays.Refusal.ContestWithin}\u00a0jours ouvrés. Un nouveau besoin, qui tient compte de la décision, peut être déposé à tout moment.", StatusCodes.Status410Gone)),
            _ => (null, null, TaskPages.Message("Ce dossier n’est pas refusé", "Il n’y a rien à contester\u00a0: le dossier a pris un autre chemin.", StatusCodes.Status410Gone)),
        };
    }

    private Page Ask(HttpContext http, string token, CaseFile file, string? typed, string? problem, int status) => Page.Of<ObjectionPage>(
        new()
        {
            [nameof(ObjectionPage.File)] = file,
            [nameof(ObjectionPage.Rules)] = rules,
            [nameof(ObjectionPage.Until)] = desk.LastDayOf(file.Case.Decisions["arbitrate"]),
            [nameof(ObjectionPage.Address)] = $"/contestations/{token}",
            [nameof(ObjectionPage.Typed)] = typed,
            [nameof(ObjectionPage.Problem)] = problem,
            [nameof(ObjectionPage.Token)] = antiforgery.GetAndStoreTokens(http).RequestToken,
        },
        status);

    private async Task StartAsync(CaseId id, DurableTaskClient client, CancellationToken cancellation)
    {
        try
        {
            await new DurableOrchestrations(client).StartAsync(id, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            NotStarted(id.Value, e.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{CaseId} is contested, but its life was not started again ({Failure}); the sweep will.")]
    private partial void NotStarted(string caseId, string failure);
}

/// <summary>Makes and reads the links of objections and of disowned decisions: tokens of their own, that open nothing else.</summary>
public sealed class ObjectionLinks(TaskLinks links)
{
    private const string Contest = "contest:";
    private const string Disown = "disown:";

    /// <summary>Where the author of a need contests its refusal.</summary>
    public string ContestAddressOf(UseCase useCase)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        return $"{links.BaseUrl}/contestations/{links.TokenOf(Contest + useCase.Id.Value, useCase.Requester, useCase.FileVersion)}";
    }

    /// <summary>Where somebody says that a decision was not theirs.</summary>
    public string DisownAddressOf(string taskId, string person, long version) => $"{links.BaseUrl}/pas-moi/{links.TokenOf(Disown + taskId, person, version)}";

    /// <summary>Opens a token of an objection; null when it is none.</summary>
    public (CaseId Id, TaskLink Link, bool Alive)? Read(string? token) =>
        links.Read(token) is { } link && link.TaskId.StartsWith(Contest, StringComparison.Ordinal) && CaseId.TryParse(link.TaskId[Contest.Length..], out var id)
            ? (id, link, links.IsAlive(link))
            : null;

    /// <summary>Opens a token of a disowned decision, expired or not: the decision's own age is what counts. Null when it is none.</summary>
    public (string TaskId, string Person)? ReadDisowned(string? token) =>
        links.Read(token) is { } link && link.TaskId.StartsWith(Disown, StringComparison.Ordinal) ? (link.TaskId[Disown.Length..], link.Person) : null;
}
