using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Admin;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Intake.Mail;

/// <summary>The mails that wait for DTISU, and those that were dropped.</summary>
// Six parameters: the mails, what can be done with them, and what a provider's are shown with.
public sealed class MailPages(TableMails mails, MailDesk desk, IModelInventory models, CharterRules rules, TimeProvider time, IAntiforgery antiforgery)
{
    private const int MostShown = 50;
    private const int LongestReason = 1000;

    /// <summary>
    /// Both lists, the fifty newest of each: three storage requests and one for each mail shown. DSIPN sees those of providers of models, and no others.
    /// </summary>
    [Function("MailsPage")]
    [Access(Role.Dtisu, Role.Dsipn, Role.Administrator)]
    public Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "suivi/courriels")] HttpRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return PageAsync(request.HttpContext, null, null, StatusCodes.Status200OK, cancellation);
    }

    /// <summary>
    /// The bytes of a mail, to be saved and never opened by the browser: for who must decide about it.
    /// </summary>
    [Function("MailSource")]
    [Access(Role.Dtisu, Role.Dsipn, Role.Administrator)]
    public async Task<IResult> SourceAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "suivi/courriels/{key}")] HttpRequest request, string key, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return IsKey(key) && await mails.FindAsync(key, cancellation) is { } mail && MaySee(request.HttpContext, mail) && await mails.RawAsync(mail, cancellation) is { } raw
            ? Results.Bytes(raw, "application/octet-stream", $"courriel-{key[..12]}.eml")
            : Refusals.NotFound(request.HttpContext);
    }

    /// <summary>
    /// Field <c>choix</c>: <c>recevoir</c> takes the need in, for <c>direction</c> and in the name of <c>courriel</c>; <c>ecarter</c> puts the mail
    /// aside with a <c>motif</c>. A second press finds it done.
    /// </summary>
    [Function("DecideMail")]
    [Access(Role.Dtisu)]
    public async Task<IResult> DecideAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "suivi/courriels/{key}")] HttpRequest request,
        string key,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        var (form, refusal) = await SmallForm.ReadAsync(request, antiforgery, cancellation);
        if (form is null)
            return refusal!;
        if (!IsKey(key) || await mails.FindAsync(key, cancellation) is not { } mail)
            return Refusals.NotFound(http);
        if (!mail.Waits(time.GetUtcNow()))
            return await PageAsync(http, null, $"Ce courriel avait déjà été traité\u00a0: {MailWords.Of(mail.Verdict).ToLowerInvariant()}.", StatusCodes.Status409Conflict, cancellation);
        return form["choix"].ToString() switch
        {
            "recevoir" => await ReleaseAsync(http, mail, Sender.Of(rules, form["direction"], form["courriel"]), client, cancellation),
            "ecarter" => await DiscardAsync(http, mail, form["motif"].ToString().Trim(), cancellation),
            _ => await PageAsync(http, new MailProblem(key, "Choisissez de recevoir ou d’écarter ce courriel."), null, StatusCodes.Status422UnprocessableEntity, cancellation),
        };
    }

    private async Task<IResult> ReleaseAsync(HttpContext http, KeptMail mail, Sender sender, DurableTaskClient client, CancellationToken cancellation)
    {
        if (sender.Problems is [var first, ..])
            return await PageAsync(http, new MailProblem(mail.Key, first.Message), null, StatusCodes.Status422UnprocessableEntity, cancellation);
        var released = await desk.ReleaseAsync(mail.Key, sender.Directorate, sender.Email, client, cancellation);
        return released is { Verdict: MailVerdict.Taken, CaseId: { } id }
            ? new SeeOther($"/dossiers/{id}")
            : await PageAsync(http, new MailProblem(mail.Key, "Ce courriel ne peut pas être lu. Demandez à son auteur de passer par la page «\u00a0Exprimer un besoin\u00a0», puis écartez-le."), null, StatusCodes.Status422UnprocessableEntity, cancellation);
    }

    private async Task<IResult> DiscardAsync(HttpContext http, KeptMail mail, string reason, CancellationToken cancellation)
    {
        if (reason.Length is 0 or > LongestReason)
            return await PageAsync(http, new MailProblem(mail.Key, reason.Length == 0 ? "Écrivez pourquoi vous l’écartez." : "Raccourcissez votre motif\u00a0: 1\u202f000 caractères au plus."), null, StatusCodes.Status422UnprocessableEntity, cancellation);
        await mails.MarkAsync(mail with { Verdict = MailVerdict.Discarded, Why = reason }, cancellation);
        return new SeeOther("/suivi/courriels");
    }

    private async Task<IResult> PageAsync(HttpContext http, MailProblem? problem, string? notice, int status, CancellationToken cancellation)
    {
        var waiting = (await mails.WaitingAsync(MostShown, cancellation)).Where(mail => MaySee(http, mail)).ToList();
        return Page.Of<MailsPage>(
            new()
            {
                [nameof(MailsPage.Waiting)] = waiting,
                [nameof(MailsPage.Aside)] = (await mails.AsideAsync(MostShown, cancellation)).Where(mail => MaySee(http, mail)).ToList(),
                [nameof(MailsPage.Models)] = waiting.Exists(mail => mail.Reason == MailReason.Vendor) ? await models.AllAsync(cancellation) : [],
                [nameof(MailsPage.MayDecide)] = http.Visitor().Holds(Role.Dtisu),
                [nameof(MailsPage.Problem)] = problem,
                [nameof(MailsPage.Notice)] = notice,
                [nameof(MailsPage.Token)] = antiforgery.GetAndStoreTokens(http).RequestToken,
            },
            status);
    }

    private static bool MaySee(HttpContext http, KeptMail mail) => mail.Reason == MailReason.Vendor || http.Visitor().Holds(Role.Dtisu, Role.Administrator);

    private static bool IsKey(string? key) => key is { Length: 64 } && key.All(char.IsAsciiHexDigitLower);
}

/// <summary>What is wrong with what was sent about one mail.</summary>
public sealed record MailProblem(string Key, string Message);

/// <summary>What is said of mails. Pure.</summary>
internal static class MailWords
{
    public static string Of(MailVerdict verdict) => verdict switch
    {
        MailVerdict.Taken => "Reçu comme un besoin",
        MailVerdict.Joined => "Joint à son dossier",
        MailVerdict.Dropped => "Laissé de côté par le système",
        MailVerdict.Quarantined => "En attente de la DTISU",
        MailVerdict.Discarded => "Écarté par la DTISU",
        _ => "Reçu, pas encore trié",
    };

    public static string Of(MailReason reason) => reason switch
    {
        MailReason.AutoReply => "Réponse automatique",
        MailReason.Bounce => "Avis de non-remise",
        MailReason.List => "Liste de diffusion ou envoi en nombre",
        MailReason.Own => "Courriel du système lui-même",
        MailReason.NotAMail => "Illisible",
        MailReason.NoSender => "Sans expéditeur, ou avec plusieurs",
        MailReason.Unvouched => "Rien ne prouve que l’expéditeur soit bien celui-là (ni SPF, ni DKIM)",
        MailReason.UnknownDomain => "Expéditeur extérieur à la Région",
        MailReason.UnknownDirectorate => "Direction inconnue",
        MailReason.TooMany => "Trop de courriels du même expéditeur en une heure",
        MailReason.TooMuch => "Trop de fichiers joints, ou imbriqués trop profondément",
        MailReason.Empty => "Vide",
        MailReason.Vendor => "Courriel d’un fournisseur de modèle",
        _ => "Pas encore trié : le système s’est arrêté pendant qu’il le recevait",
    };
}
