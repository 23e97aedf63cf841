using System.Text.Json.Serialization;

namespace RegionSud.AiWorkflow.Charter;

/// <summary>How needs are taken in: <c>intake.yaml</c>.</summary>
public sealed record IntakeRules : RulesFile
{
    public required LikenessRules Likeness { get; init; }

    public required ReadingRules Reading { get; init; }

    public required FileLimits Files { get; init; }

    public required TakeOverRules TakeOver { get; init; }
}

/// <summary>How uses that exist already are taken over.</summary>
public sealed record TakeOverRules
{
    /// <summary>Working days until the first re-check of one in use.</summary>
    public required int RecheckAfter { get; init; }

    /// <summary>Working days over which the first re-checks are spread, lest they all fall on one day.</summary>
    public required int RecheckOver { get; init; }
}

/// <summary>How far a machine's reading goes.</summary>
public sealed record ReadingRules
{
    /// <summary>
    /// From 1 to 100, in percent: what was recognised with less is shown beside an empty field, with more in the field; a person confirms both.
    /// </summary>
    public required int Confidence { get; init; }

    /// <summary>How often what is missing is asked back before DTISU says how to go on: 1 to 10.</summary>
    public required int Rounds { get; init; }
}

/// <summary>What a file may be before it is not opened any more; it is kept all the same.</summary>
public sealed record FileLimits
{
    /// <summary>Size of a file, in megabytes (of 1024 × 1024 bytes).</summary>
    public required int Megabytes { get; init; }

    public required int Pages { get; init; }

    /// <summary>Size of a packed file once unpacked, in megabytes.</summary>
    public required int UnpackedMegabytes { get; init; }

    /// <summary>How many times its size a packed file may unpack to, beyond its first megabyte.</summary>
    public required int UnpackedRatio { get; init; }

    /// <summary>Parts of a packed file.</summary>
    public required int Parts { get; init; }

    /// <summary>How deep its XML may be nested.</summary>
    public required int Depth { get; init; }

    /// <summary>How long a reader may take over it; then it is left alone, and a person reads the file.</summary>
    public required int Seconds { get; init; }

    /// <summary>Size of a file, in bytes.</summary>
    [JsonIgnore]
    public int Bytes => Megabytes * 1024 * 1024;
}

/// <summary>When two needs look alike.</summary>
public sealed record LikenessRules
{
    /// <summary>From 1 to 100: the percentage from which a need is shown as alike.</summary>
    public required int Threshold { get; init; }

    /// <summary>How many cases are shown at most, the most alike first.</summary>
    public required int Most { get; init; }
}
