using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Mails;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Tasks;

/// <summary>What follows when a decision is sent, with a code or without: the answer that the person gets, and everything behind it.</summary>
// Seven parameters: what is asked, what is answered, and what a recorded decision leaves to be done.
public sealed partial class Deciding(TaskVisits visits, TaskPages pages, DecisionDesk desk, DecisionCodes codes, BlobDrafts drafts, IMailRoom mails, ILogger<Deciding> log)
{
    /// <summary>Records it, or says why not.</summary>
    /// <param name="proof">How the person has shown who they are; null for the link alone.</param>
    public async Task<IResult> DecideAsync(
        HttpContext http, string token, TaskVisit.Open visit, Submission submission, Proof? proof, DurableTaskClient client, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(visit);
        ArgumentNullException.ThrowIfNull(submission);
        var address = $"/taches/{token}";
        var weighty = visit.Kind.Find(submission.Choice)?.SecondFactor == true;
        if (proof is null && weighty && await codes.IsAsync(http.Visitor(), visit.Link, cancellation))
            proof = Proof.SignIn;
        switch (await desk.RecordAsync(visit.Link.TaskId, visit.Link.Person, submission, proof, cancellation))
        {
            case DecisionResult.Recorded recorded:
                await WakeAsync(recorded.Wake, client, cancellation);
                await TidyUpAsync(visit, weighty, cancellation);
                return new SeeOther(address);
            case DecisionResult.Unproved unproved:
                return await AskForCodeAsync(address, visit, unproved.File, submission, cancellation);
            case DecisionResult.Invalid invalid:
                return await pages.AskAsync(http, visit, submission, invalid.Problems, StatusCodes.Status422UnprocessableEntity, cancellation);
            case DecisionResult.Heard heard:
                return TaskPages.Message(
                    "Votre voix est enregistrée",
                    heard.Missing == 0
                        ? "Tous ceux qui sont appelés à décider se sont prononcés, et vous n’êtes pas d’accord. Parlez-en\u00a0: chacun peut rouvrir son lien et changer sa voix. La DTISU voit où en est la demande."
                        : $"La décision sera prise quand {(heard.Missing == 1 ? "une autre personne aura" : $"{heard.Missing} autres personnes auront")} fait le même choix. Vous pouvez rouvrir ce lien et changer votre voix jusque-là.",
                    StatusCodes.Status200OK);
            case DecisionResult.Frozen:
                return await pages.AskAsync(http, visit, submission, [Frozen], StatusCodes.Status409Conflict, cancellation);
            case DecisionResult.FileChanged when await visits.OpenAsync(token, cancellation) is TaskVisit.Open current:
                return await pages.AskAsync(http, current, submission, [Changed], StatusCodes.Status409Conflict, cancellation);
            default:
                return await pages.ShowAsync(http, await visits.OpenAsync(token, cancellation), posted: true, cancellation);
        }
    }

    private static Problem Changed { get; } = new("", "Le dossier a changé depuis que vous l’avez ouvert\u00a0: votre réponse n’a pas été enregistrée. Relisez-le, puis envoyez-la à nouveau.");

    private static Problem Frozen { get; } = new("", "Ce dossier est gelé\u00a0: une décision antérieure est désavouée par la personne au nom de qui elle a été prise. La DTISU doit trancher d’abord. Votre réponse n’est pas enregistrée\u00a0; gardez-la en brouillon si la page le permet.");

    // To an address of the page: whoever loads it again asks for nothing and sends nothing.
    private async Task<IResult> AskForCodeAsync(string address, TaskVisit.Open visit, CaseFile file, Submission submission, CancellationToken cancellation)
    {
        try
        {
            var written = await codes.AskAsync(visit.Link, file, visit.Kind.Find(submission.Choice)!, submission, cancellation);
            return written is null
                ? TaskPages.Message("Vous n’êtes plus dans l’annuaire", "Votre adresse n’est plus connue\u00a0: aucun code ne peut vous être envoyé. Rien n’est décidé. Prévenez la DTISU.", StatusCodes.Status410Gone)
                : new SeeOther($"{address}/code");
        }
        catch (MailNotTakenException)
        {
            return TaskPages.Message(
                "Le code n’a pas pu partir", "Le service de courriel n’a pas répondu. Rien n’est décidé, et rien n’est perdu\u00a0: revenez en arrière, puis envoyez votre décision à nouveau dans une minute.", StatusCodes.Status503ServiceUnavailable);
        }
    }

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

    // The decision is taken whatever becomes of its draft, its code and its receipt.
    private async Task TidyUpAsync(TaskVisit.Open visit, bool weighty, CancellationToken cancellation)
    {
        var link = visit.Link;
        try
        {
            await drafts.ForgetAsync(link.TaskId, link.Person, cancellation);
            if (!weighty)
                return;
            await codes.ForgetAsync(link, cancellation);
            await mails.SendAsync(new MailOrder($"{link.TaskId}.decided.{link.Person}", MailKind.Decided, visit.File.Case.Id, link.Person, link.TaskId), cancellation);
        }
        catch (Exception e) when (e is RequestFailedException or MailNotTakenException)
        {
            LeftBehind(link.TaskId, e.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{TaskId} is decided, but its draft, its code or its receipt could not be dealt with ({Failure}).")]
    private partial void LeftBehind(string taskId, string failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Key} is recorded, but its step was not woken ({Failure}); the sweep will.")]
    private partial void WakeFailed(string key, string failure);
}
