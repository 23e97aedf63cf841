using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Admin.ModelWatching;

/// <summary>The body of <c>PUT /api/models/{id}/observed</c>: the name that came with the model's answers.</summary>
public sealed record ObservedBody(string? Model);

/// <summary>What was understood of it.</summary>
/// <param name="Understood">French.</param>
/// <param name="Change">Null when the cases have nothing to be told.</param>
public sealed record ObservedAnswer(string Id, string Version, string Understood, ModelChangeMade? Change);

/// <summary>Hears from the solutions themselves which version answers them: the shortest way to a silent change.</summary>
public sealed class ObservedModelApi(IModelInventory inventory, ModelObserver observer, IPeople people)
{
    private const int LongestName = 120;

    /// <summary>
    /// 200 with what was understood; the same name again changes nothing. 400 for what is no such JSON, 404 for a model that the inventory does not know, 413 for too
    /// much, 422 for a name that says no version. A JSON body alone is read: a page of another site cannot send one without being asked first.
    /// </summary>
    [Function("PutObservedModel")]
    [Access(Role.Administrator, Role.Dsipn)]
    public async Task<IResult> PutAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/models/{id}/observed")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (body, tooLong) = await JsonBody.ReadAsync<ObservedBody>(request, ApiJson.Options, cancellation);
        if (tooLong)
            return Refusals.Problem(StatusCodes.Status413PayloadTooLarge, "Envoi trop lourd", "Le nom d’un modèle suffit.");
        if (body?.Model?.Trim() is not { Length: > 0 and <= LongestName } said)
            return Refusals.Problem(StatusCodes.Status400BadRequest, "Demande mal formée", "Envoyez un objet JSON (application/json)\u00a0: {\"model\": \"gpt-4o-2024-11-20\"}, 120 caractères au plus.");
        if (await inventory.FindAsync(id, cancellation) is not { } known)
            return Refusals.Problem(StatusCodes.Status404NotFound, "Modèle inconnu", "L’inventaire ne connaît pas ce modèle\u00a0: inscrivez-le d’abord.");
        var read = ObservedName.Of(known, said);
        if (read.Version is null)
            return ApiJson.Ok(new ObservedAnswer(known.Id, known.Version, $"La version est toujours «\u00a0{known.Version}\u00a0»\u00a0: rien n’est changé.", null));
        var person = await people.EnsureAsync(request.HttpContext.Visitor().Email!, null, null, cancellation);
        var edited = await observer.ObserveAsync(new Observation(known.Id, person.Id) { Version = read.Version, Family = read.Family }, new DurableOrchestrations(client), cancellation);
        if (edited.Model is not { } model)
            return Refusals.Problem(StatusCodes.Status422UnprocessableEntity, "Version à préciser", string.Join(" ", edited.Problems.Select(problem => problem.Message)));
        return ApiJson.Ok(edited.Change is { } change
            ? new ObservedAnswer(model.Id, model.Version, $"{Sentence(change)} {ModelWording.Of(change.Grade)}", new ModelChangeMade(change.Id, change.From, change.To, change.Grade))
            : new ObservedAnswer(model.Id, model.Version, $"La version «\u00a0{model.Version}\u00a0» était déjà connue\u00a0: rien n’est changé.", null));
    }

    private static string Sentence(RecordedChange change)
    {
        var words = ModelWording.Of(change.Differences);
        return $"{char.ToUpperInvariant(words[0])}{words[1..]}.";
    }
}
