using System.Text.Json.Serialization;

namespace RegionSud.AiWorkflow.Models;

/// <summary>What of a model changed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelAspect>))]
public enum ModelAspect
{
    /// <summary>Its name.</summary>
    Label,

    /// <summary>What it costs.</summary>
    Price,

    /// <summary>Its version, in the same family.</summary>
    Version,

    Family,
    Provider,
    Hosting,
    Terms,
    Purpose,

    /// <summary>It was blocked.</summary>
    Blocked,

    /// <summary>Its provider is about to retire it.</summary>
    Retirement,

    /// <summary>The guarantee that nothing trains a model ran out.</summary>
    Guarantee,
}

/// <summary>What a change asks of the cases that use the model: see <c>models.yaml</c>. In ascending order.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChangeGrade>))]
public enum ChangeGrade
{
    /// <summary>Nothing: it is noted.</summary>
    None,

    /// <summary>The acceptance set is replayed, and DSIPN confirms.</summary>
    Light,

    /// <summary>The directorate and DSIPN decide what becomes of the use.</summary>
    Review,

    /// <summary>Back to qualification.</summary>
    Full,
}

/// <summary>What becomes of the use until the change has been dealt with.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UseMeanwhile>))]
public enum UseMeanwhile
{
    GoesOn,

    /// <summary>It goes on, and its users are told.</summary>
    Notice,

    /// <summary>A suspension is proposed to the directorate, which confirms it or not.</summary>
    Suspension,
}

/// <summary>One thing that changed, in short texts; none of it is personal.</summary>
public sealed record ModelDifference(ModelAspect Aspect, string From, string To);

/// <summary>One change of a model.</summary>
/// <param name="Id">See <see cref="ModelChanges.IdOf"/>; also the fan-out's instance id.</param>
/// <param name="From">The version before.</param>
/// <param name="To">The version after; the same when only something else changed.</param>
/// <param name="By">Directory id of who recorded it, or the source that saw it.</param>
/// <param name="Spread">Whether every case that uses the model has it in its journal.</param>
public sealed record RecordedChange(string Id, string From, string To, DateTimeOffset At, string By, bool Spread = false)
{
    /// <summary>What changed; empty in records older than its keeping, where the version did.</summary>
    public IReadOnlyList<ModelDifference> Differences { get; init; } = [];

    /// <summary>What it asks of cases; light in records older than its keeping.</summary>
    public ChangeGrade Grade { get; init; } = ChangeGrade.Light;

    /// <summary>How many open cases it reached; known once it was spread.</summary>
    public int? Reached { get; init; }
}
