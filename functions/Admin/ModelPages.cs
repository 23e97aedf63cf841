using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Admin.ModelWatching;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Register;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>A model and how many open cases use it.</summary>
/// <param name="More">There are more: the count stopped there.</param>
public sealed record ModelUsage(ModelRecord Model, int Cases, bool More);

/// <summary>One line of the log of changes.</summary>
/// <param name="Who">A name, « personne effacée », or the source that saw it.</param>
public sealed record ModelChangeLine(string ModelId, RecordedChange Change, string Who);

/// <summary>The inventory of models for people: what is used, in which version, what changed, and the form to change it.</summary>
// Six parameters: what the pages are made of, and how they are changed.
public sealed class ModelPages(IModelInventory inventory, ICaseLists lists, IPeople people, ModelEdits edits, ModelWatchViews watch, IAntiforgery antiforgery)
{
    private const int MostCases = 200;
    private const int MostChanges = 100;

    /// <summary>The inventory. Storage requests: three, one for each model, and one for each person in the log.</summary>
    [Function("ModelsPage")]
    [Access(Role.Administrator, Role.Dsipn)]
    public async Task<IResult> ShowAllAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "modeles")] HttpRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await AllPageAsync(request.HttpContext, TypedModel.Of((ModelRecord?)null), [], cancellation);
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
            return await AllPageAsync(http, typed, [new Problem("id", "Ce modèle est déjà dans l’inventaire\u00a0: ouvrez sa page pour le changer.")], cancellation, StatusCodes.Status409Conflict);
        var (edit, problems) = typed.Read(typed["id"], null);
        if (problems.Count > 0)
            return await AllPageAsync(http, typed, problems, cancellation, StatusCodes.Status422UnprocessableEntity);
        var edited = await edits.PutAsync(edit, http.Visitor(), client, cancellation);
        return edited.Model is { } model
            ? new SeeOther($"/modeles/{Uri.EscapeDataString(model.Id)}?enregistre=oui")
            : await AllPageAsync(http, typed, edited.Problems, cancellation, StatusOf(edited));
    }

    /// <summary>One model. Storage requests: three, and one for each person in its log.</summary>
    [Function("ModelPage")]
    [Access(Role.Administrator, Role.Dsipn, Role.Dtisu)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "modeles/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await inventory.FindAsync(id, cancellation) is { } model
            ? await PageAsync(request.HttpContext, model, TypedModel.Of(model), [], cancellation)
            : Unknown(request.HttpContext);
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
            return Unknown(http);
        var typed = TypedModel.Of(form);
        var (edit, problems) = typed.Read(id, known);
        if (problems.Count > 0)
            return await PageAsync(http, known, typed, problems, cancellation, StatusCodes.Status422UnprocessableEntity);
        var edited = await edits.PutAsync(edit, http.Visitor(), client, cancellation);
        return edited.Model is not null
            ? new SeeOther($"/modeles/{Uri.EscapeDataString(id)}?enregistre={(edited.Change is null ? "oui" : Uri.EscapeDataString(edited.Change.Id))}")
            : await PageAsync(http, known, typed, edited.Problems, cancellation, StatusOf(edited));
    }

    private static int StatusOf(ModelEdited edited) => edited.Conflict ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity;

    private static IResult Unknown(HttpContext http) =>
        Refusals.Of(http, StatusCodes.Status404NotFound, "Modèle inconnu", "L’inventaire n’a pas ce modèle. Vérifiez son identifiant sur la page des modèles.");

    private async Task<Page> AllPageAsync(HttpContext http, TypedModel typed, IReadOnlyList<Problem> problems, CancellationToken cancellation, int status = StatusCodes.Status200OK)
    {
        var models = await inventory.AllAsync(cancellation);
        var usages = await Task.WhenAll(models.OrderBy(model => model.Id, StringComparer.Ordinal).Select(async model =>
        {
            var page = await lists.ReadAsync(CaseListNames.OfModel(model.Id), null, MostCases, cancellation);
            return new ModelUsage(model, page.Lines.Count, page.Next is not null);
        }));
        return Page.Of<ModelsPage>(
            new()
            {
                [nameof(ModelsPage.Usages)] = usages,
                [nameof(ModelsPage.Changes)] = await NamedAsync(models, cancellation),
                [nameof(ModelsPage.Typed)] = typed,
                [nameof(ModelsPage.Problems)] = problems,
                [nameof(ModelsPage.Watch)] = await watch.ReadAsync(models, cancellation),
                [nameof(ModelsPage.Token)] = antiforgery.GetAndStoreTokens(http).RequestToken,
            },
            status);
    }

    private async Task<Page> PageAsync(
        HttpContext http, ModelRecord model, TypedModel typed, IReadOnlyList<Problem> problems, CancellationToken cancellation, int status = StatusCodes.Status200OK)
    {
        var saved = http.Request.Query["enregistre"].ToString();
        return Page.Of<ModelPage>(
            new()
            {
                [nameof(ModelPage.Model)] = model,
                [nameof(ModelPage.Cases)] = await lists.ReadAsync(CaseListNames.OfModel(model.Id), http.Request.Query["suite"].ToString() is { Length: > 0 } next && CaseId.TryParse(next, out _) ? next : null, MostCases, cancellation),
                [nameof(ModelPage.Changes)] = await NamedAsync([model], cancellation),
                [nameof(ModelPage.StatusBy)] = model.Given is { } given ? await NameAsync(given.By, cancellation) : "",
                [nameof(ModelPage.Typed)] = typed,
                [nameof(ModelPage.Problems)] = problems,
                [nameof(ModelPage.Saved)] = saved.Length > 0 && problems.Count == 0,
                [nameof(ModelPage.SavedChange)] = model.Changes.FirstOrDefault(change => change.Id == saved),
                [nameof(ModelPage.MayEdit)] = http.Visitor().Holds(Role.Administrator, Role.Dsipn),
                [nameof(ModelPage.Token)] = antiforgery.GetAndStoreTokens(http).RequestToken,
            },
            status);
    }

    private async Task<IReadOnlyList<ModelChangeLine>> NamedAsync(IReadOnlyList<ModelRecord> models, CancellationToken cancellation)
    {
        var changes = models.SelectMany(model => model.Changes.Select(change => (model.Id, Change: change))).OrderByDescending(line => line.Change.At).Take(MostChanges).ToList();
        var names = await Task.WhenAll(changes.Select(line => line.Change.By).Distinct().Select(async id => (id, Name: await NameAsync(id, cancellation))));
        var whoIs = names.ToDictionary(pair => pair.id, pair => pair.Name, StringComparer.Ordinal);
        return changes.ConvertAll(line => new ModelChangeLine(line.Id, line.Change, whoIs[line.Change.By]));
    }

    // A source has a short name of its own; what comes by the calendar, the system's.
    private async Task<string> NameAsync(string by, CancellationToken cancellation) =>
        by == Fact.System ? "Le calendrier" : (await people.FindAsync(by, cancellation))?.Name ?? (by.Length < 32 ? $"La veille ({SourceWording.Of(by) ?? by})" : "personne effacée");
}
