using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Admin.ModelWatching;

/// <summary>A source and what it watches.</summary>
/// <param name="Label">French.</param>
/// <param name="IsConfigured">Whether this installation looks at it.</param>
/// <param name="Watched">Models that name it.</param>
/// <param name="Look">Its last look; null before the first.</param>
/// <param name="IsAlert">It has failed for days.</param>
public sealed record WatchedSource(string Label, bool IsConfigured, IReadOnlyList<string> Watched, SourceLook? Look, bool IsAlert);

/// <summary>The state of the watch over models.</summary>
/// <param name="OfRecords">What the inventory says by itself, by model.</param>
/// <param name="Events">Events that wait for a look.</param>
public sealed record ModelWatchView(IReadOnlyList<WatchedSource> Sources, IReadOnlyList<(string ModelId, FindingKind Finding)> OfRecords, IReadOnlyList<KeptModelEvent> Events);

/// <summary>The watch over one model.</summary>
/// <param name="Source">Where it is watched; null where it is not.</param>
/// <param name="Look">What the source said of it last; null before it said anything.</param>
/// <param name="Findings">All that is not as it should be.</param>
public sealed record WatchedModel(WatchedSource? Source, ModelLook? Look, IReadOnlyList<FindingKind> Findings);

/// <summary>Reads the state of the watch. Two storage requests.</summary>
public sealed class ModelWatchViews(IEnumerable<IModelSource> sources, IModelLooks looks, TableModelEvents events, CharterRules rules, TimeProvider time)
{
    private const int MostEvents = 50;

    /// <summary>The state for these models of the inventory.</summary>
    public async Task<ModelWatchView> ReadAsync(IReadOnlyList<ModelRecord> models, CancellationToken cancellation)
    {
        var known = await looks.AllAsync(cancellation);
        var names = sources.Select(source => source.Name).Concat(models.Select(model => model.Watch?.Source).OfType<string>()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return new ModelWatchView(
            [.. names.Select(name => Source(name, models, known))],
            [.. models.OrderBy(model => model.Id, StringComparer.Ordinal)
                .SelectMany(model => ModelFindings.OfRecord(model, time.ParisToday(), rules.Models.GuaranteeDays).Select(finding => (model.Id, finding)))],
            await events.WaitingAsync(MostEvents, cancellation));
    }

    /// <summary>The state for one model. One storage request where it is watched, else none.</summary>
    public async Task<WatchedModel> OfAsync(ModelRecord model, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        var found = ModelFindings.OfRecord(model, time.ParisToday(), rules.Models.GuaranteeDays);
        if (model.Watch?.Source is not { } name)
            return new WatchedModel(null, null, found);
        var source = Source(name, [model], await looks.AllAsync(cancellation));
        var look = source.Look?.Models.FirstOrDefault(one => one.ModelId == model.Id);
        return new WatchedModel(source, look, [.. found.Concat(look?.Findings ?? []).Distinct()]);
    }

    /// <summary>The sources that a model can name, those that this installation does not look at included, and none.</summary>
    public IReadOnlyList<(string Id, string Label)> Choices() =>
        [("", "Aucune"), .. WatchSources.All.Select(source => (source.Name, $"{SourceWording.Of(source.Name)}{(IsConfigured(source.Name) ? "" : " (pas réglée sur cette installation)")}"))];

    private bool IsConfigured(string name) => sources.Any(source => source.Name == name);

    private WatchedSource Source(string name, IReadOnlyList<ModelRecord> models, IReadOnlyList<SourceLook> known)
    {
        var look = known.FirstOrDefault(one => one.Source == name);
        return new WatchedSource(
            SourceWording.Of(name) ?? name,
            IsConfigured(name),
            [.. models.Where(model => model.Watch?.Source == name && model.Status != ModelStatus.Retired).Select(model => model.Id).Order(StringComparer.Ordinal)],
            look,
            look?.IsAlert(rules.Models.SourceFailureDays, time.GetUtcNow()) == true);
    }
}

/// <summary>Sources of models, in French. Pure.</summary>
public static class SourceWording
{
    /// <summary>A source's name, or who else than a source or a person notes a change; null for anything else.</summary>
    public static string? Of(string name) => name switch
    {
        "azure" => "Azure",
        "azure-forms" => "Document Intelligence",
        "mistral" => "Mistral AI",
        "hugging-face" => "Hugging Face",
        ModelEvent.By => "un événement du fournisseur",
        _ => null,
    };
}
