using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>A change of version, for programs.</summary>
/// <param name="Differences">What changed; empty in those older than its keeping, where the version did.</param>
/// <param name="Grade">What it asks of the cases.</param>
/// <param name="Reached">How many open cases it reached; null until it was spread.</param>
public sealed record ModelChangeRow(
    string Id, string From, string To, DateTimeOffset At, bool Spread, IReadOnlyList<ModelDifference> Differences, ChangeGrade Grade, int? Reached);

/// <summary>A model, for programs.</summary>
/// <param name="Changes">Every change that mattered, oldest first.</param>
public sealed record ModelRow(
    string Id, string Provider, string Name, string Version, DateTimeOffset UpdatedAt, IReadOnlyList<ModelChangeRow> Changes)
{
    public ModelNature Nature { get; init; }

    public ModelStatus Status { get; init; }

    public ModelSheet Sheet { get; init; } = new();

    public WatchedAs? Watch { get; init; }

    public Retirement? Retirement { get; init; }

    /// <summary>The row of a record.</summary>
    public static ModelRow Of(ModelRecord model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new ModelRow(
            model.Id, model.Provider, model.Name, model.Version, model.UpdatedAt,
            [.. model.Changes.Select(change => new ModelChangeRow(change.Id, change.From, change.To, change.At, change.Spread, change.Differences, change.Grade, change.Reached))])
        {
            Nature = model.Nature,
            Status = model.Status,
            Sheet = model.Sheet,
            Watch = model.Watch,
            Retirement = model.Retirement,
        };
    }
}

/// <summary>All models.</summary>
public sealed record ModelRows(IReadOnlyList<ModelRow> Models);

/// <summary>The change that an edit made.</summary>
public sealed record ModelChangeMade(string Id, string From, string To, ChangeGrade Grade);

/// <summary>A model after an edit.</summary>
/// <param name="Change">Null when nothing changed that asks something of cases, or the model is new.</param>
public sealed record ModelAnswer(string Id, string Provider, string Name, string Version, ModelChangeMade? Change);

/// <summary>The body of <c>PUT /api/models/{id}</c>. What is left out stays as it is; a new model needs the first three.</summary>
/// <param name="StatusReason">Required with a new status.</param>
/// <param name="Sheet">All that is known beside the identity: it replaces what was known as a whole.</param>
/// <param name="Watch">An empty source: it is watched no more.</param>
/// <param name="Retirement">Of a model whose source announces none.</param>
/// <param name="NoRetirement">Takes the retirement back.</param>
public sealed record ModelBody(
    string? Provider,
    string? Name,
    string? Version,
    ModelNature? Nature = null,
    ModelStatus? Status = null,
    string? StatusReason = null,
    ModelSheet? Sheet = null,
    WatchedAs? Watch = null,
    Retirement? Retirement = null,
    bool NoRetirement = false);

/// <summary>The inventory of models for programs (clauses 4.1.4-b, 5.6-b).</summary>
public sealed class ModelsApi(IModelInventory inventory, ModelEdits edits)
{
    private static readonly JsonSerializerOptions Strict = new(ApiJson.Options) { RespectNullableAnnotations = true };

    /// <summary>All models: one storage request.</summary>
    [Function("ListModels")]
    [Access(Role.Administrator, Role.Dsipn)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/models")] HttpRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ApiJson.Ok(new ModelRows([.. (await inventory.AllAsync(cancellation)).OrderBy(model => model.Id, StringComparer.Ordinal).Select(ModelRow.Of)]));
    }

    /// <summary>
    /// Adds or changes a model. A new version brings every case that uses it to a re-check. The same body again changes nothing. A JSON body
    /// alone is read: a page of another site cannot send one without being asked first. 413 for one of more than 64 KB, 409 when somebody else wrote the model at the same moment.
    /// </summary>
    [Function("PutModel")]
    [Access(Role.Administrator, Role.Dsipn)]
    public async Task<IResult> PutAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/models/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (read, tooLong) = await JsonBody.ReadAsync<ModelBody>(request, Strict, cancellation);
        if (tooLong)
            return Refusals.Problem(StatusCodes.Status413PayloadTooLarge, "Envoi trop lourd", "La fiche d’un modèle tient en 64\u00a0Ko\u00a0: raccourcissez-la.");
        if (read is not { } body || !IsWhole(body))
        {
            return Refusals.Problem(
                StatusCodes.Status400BadRequest, "Demande mal formée", "Envoyez un objet JSON (application/json)\u00a0: {\"provider\": \"…\", \"name\": \"…\", \"version\": \"…\"}.");
        }

        var isNew = await inventory.FindAsync(id, cancellation) is null;
        var edited = await edits.PutAsync(Edit(id, body), request.HttpContext.Visitor(), client, cancellation);
        if (edited.Conflict)
        {
            return Refusals.Problem(
                StatusCodes.Status409Conflict, "Modèle modifié entre-temps", "Une autre personne a modifié ce modèle au même moment\u00a0: rien n’a été écrit. Relisez-le (GET /api/models), puis renvoyez votre demande.");
        }

        if (edited.Model is not { } model)
        {
            return Refusals.Problem(
                StatusCodes.Status422UnprocessableEntity, "Modèle à corriger", string.Join(" ", edited.Problems.Select(problem => problem.Message)));
        }

        var change = edited.Change is { } made ? new ModelChangeMade(made.Id, made.From, made.To, made.Grade) : null;
        var answer = new ModelAnswer(model.Id, model.Provider, model.Name, model.Version, change);
        return Results.Json(answer, ApiJson.Options, statusCode: isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static ModelEdit Edit(string id, ModelBody body) => new(id, body.Provider, body.Name, body.Version)
    {
        Nature = body.Nature,
        Status = body.Status,
        StatusReason = body.StatusReason,
        Sheet = body.Sheet,
        Watch = body.Watch,
        Retirement = body.Retirement,
        NoRetirement = body.NoRetirement,
    };

    // A null where a text must stand, or a number where a name must, would be believed by the reader.
    private static bool IsWhole(ModelBody read) => Known(read.Nature) && Known(read.Status) && Known(read.Sheet?.Hosting) && Known(read.Sheet?.Papers) &&
        read.Sheet?.Opinions.All(opinion => opinion is { Reference: not null } && Enum.IsDefined(opinion.Subject)) != false &&
        (read.Watch is null || (read.Watch.Source is not null && read.Watch.Reference is not null)) && read.Retirement is null or { Replacement: not null };

    private static bool Known<T>(T? value)
        where T : struct, Enum => value is not { } given || Enum.IsDefined(given);
}
