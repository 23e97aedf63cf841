using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Intake;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Tasks;

/// <summary>The page of somebody who is consulted while another decides: the file, what is asked, the answer. Nothing is decided by it.</summary>
// Seven parameters: what is asked, what is answered, and what every page needs.
public sealed class OpinionPages(OpinionVisits visits, ConsultationDesk desk, StepBell bell, IMailRoom mails, CharterRules rules, IAntiforgery antiforgery, TimeProvider time)
{
    /// <summary>Shows the file and what is asked. Changes nothing.</summary>
    [Function("ShowConsultation")]
    [Access(Anonymous = true)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "avis/{token}")] HttpRequest request, string token, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return PageOf(request.HttpContext, token, await visits.OpenAsync(token, cancellation), false);
    }

    /// <summary>
    /// Fields <c>avis</c> (for an opinion), <c>texte</c>, and <c>q-…</c> where it has a form. 200 once it is recorded, 400 without a good anti-forgery token, 409 when it comes too late, 422 with
    /// what is to be mended. The first answer counts.
    /// </summary>
    [Function("AnswerConsultation")]
    [Access(Anonymous = true)]
    public async Task<IResult> AnswerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "avis/{token}")] HttpRequest request,
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
        if (found is not OpinionVisit.Open visit)
            return PageOf(http, token, found, true);
        var typed = new TypedOpinion(form["avis"], form["texte"])
        {
            Answers = form.Keys.Where(key => key.StartsWith("q-", StringComparison.Ordinal)).ToDictionary(key => key[2..], key => form[key].ToString(), StringComparer.Ordinal),
        };
        if (!await antiforgery.IsRequestValidAsync(http))
            return Ask(http, token, visit, typed, [new Problem("", "La page était ouverte depuis trop longtemps. Rien n’est perdu\u00a0: vérifiez, puis envoyez à nouveau.")], StatusCodes.Status400BadRequest);
        switch (await desk.AnswerAsync(visit.Order, visit.Person, typed.Verdict, typed.Text, typed.Answers, cancellation))
        {
            case ConsultationResult.Done done:
                await bell.RingAsync(done.Task, client, cancellation);
                return TaskPages.Message("Merci, c’est enregistré", "Qui décide est prévenu et lira votre réponse. Elle est gardée dans le dossier. Vous n’avez rien d’autre à faire.", StatusCodes.Status200OK);
            case ConsultationResult.Invalid invalid:
                return Ask(http, token, visit, typed, invalid.Problems, StatusCodes.Status422UnprocessableEntity);
            default:
                return PageOf(http, token, await visits.OpenAsync(token, cancellation), true);
        }
    }

    /// <summary>Mails a new link to the person for whom the old one was made; one mail a minute at most.</summary>
    [Function("RenewConsultation")]
    [Access(Anonymous = true)]
    public async Task<IResult> RenewAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "avis/{token}/renouveler")] HttpRequest request, string token, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        var (form, refusal) = await PostedForm.ReadTextsAsync(request, cancellation);
        if (form is null)
            return refusal!;
        if (await visits.OpenAsync(token, cancellation) is not OpinionVisit.Expired expired)
            return new SeeOther($"/avis/{token}");
        if (!await antiforgery.IsRequestValidAsync(http))
            return TaskPages.Message("Page trop ancienne", "Rouvrez le lien depuis le courriel, puis demandez à nouveau un lien.", StatusCodes.Status400BadRequest);
        var minute = time.GetUtcNow().ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture);
        await mails.SendAsync(
            new MailOrder($"{expired.Order.Id}.renewed.{minute}.{expired.Person}", MailKind.ConsultationReminder, expired.Order.Task.CaseId, expired.Person, expired.Order.Task.TaskId) { Consultation = expired.Order.Number }, cancellation);
        return TaskPages.Message("Un nouveau lien est parti", "S’il est encore utile, il arrive dans quelques minutes à l’adresse où l’ancien avait été envoyé. Il est valable sept jours.", StatusCodes.Status200OK);
    }

    private Page PageOf(HttpContext http, string token, OpinionVisit found, bool posted) => found switch
    {
        OpinionVisit.Open visit => Ask(http, token, visit, new TypedOpinion(null, null), [], StatusCodes.Status200OK),
        OpinionVisit.Expired => Page.Of<TaskExpiredPage>(
            new() { [nameof(TaskExpiredPage.Action)] = $"/avis/{token}/renouveler", [nameof(TaskExpiredPage.Token)] = antiforgery.GetAndStoreTokens(http).RequestToken },
            StatusCodes.Status410Gone),
        OpinionVisit.Over { Answered: true } => TaskPages.Message(
            "La réponse est déjà donnée", "Elle est dans le dossier. Une seule est attendue\u00a0: vous n’avez rien à faire.", posted ? StatusCodes.Status409Conflict : StatusCodes.Status200OK),
        OpinionVisit.Over => TaskPages.Message("Cette question n’est plus posée", "La décision est prise, ou le dossier a pris un autre chemin. Vous n’avez rien à faire.", StatusCodes.Status410Gone),
        _ => TaskPages.Message("Lien inconnu", "Ce lien est incomplet ou a été modifié. Ouvrez-le à nouveau depuis le courriel, en entier.", StatusCodes.Status404NotFound),
    };

    private Page Ask(HttpContext http, string token, OpinionVisit.Open visit, TypedOpinion typed, IReadOnlyList<Problem> problems, int status) => Page.Of<OpinionPage>(
        new()
        {
            [nameof(OpinionPage.Visit)] = visit,
            [nameof(OpinionPage.Rules)] = rules,
            [nameof(OpinionPage.Address)] = $"/avis/{token}",
            [nameof(OpinionPage.Typed)] = typed,
            [nameof(OpinionPage.Problems)] = problems,
            [nameof(OpinionPage.Token)] = antiforgery.GetAndStoreTokens(http).RequestToken,
            [nameof(OpinionPage.Now)] = time.GetUtcNow(),
        },
        status);
}

/// <summary>An answer as it was typed.</summary>
public sealed record TypedOpinion(string? Verdict, string? Text)
{
    /// <summary>Per question id of its form, as typed.</summary>
    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>();
}
