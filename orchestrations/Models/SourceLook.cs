using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Models;

/// <summary>A source of models, as it was when it was last looked at.</summary>
/// <param name="Source">Its name, see <see cref="IModelSource.Name"/>.</param>
/// <param name="At">The last look, good or not.</param>
public sealed record SourceLook(string Source, DateTimeOffset At)
{
    /// <summary>The last look that succeeded; null before there was one.</summary>
    public DateTimeOffset? SucceededAt { get; init; }

    /// <summary>The first look of those that failed since then; null when the last one succeeded.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>French: why the last look failed; empty when it succeeded.</summary>
    public string Error { get; init; } = "";

    /// <summary>What the last good look found, one a model.</summary>
    public IReadOnlyList<ModelLook> Models { get; init; } = [];

    /// <summary>Whether it has failed for so many days that somebody must see to it. Pure.</summary>
    public bool IsAlert(int days, DateTimeOffset now) => FailingSince is { } since && ParisTime.DayOf(now).DayNumber - ParisTime.DayOf(since).DayNumber >= days;
}

/// <summary>What a source said of a model at its last good look.</summary>
/// <param name="Seen">The last that it said of it, kept while it knows it no longer; null when it never did.</param>
/// <param name="SeenAt">When that was.</param>
public sealed record ModelLook(string ModelId, IReadOnlyList<FindingKind> Findings, SeenModel? Seen, DateTimeOffset? SeenAt);
