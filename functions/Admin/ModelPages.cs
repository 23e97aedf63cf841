using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>The inventory of models for people: what is used, in which version, what changed, and the form to change it.</summary>
public sealed class ModelPages(IModelInventory inventory, ModelEdits edits, ModelSheets sheets, IAntiforgery antiforgery)
{
    /// <summary>The inventory. Storage requests: three, one for each model, and one for each person in the log.</summary>
    [Function("ModelsPage")]
    [Access(Role.Administrator, Role.Dsipn)]
    public async Task<IResult> ShowAllAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "modeles")] HttpRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await sheets.AllAsync(request.HttpContext, TypedModel.Of((ModelRecord?)null), [], cancellation);
    }

    /// <summary>Adds a model by its identity, then shows its page, where the rest is entered.</summary>
    [Function("AddModel")]
    [Access(Role.Administrator, Role.Dsipn)]
    public async Task<IResult> AddAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "modeles")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        var (form, refusal) = await SmallForm.ReadAsync(request, antiforgery, cancellation);
        if (form is null)
            return refusal!;
        var typed = TypedModel.Of(form);
        if (await inventory.FindAsync(typed["id"], cancellation) is not null)
            return await sheets.AllAsync(http, typed, [new Problem("id", "Ce modèle est déjà dans l’inventaire\u00a0: ouvrez sa page pour le changer.")], cancellation, StatusCodes.Status409Conflict);
        var (edit, problems) = typed.Read(typed["id"], null);
        if (problems.Count > 0)
            return await sheets.AllAsync(http, typed, problems, cancellation, StatusCodes.Status422UnprocessableEntity);
        var edited = await edits.PutAsync(edit, http.Visitor(), client, cancellation);
        return edited.Model is { } model
            ? new SeeOther($"/modeles/{Uri.EscapeDataString(model.Id)}?enregistre=oui")
            : await sheets.AllAsync(http, typed, edited.Problems, cancellation, StatusOf(edited));
    }

    /// <summary>One model. Storage requests: three, and one for each person in its log.</summary>
    [Function("ModelPage")]
    [Access(Role.Administrator, Role.Dsipn, Role.Dtisu)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "modeles/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await inventory.FindAsync(id, cancellation) is { } model
            ? await sheets.OneAsync(request.HttpContext, model, TypedModel.Of(model), [], cancellation)
            : ModelSheets.Unknown(request.HttpContext);
    }

    /// <summary>Changes a model from its page's form, then shows it.</summary>
    [Function("EditModel")]
    [Access(Role.Administrator, Role.Dsipn)]
    public async Task<IResult> EditAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "modeles/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        var (form, refusal) = await SmallForm.ReadAsync(request, antiforgery, cancellation);
        if (form is null)
            return refusal!;
        if (await inventory.FindAsync(id, cancellation) is not { } known)
            return ModelSheets.Unknown(http);
        var typed = TypedModel.Of(form);
        var (edit, problems) = typed.Read(id, known);
        if (problems.Count > 0)
            return await sheets.OneAsync(http, known, typed, problems, cancellation, StatusCodes.Status422UnprocessableEntity);
        var edited = await edits.PutAsync(edit, http.Visitor(), client, cancellation);
        return edited.Model is not null
            ? new SeeOther($"/modeles/{Uri.EscapeDataString(id)}?enregistre={(edited.Change is null ? "oui" : Uri.EscapeDataString(edited.Change.Id))}")
            : await sheets.OneAsync(http, known, typed, edited.Problems, cancellation, StatusOf(edited));
    }

    private static int StatusOf(ModelEdited edited) => edited.Conflict ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity;
}
