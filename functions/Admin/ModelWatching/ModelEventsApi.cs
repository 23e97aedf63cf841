using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Mails;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Models;

namespace RegionSud.AiWorkflow.Edge.Admin.ModelWatching;

/// <summary>Hears from providers, or from a program of the region that listens to them, what changes in a model.</summary>
public sealed class ModelEventsApi(ModelEventsSettings settings, ModelObserver observer, TableModelEvents events, TimeProvider time)
{
    private const int MostBytes = 64 * 1024;

    /// <summary>
    /// A CloudEvent 1.0 in structured mode, see <see cref="ModelEvent.Read(ReadOnlyMemory{byte}, DateOnly)"/>, signed as Standard Webhooks says. 200 once the record
    /// says it; 202 for a model that the inventory does not know and 422 for what cannot be, both kept for an administrator to see. 404 when no secret is set, 401
    /// without a good signature of the last five minutes, 413 for too much. An event brought again changes nothing and gets the first answer.
    /// </summary>
    [Function("ModelEvents")]
    [Access(Anonymous = true)]
    public async Task<IResult> ReceiveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/models/events")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (settings.Secret is not { } secret)
            return Refusals.Problem(StatusCodes.Status404NotFound, "Adresse inconnue", "Rien n’est reçu à cette adresse.");
        if (await SignedPost.BodyAsync(request, MostBytes, cancellation) is not { } body)
            return Refusals.Problem(StatusCodes.Status413PayloadTooLarge, "Envoi trop lourd", "L’événement dépasse la taille reçue.");
        if (SignedEvent.IdOf(request.Headers, body, secret, time.GetUtcNow()) is not { } id)
            return Refusals.Problem(StatusCodes.Status401Unauthorized, "Signature refusée", "La signature manque, n’est pas la bonne, ou date de plus de cinq minutes.");
        var key = TableModelEvents.KeyOf(id);
        var kept = await events.FindAsync(key, cancellation);
        if (kept is null)
        {
            kept = await HearAsync(key, ModelEvent.Read(body, time.ParisToday()), client, cancellation);
            await events.KeepAsync(kept, cancellation);
        }

        return kept.Verdict switch
        {
            ModelEventVerdict.Noted => ApiJson.Ok(new { model = kept.Subject, outcome = "noted" }),
            ModelEventVerdict.UnknownModel => Results.Json(new { model = kept.Subject, outcome = "kept" }, ApiJson.Options, statusCode: StatusCodes.Status202Accepted),
            _ => Refusals.Problem(StatusCodes.Status422UnprocessableEntity, "Événement inutilisable", kept.Detail),
        };
    }

    // The record first: a crash before the row is kept only has the event heard again, which changes nothing.
    private async Task<KeptModelEvent> HearAsync(string key, ModelEvent told, DurableTaskClient client, CancellationToken cancellation)
    {
        var kept = new KeptModelEvent(key, time.GetUtcNow(), told.Subject, ModelEventVerdict.Unusable, told.Problem ?? "");
        if (told.Problem is not null)
            return kept;
        var seen = new Observation(told.Subject, ModelEvent.By) { Version = told.Version, Family = told.Family, Provider = told.Provider, Retirement = told.Retirement };
        var edited = await observer.ObserveAsync(seen, new DurableOrchestrations(client), cancellation);
        var said = $"Version «\u00a0{told.Version}\u00a0»" + (told.Retirement is { } retirement ? $", retrait le {French.Date(retirement.On)}" : "");
        return edited switch
        {
            { Problems: [{ Field: "id" }, ..] } => kept with { Verdict = ModelEventVerdict.UnknownModel, Detail = said },
            { Problems: [var first, ..] } => kept with { Detail = first.Message },
            _ => kept with { Verdict = ModelEventVerdict.Noted, Detail = said },
        };
    }
}
