using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Admin.ModelWatching;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>One line of the log of changes.</summary>
/// <param name="Who">A name, « personne effacée », or the source that saw it.</param>
/// <param name="What">French, a phrase without a full stop.</param>
public sealed record ModelLogLine(string ModelId, DateTimeOffset At, string Who, string What)
{
    /// <summary>The change that it tells; null for an act that asks nothing of cases.</summary>
    public RecordedChange? Change { get; init; }

    /// <summary>The line of a change.</summary>
    public static ModelLogLine Of(string modelId, RecordedChange change, string who)
    {
        ArgumentNullException.ThrowIfNull(change);
        var what = change.Differences.Count > 0 ? ModelWording.Of(change.Differences) : $"la version passe de «\u00a0{change.From}\u00a0» à «\u00a0{change.To}\u00a0»";
        return new ModelLogLine(modelId, change.At, who, what) { Change = change };
    }
}

/// <summary>The log of changes of models, with who made them.</summary>
public sealed class ModelLog(IPeople people)
{
    private const int MostLines = 100;

    /// <summary>The newest lines first, a hundred at most. One storage request for each person in it.</summary>
    public async Task<IReadOnlyList<ModelLogLine>> ReadAsync(IReadOnlyList<ModelRecord> models, CancellationToken cancellation)
    {
        var lines = models.SelectMany(model => LinesOf(model)).OrderByDescending(line => line.At).Take(MostLines).ToList();
        var names = await Task.WhenAll(lines.Select(line => line.Who).Distinct().Select(async id => (id, Name: await NameAsync(id, cancellation))));
        var whoIs = names.ToDictionary(pair => pair.id, pair => pair.Name, StringComparer.Ordinal);
        return lines.ConvertAll(line => line with { Who = whoIs[line.Who] });
    }

    /// <summary>Who somebody is. A source has a short name of its own; what comes by the calendar, the system's.</summary>
    public async Task<string> NameAsync(string by, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(by);
        return by == Fact.System ? "Le calendrier" : (await people.FindAsync(by, cancellation))?.Name ?? (by.Length < 32 ? $"La veille ({SourceWording.Of(by) ?? by})" : "personne effacée");
    }

    private static IEnumerable<ModelLogLine> LinesOf(ModelRecord model) =>
    [
        .. model.Changes.Select(change => ModelLogLine.Of(model.Id, change, change.By)),
        .. model.Notes.Select(note => new ModelLogLine(model.Id, note.At, note.By, ModelWording.Of(note))),
        .. model.Guarantees.Select(added => new ModelLogLine(model.Id, added.At, added.By, $"le document de garantie «\u00a0{added.Name}\u00a0» est ajouté (empreinte {added.Document.Sha256[..12]}…)")),
    ];
}
