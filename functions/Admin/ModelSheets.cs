using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
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

/// <summary>The pages of the inventory, as their forms show them too when something is to be mended.</summary>
public sealed class ModelSheets(IModelInventory inventory, ICaseLists lists, ModelLog log, ModelWatchViews watch, IAntiforgery antiforgery)
{
    private const int MostCases = 200;

    /// <summary>The inventory. Storage requests: three, one for each model, and one for each person in the log.</summary>
    /// <param name="typed">The form that adds one.</param>
    public async Task<Page> AllAsync(HttpContext http, TypedModel typed, IReadOnlyList<Problem> problems, CancellationToken cancellation, int status = StatusCodes.Status200OK)
    {
        ArgumentNullException.ThrowIfNull(typed);
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
                [nameof(ModelsPage.Changes)] = await log.ReadAsync(models, cancellation),
                [nameof(ModelsPage.Typed)] = typed,
                [nameof(ModelsPage.Problems)] = problems,
                [nameof(ModelsPage.Watch)] = await watch.ReadAsync(models, cancellation),
                [nameof(ModelsPage.Token)] = antiforgery.GetAndStoreTokens(http).RequestToken,
            },
            status);
    }

    /// <summary>One model. Storage requests: three, and one for each person in its log.</summary>
    /// <param name="typed">The form that changes it.</param>
    public async Task<Page> OneAsync(
        HttpContext http, ModelRecord model, TypedModel typed, IReadOnlyList<Problem> problems, CancellationToken cancellation, int status = StatusCodes.Status200OK)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(model);
        var saved = http.Request.Query["enregistre"].ToString();
        return Page.Of<ModelPage>(
            new()
            {
                [nameof(ModelPage.Model)] = model,
                [nameof(ModelPage.Cases)] = await lists.ReadAsync(CaseListNames.OfModel(model.Id), http.Request.Query["suite"].ToString() is { Length: > 0 } next && CaseId.TryParse(next, out _) ? next : null, MostCases, cancellation),
                [nameof(ModelPage.Changes)] = await log.ReadAsync([model], cancellation),
                [nameof(ModelPage.StatusBy)] = model.Given is { } given ? await log.NameAsync(given.By, cancellation) : "",
                [nameof(ModelPage.Watch)] = await watch.OfAsync(model, cancellation),
                [nameof(ModelPage.Sources)] = watch.Choices(),
                [nameof(ModelPage.Added)] = model.Guarantees is [.., var last] ? $"{await log.NameAsync(last.By, cancellation)}, le {French.DateTime(last.At)}" : "",
                [nameof(ModelPage.Typed)] = typed,
                [nameof(ModelPage.Problems)] = problems,
                [nameof(ModelPage.Saved)] = saved.Length > 0 && problems.Count == 0,
                [nameof(ModelPage.SavedChange)] = model.Changes.FirstOrDefault(change => change.Id == saved),
                [nameof(ModelPage.MayEdit)] = http.Visitor().Holds(Role.Administrator, Role.Dsipn),
                [nameof(ModelPage.Token)] = antiforgery.GetAndStoreTokens(http).RequestToken,
            },
            status);
    }

    /// <summary>404 for a model that the inventory does not have.</summary>
    public static IResult Unknown(HttpContext http) =>
        Refusals.Of(http, StatusCodes.Status404NotFound, "Modèle inconnu", "L’inventaire n’a pas ce modèle. Vérifiez son identifiant sur la page des modèles.");
}
