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

/// <summary>Reads the state of the watch. Two storage requests.</summary>
public sealed class ModelWatchViews(IEnumerable<IModelSource> sources, IModelLooks looks, TableModelEvents events, CharterRules rules, TimeProvider time)
{
    private const int MostEvents = 50;

    /// <summary>The state for these models of the inventory.</summary>
    public async Task<ModelWatchView> ReadAsync(IReadOnlyList<ModelRecord> models, CancellationToken cancellation)
    {
        var known = await looks.AllAsync(cancellation);
        var configured = sources.Select(source => source.Name).ToHashSet(StringComparer.Ordinal);
        var names = configured.Concat(models.Select(model => model.Watch?.Source).OfType<string>()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return new ModelWatchView(
            [.. names.Select(name =>
            {
                var look = known.FirstOrDefault(one => one.Source == name);
                return new WatchedSource(
                    SourceWording.Of(name) ?? name,
                    configured.Contains(name),
                    [.. models.Where(model => model.Watch?.Source == name && model.Status != ModelStatus.Retired).Select(model => model.Id).Order(StringComparer.Ordinal)],
                    look,
                    look?.IsAlert(rules.Models.SourceFailureDays, time.GetUtcNow()) == true);
            })],
            [.. models.OrderBy(model => model.Id, StringComparer.Ordinal)
                .SelectMany(model => ModelFindings.OfRecord(model, time.ParisToday(), rules.Models.GuaranteeDays).Select(finding => (model.Id, finding)))],
            await events.WaitingAsync(MostEvents, cancellation));
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
