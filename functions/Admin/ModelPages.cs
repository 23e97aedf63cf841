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
/// <param name="Who">A name, or « personne effacée ».</param>
public sealed record ModelChangeLine(string ModelId, RecordedChange Change, string Who);

/// <summary>The inventory of models for people: what is used, in which version, what changed, and the form to change it.</summary>
// Six parameters: what the page is made of, and the two ways it is changed.
public sealed class ModelPages(IModelInventory inventory, ICaseLists lists, IPeople people, ModelEdits edits, ModelWatchViews watch, IAntiforgery antiforgery)
{
    private const int MostCases = 200;
    private const int MostChanges = 100;

    /// <summary>The inventory. Storage requests: three, one for each model, and one for each person in the log.</summary>
    [Function("ModelsPage")]
    [Access(Role.Administrator, Role.Dsipn)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "modeles")] HttpRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var edit = request.Query["modele"].ToString() is { Length: > 0 } id && await inventory.FindAsync(id, cancellation) is { } model
            ? new ModelEdit(model.Id, model.Provider, model.Name, model.Version)
            : new ModelEdit("", null, null, null);
        return await PageAsync(request.HttpContext, edit, [], request.Query["enregistre"], cancellation);
    }

    /// <summary>Adds or changes a model from the page's form, then shows the inventory.</summary>
    [Function("EditModel")]
    [Access(Role.Administrator, Role.Dsipn)]
    public async Task<IResult> EditAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "modeles")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        var (form, refusal) = await SmallForm.ReadAsync(request, antiforgery, cancellation);
        if (form is null)
            return refusal!;
        var edit = new ModelEdit(form["id"].ToString().Trim(), form["fournisseur"], form["nom"], form["version"]);
        var edited = await edits.PutAsync(edit, http.Visitor(), client, cancellation);
        return edited.Model is { } model
            ? new SeeOther($"/modeles?enregistre={Uri.EscapeDataString(model.Id)}")
            : await PageAsync(http, edit, edited.Problems, null, cancellation, edited.Conflict ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity);
    }

    private async Task<Page> PageAsync(
        HttpContext http, ModelEdit edit, IReadOnlyList<Problem> problems, string? saved, CancellationToken cancellation, int status = StatusCodes.Status200OK)
    {
        var models = await inventory.AllAsync(cancellation);
        var usages = await Task.WhenAll(models.OrderBy(model => model.Id, StringComparer.Ordinal).Select(async model =>
        {
            var page = await lists.ReadAsync(CaseListNames.OfModel(model.Id), null, MostCases, cancellation);
            return new ModelUsage(model, page.Lines.Count, page.Next is not null);
        }));
        var changes = models.SelectMany(model => model.Changes.Select(change => (model.Id, Change: change)))
            .OrderByDescending(line => line.Change.At).Take(MostChanges).ToList();
        var names = await Task.WhenAll(changes.Select(line => line.Change.By).Distinct().Select(async id =>
            (id, Name: SourceWording.Of(id) ?? (await people.FindAsync(id, cancellation))?.Name ?? "personne effacée")));
        var whoIs = names.ToDictionary(pair => pair.id, pair => pair.Name, StringComparer.Ordinal);
        return Page.Of<ModelsPage>(
            new()
            {
                [nameof(ModelsPage.Usages)] = usages,
                [nameof(ModelsPage.Changes)] = changes.ConvertAll(line => new ModelChangeLine(line.Id, line.Change, whoIs[line.Change.By])),
                [nameof(ModelsPage.Edit)] = edit,
                [nameof(ModelsPage.Problems)] = problems,
                [nameof(ModelsPage.Saved)] = models.FirstOrDefault(model => model.Id == saved),
                [nameof(ModelsPage.Watch)] = await watch.ReadAsync(models, cancellation),
                [nameof(ModelsPage.Token)] = antiforgery.GetAndStoreTokens(http).RequestToken,
            },
            status);
    }
}
