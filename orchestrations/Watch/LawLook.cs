using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Watch;

/// <summary>Where the law watch stands.</summary>
/// <param name="Last">The last look that came to its end; null before the first.</param>
/// <param name="UnderWay">The look that has begun and not ended; null when there is none.</param>
public sealed record LawLook(FinishedLook? Last, BegunLook? UnderWay)
{
    /// <summary>What optimistic writing compares; the store's business.</summary>
    public string? ETag { get; init; }
}

/// <summary>A look that came to its end.</summary>
/// <param name="Day">The day whose law was applied.</param>
/// <param name="RulesVersion">The rules that were applied.</param>
/// <param name="At">When it ended.</param>
public sealed record FinishedLook(DateOnly Day, string RulesVersion, DateTimeOffset At, LawTally Tally);

/// <summary>A look that has begun.</summary>
/// <param name="Id">Its orchestration's instance id.</param>
public sealed record BegunLook(string Id, DateTimeOffset Since);

/// <summary>What a look has counted.</summary>
/// <param name="Looked">Qualified open cases that were compared.</param>
/// <param name="Found">Of these, the cases for which something changed.</param>
/// <param name="Unread">Cases that could not be compared fully: the sheet was erased, or something stored cannot be read.</param>
/// <param name="Unreadable">The first of them, at most <see cref="MostNamed"/>.</param>
public sealed record LawTally(int Looked, int Found, int Unread, IReadOnlyList<CaseId> Unreadable)
{
    /// <summary>How many cases a tally names.</summary>
    public const int MostNamed = 20;

    /// <summary>Nothing counted.</summary>
    public static LawTally Zero { get; } = new(0, 0, 0, []);

    /// <summary>The two together.</summary>
    public static LawTally operator +(LawTally left, LawTally right) => Add(left, right);

    /// <summary>The two together.</summary>
    public static LawTally Add(LawTally left, LawTally right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new(left.Looked + right.Looked, left.Found + right.Found, left.Unread + right.Unread, [.. left.Unreadable.Concat(right.Unreadable).Take(MostNamed)]);
    }
}
