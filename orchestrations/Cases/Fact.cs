namespace RegionSud.AiWorkflow.Cases;

/// <summary>Something to be written in a case's journal, under a key that makes a second writing of it harmless.</summary>
/// <param name="Key">
/// Deterministic, unique in the case, at most 200 characters of letters, digits, '.', '-', '_' and ':' — for instance
/// <c>decided:IA-2026-0042.Need.1.endorse.1</c>.
/// </param>
/// <param name="Event">What happened.</param>
/// <param name="Actor">Directory id of the person who acted, or <see cref="System"/>.</param>
public sealed record Fact(string Key, CaseEvent Event, string Actor = Fact.System)
{
    /// <summary>The actor of what no person did.</summary>
    public const string System = "system";
}

/// <summary>One entry of a journal, as it was recorded.</summary>
/// <param name="Seq">From 1, without holes.</param>
/// <param name="At">UTC.</param>
/// <param name="Type">Name of the <see cref="CaseEvent"/>.</param>
/// <param name="Actor">Directory id, or <see cref="Fact.System"/>.</param>
/// <param name="Key">Deterministic key of the fact.</param>
/// <param name="Data">The event's JSON, exactly the text that was hashed.</param>
/// <param name="PreviousHash">Hash of the entry before; 64 zeros for the first.</param>
/// <param name="Hash">See <see cref="Chain.HashOf"/>.</param>
public sealed record JournalEntry(
    long Seq, DateTimeOffset At, string Type, string Actor, string Key, string Data, string PreviousHash, string Hash)
{
    /// <summary>The event itself.</summary>
    public CaseEvent Event => CaseEventJson.Read(Type, Data);
}
