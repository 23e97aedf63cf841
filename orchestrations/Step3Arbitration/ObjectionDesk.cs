using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Step3Arbitration;

/// <summary>Whether a refusal can be contested.</summary>
public enum ObjectionState
{
    /// <summary>It can.</summary>
    Possible,

    /// <summary>The case is not refused, or not any more.</summary>
    NotRefused,

    /// <summary>It was contested once: the decision that followed stands.</summary>
    Used,

    /// <summary>The delay has run out: a new need can be sent.</summary>
    TooLate,
}

/// <summary>
/// The author of a need contests its refusal, once, with new elements: the case comes back to who refused it, who sees the first decision and the
/// objection side by side. Nothing is decided by it.
/// </summary>
public sealed class ObjectionDesk(CaseFiles files, IWakes wakes, CharterRules rules, IWorkingDays calendar, TimeProvider time)
{
    /// <summary>Key of the objection in the journal: there is one at most.</summary>
    public const string Key = "contested";

    private const int Fewest = 30;
    private const int Most = 8000;

    /// <summary>Whether a person may contest now.</summary>
    public ObjectionState StateOf(UseCase useCase)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        if (useCase.Objection is not null)
            return ObjectionState.Used;
        if (useCase.End != EndState.Refused || !useCase.Decisions.TryGetValue("arbitrate", out var refusal))
            return ObjectionState.NotRefused;
        return time.GetUtcNow() > LastDayOf(refusal) ? ObjectionState.TooLate : ObjectionState.Possible;
    }

    /// <summary>Until when a refusal can be contested.</summary>
    public DateTimeOffset LastDayOf(DecisionRef refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return calendar.After(refusal.At, rules.Delays.Refusal.ContestWithin);
    }

    /// <summary>Records the objection. Whoever calls it starts the case's life again; if nobody does, the sweep will.</summary>
    /// <param name="person">Directory id: the author of the need.</param>
    /// <param name="text">The new elements, as typed.</param>
    /// <returns>A French sentence when it is to be mended; null when it is recorded.</returns>
    /// <exception cref="InvalidOperationException">The state is not <see cref="ObjectionState.Possible"/>: ask first.</exception>
    public async Task<string?> ContestAsync(UseCase useCase, string person, string? text, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        if (StateOf(useCase) != ObjectionState.Possible)
            throw new InvalidOperationException($"{useCase.Id} cannot be contested.");
        if (!TypedWords.Are(text, Fewest))
            return "Écrivez ce qui est nouveau depuis la décision, en quelques phrases\u00a0: la DGS le lira avec sa première décision.";
        if (TypedWords.TooLong(text, Most) is { } tooLong)
            return tooLong;
        var words = await files.WriteAsync(useCase.Id, new DecisionText(useCase.Id.Value, "contest", text.Trim(), null, CaseFiles.NewSalt()), cancellation);
        await wakes.AnnounceAsync(new Wake(useCase.Id, Key, useCase.Id.Value, null), cancellation);
        await files.RecordAsync(useCase.Id, [new Fact(Key, new CaseEvent.RefusalContested(words), person)], cancellation);
        return null;
    }
}
