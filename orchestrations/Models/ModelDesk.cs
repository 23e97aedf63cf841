using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Models;

/// <summary>
/// Keeps the inventory of models. What matters to cases is a change with an id of its own, written with the record; whoever calls it starts
/// the fan-out afterwards, and if nobody does, the sweep will.
/// </summary>
public sealed class ModelDesk(IModelInventory inventory, CharterRules rules, TimeProvider time)
{
    private const int MostAttempts = 10;

    /// <summary>
    /// Adds or changes a model. The same edit again changes nothing. A retirement that is typed so late that it must be told already is told at once, as one that a
    /// source announces. Storage requests: two.
    /// </summary>
    /// <param name="by">Directory id of who says so.</param>
    public async Task<ModelEdited> PutAsync(ModelEdit edit, string by, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(edit);
        if (ModelChecks.OfId(edit.Id) is { } badId)
            return new ModelEdited(null, null, [badId]);
        var known = await inventory.FindAsync(edit.Id, cancellation);
        var next = Edited(known, edit, by);
        if (ModelChecks.Of(known, next, edit, rules.Models, time.ParisToday()) is { Count: > 0 } problems)
            return new ModelEdited(null, null, problems);
        return await WriteAsync(known, next, known is null ? [] : Differences(known, next, edit), by, cancellation)
            ?? new ModelEdited(null, null, [new Problem("version", "Une autre personne a modifié ce modèle au même moment. Rechargez la page, puis recommencez.")], Conflict: true);
    }

    /// <summary>
    /// Notes what was seen of a known model. Seen twice, it is one change. Storage requests: one when nothing changed, else two; more only when others write
    /// at the same moment.
    /// </summary>
    /// <exception cref="TimeoutException">Others wrote the record during each attempt.</exception>
    public Task<ModelEdited> ObserveAsync(Observation seen, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return ChangeAsync(seen.ModelId, seen.By, known => Observed(known, seen), (known, next) => ModelComparison.Of(known, next), cancellation);
    }

    /// <summary>Notes what has come by the calendar alone. A second call on the same day finds it noted. Storage requests: as <see cref="ObserveAsync"/>.</summary>
    /// <exception cref="TimeoutException">Others wrote the record during each attempt.</exception>
    public Task<ModelEdited> AgeAsync(string modelId, CancellationToken cancellation) => ChangeAsync(
        modelId, Cases.Fact.System, known => known, (known, _) => ModelComparison.OfCalendar(known, time.ParisToday(), rules.Models.TellOn), cancellation);

    private async Task<ModelEdited> ChangeAsync(
        string modelId, string by, Func<ModelRecord, ModelRecord> change, Func<ModelRecord, ModelRecord, IReadOnlyList<ModelDifference>> differences, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            if (await inventory.FindAsync(modelId, cancellation) is not { } known)
                return new ModelEdited(null, null, [new Problem("id", $"L’inventaire ne connaît pas le modèle «\u00a0{modelId}\u00a0»\u00a0: inscrivez-le d’abord.")]);
            var next = change(known);
            if (ModelChecks.OfVersion(next.Version) is { } problem)
                return new ModelEdited(null, null, [problem]);
            if (await WriteAsync(known, next, differences(known, next), by, cancellation) is { } written)
                return written;
        }

        throw new TimeoutException($"The record of {modelId} was written by others during each of {MostAttempts} attempts.");
    }

    /// <summary>
    /// Notes the document that guarantees that nothing trains a model. The same document again right after changes nothing. Storage requests: as <see cref="ObserveAsync"/>.
    /// </summary>
    /// <param name="until">Its last day; null leaves the one that is known. Not of the past: see <see cref="Against"/>.</param>
    /// <exception cref="TimeoutException">Others wrote the record during each attempt.</exception>
    public async Task<ModelEdited> GuaranteeAsync(string modelId, GuaranteeDocument added, DateOnly? until, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(added);
        return Against(until, time.ParisToday()) is { } problem
            ? new ModelEdited(null, null, [problem])
            : await ChangeAsync(modelId, added.By, known => Guaranteed(known, added, until), (_, _) => [], cancellation);
    }

    /// <summary>What is wrong with the last day of a guarantee that is to be added; null when nothing is. Pure.</summary>
    public static Problem? Against(DateOnly? until, DateOnly today) => until < today
        ? new Problem("document-fin", "Cette date est passée\u00a0: une garantie échue n’en est pas une. Ajoutez le document en vigueur.")
        : null;

    private IReadOnlyList<ModelDifference> Differences(ModelRecord known, ModelRecord next, ModelEdit edit)
    {
        var changed = ModelComparison.Of(known, next);
        return edit.Retirement is null || next.Retirement == known.Retirement ? changed : [.. changed, .. ModelComparison.OfCalendar(next, time.ParisToday(), rules.Models.TellOn)];
    }

    // Null when somebody else wrote it meanwhile.
    private async Task<ModelEdited?> WriteAsync(ModelRecord? known, ModelRecord next, IReadOnlyList<ModelDifference> differences, string by, CancellationToken cancellation)
    {
        if (known is not null && differences.Count == 0 && Same(known, next))
            return new ModelEdited(known, null, []);
        var (now, change) = (time.GetUtcNow(), (RecordedChange?)null);
        if (differences.Count > 0)
        {
            var grade = rules.Models.GradeOf(differences);
            change = new RecordedChange(ModelChanges.IdOf(known!, differences), known!.Version, next.Version, now, by, Spread: grade == ChangeGrade.None)
            {
                Differences = differences,
                Grade = grade,
            };
        }

        var record = next with { UpdatedAt = now, Changes = change is null ? next.Changes : [.. next.Changes, change] };
        return await inventory.PutAsync(record, known, cancellation)
            ? new ModelEdited(record, change is { Grade: not ChangeGrade.None } ? change : null, [])
            : null;
    }

    private ModelRecord Edited(ModelRecord? known, ModelEdit edit, string by)
    {
        var record = known ?? new ModelRecord(edit.Id, "", "", "", time.GetUtcNow(), []);
        record = record with
        {
            Provider = edit.Provider?.Trim() ?? record.Provider,
            Name = edit.Name?.Trim() ?? record.Name,
            Version = edit.Version?.Trim() ?? record.Version,
            Nature = edit.Nature ?? record.Nature,
            Sheet = edit.Sheet ?? record.Sheet,
            Watch = edit.Watch is null ? record.Watch : edit.Watch.Source.Length == 0 ? null : edit.Watch,
            Retirement = edit.NoRetirement ? null : edit.Retirement ?? record.Retirement,
        };
        if (record.Retirement != known?.Retirement)
        {
            var act = record.Retirement is null ? NotedAct.RetirementTakenBack : NotedAct.RetirementTyped;
            record = record with { Notes = [.. record.Notes, new ModelNote(time.GetUtcNow(), by, act, (record.Retirement ?? known?.Retirement)!)] };
        }

        return edit.Status is { } status && status != record.Status
            ? record with { Status = status, Given = new StatusGiven(by, time.GetUtcNow(), edit.StatusReason?.Trim() ?? "") }
            : record;
    }

    private static ModelRecord Observed(ModelRecord known, Observation seen) => known with
    {
        Version = seen.Version?.Trim() ?? known.Version,
        Provider = seen.Provider?.Trim() is { Length: > 0 } provider ? provider : known.Provider,
        Retirement = seen.NoRetirement ? null : seen.Retirement ?? known.Retirement,
        Sheet = known.Sheet with
        {
            Family = seen.Family?.Trim() is { Length: > 0 } family ? family : known.Sheet.Family,
            Hosting = seen.Hosting ?? known.Sheet.Hosting,
            Deployment = seen.Deployment?.Trim() ?? known.Sheet.Deployment,
        },
    };

    private static ModelRecord Guaranteed(ModelRecord known, GuaranteeDocument added, DateOnly? until) => known with
    {
        Guarantees = known.Guarantees is [.., var last] && last.Document.Sha256 == added.Document.Sha256 ? known.Guarantees : [.. known.Guarantees, added],
        Sheet = known.Sheet with { Guarantee = known.Sheet.Guarantee.Length > 0 ? known.Sheet.Guarantee : added.Name, GuaranteeUntil = until ?? known.Sheet.GuaranteeUntil },
    };

    private static bool Same(ModelRecord known, ModelRecord next) =>
        known with { Sheet = next.Sheet, Changes = next.Changes } == next && known.Sheet with { Opinions = next.Sheet.Opinions } == next.Sheet &&
        known.Sheet.Opinions.SequenceEqual(next.Sheet.Opinions);
}
