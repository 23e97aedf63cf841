using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Models;

/// <summary>
/// Looks at every source for what changed without anybody saying so (clause 5.6-b), and at the calendar for what has come. A source that fails stops no other, and
/// nothing of its look counts. A model that a source does not name, or names twice in two ways, stays as it is: it gets a finding.
/// </summary>
/// <remarks>
/// The version is compared with the record. Words that people write their own way (family, provider) are compared with what the same source said last: the first
/// look takes nothing away from what people wrote. A second look on the same day finds everything noted.
/// </remarks>
public sealed class ModelWatch(IEnumerable<IModelSource> sources, IModelInventory inventory, IModelLooks looks, ModelObserver observer, TimeProvider time)
{
    /// <summary>
    /// Looks once. Storage requests: two, one for each source that watches something, one for each watched model that was seen and one for each model, and one more
    /// for each that changed. Of the sources: see each.
    /// </summary>
    /// <returns>The sources that were looked at.</returns>
    public async Task<IReadOnlyList<SourceLook>> RunAsync(IOrchestrations orchestrations, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(orchestrations);
        var models = await inventory.AllAsync(cancellation);
        var known = await looks.AllAsync(cancellation);
        var looked = await Task.WhenAll(sources.Select(source => LookAsync(
            source,
            [.. models.Where(model => model.Watch?.Source == source.Name && model.Status != ModelStatus.Retired)],
            known.FirstOrDefault(look => look.Source == source.Name),
            orchestrations,
            cancellation)));
        foreach (var model in models)
            await observer.AgeAsync(model.Id, orchestrations, cancellation);
        return [.. looked.OfType<SourceLook>()];
    }

    private async Task<SourceLook?> LookAsync(IModelSource source, IReadOnlyList<ModelRecord> watched, SourceLook? before, IOrchestrations orchestrations, CancellationToken cancellation)
    {
        if (watched.Count == 0)
            return null;
        var now = time.GetUtcNow();
        var look = (before ?? new SourceLook(source.Name, now)) with { At = now };
        try
        {
            var seen = await source.LookAsync(watched, cancellation);
            var found = new List<ModelLook>();
            foreach (var model in watched)
                found.Add(await NoteAsync(model, seen.FirstOrDefault(one => one.ModelId == model.Id), look, orchestrations, cancellation));
            look = look with { SucceededAt = now, FailingSince = null, Error = "", Models = found };
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            var cause = e is ModelSourceException told ? told.Message : $"Le regard s’est arrêté sur une erreur du système ({e.GetType().Name})\u00a0: le journal technique la détaille.";
            look = look with { FailingSince = look.FailingSince ?? now, Error = cause };
        }

        await looks.PutAsync(look, cancellation);
        return look;
    }

    private async Task<ModelLook> NoteAsync(ModelRecord model, SeenModel? seen, SourceLook look, IOrchestrations orchestrations, CancellationToken cancellation)
    {
        var last = look.Models.FirstOrDefault(one => one.ModelId == model.Id);
        if (seen is null)
            return new ModelLook(model.Id, [FindingKind.NotFound], last?.Seen, last?.SeenAt);
        if (seen.Findings.Contains(FindingKind.NotFound) || seen.Findings.Contains(FindingKind.Ambiguous))
            return new ModelLook(model.Id, seen.Findings, last?.Seen, last?.SeenAt);
        var edited = await observer.ObserveAsync(Compared(model, seen, last?.Seen, look.Source), orchestrations, cancellation);
        // A version that is none, such as « latest »: the source's words are not understood.
        return edited.Problems.Count > 0
            ? new ModelLook(model.Id, [.. seen.Findings.Append(FindingKind.UnknownWord).Distinct()], last?.Seen, last?.SeenAt)
            : new ModelLook(model.Id, seen.Findings, seen, time.GetUtcNow());
    }

    /// <summary>What a look says against the record and the look before. Pure.</summary>
    internal static Observation Compared(ModelRecord model, SeenModel seen, SeenModel? last, string source) => new(model.Id, source)
    {
        Version = seen.Version,
        Family = Word(seen.Family, last?.Family, model.Sheet.Family),
        Provider = Word(seen.Provider, last?.Provider, model.Provider),
        Hosting = seen.Hosting,
        Deployment = seen.Deployment,
        Retirement = seen.Retirement,
        // What somebody else announced is not the source's to take back.
        NoRetirement = seen is { NoRetirement: true, Retirement: null } && last?.Retirement is { } announced && announced == model.Retirement,
    };

    private static string? Word(string? seen, string? last, string recorded) => recorded.Length == 0 || (last is not null && last != seen) ? seen : null;
}
