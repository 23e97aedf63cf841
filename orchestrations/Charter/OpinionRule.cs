using System.Text.Json.Serialization;
using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Charter;

/// <summary>What becomes of a decision while an opinion is missing.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MissingOpinion>))]
public enum MissingOpinion
{
    /// <summary>Nothing: the opinion is optional.</summary>
    Ignored,

    /// <summary>Who decides writes why they do without it.</summary>
    Reason,

    /// <summary>It waits for the opinion.</summary>
    Block,
}

/// <summary>An opinion that is asked for as soon as a task of the kind opens, beside the others and with a delay of its own.</summary>
public sealed record OpinionRule
{
    /// <summary>Lower-case words joined by hyphens, unique in the kind of task; in journals.</summary>
    public required string Id { get; init; }

    public required Role Role { get; init; }

    /// <summary>When it is asked for, by the characterisation sheet and the facts; null always.</summary>
    public Condition? When { get; init; }

    /// <summary>Working days.</summary>
    public required int Due { get; init; }

    /// <summary>For the choices that need opinions, see <see cref="Choice.NeedsOpinions"/>.</summary>
    public MissingOpinion Missing { get; init; }

    /// <summary>The form that is answered with it; null for the sense and its reasons alone.</summary>
    public string? Form { get; init; }

    /// <summary>French: what is asked.</summary>
    public required string Question { get; init; }

    /// <summary>The charter's clause behind it.</summary>
    public required string Clause { get; init; }
}
