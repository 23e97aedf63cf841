using System.Text.Json.Serialization;
using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.HumanTasks;

/// <summary>Why a task passes to somebody beside, or instead of, those it was opened for. The names are in journals.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HandingCause>))]
public enum HandingCause
{
    /// <summary>A dated delegation is in force: both may decide.</summary>
    Delegation,

    /// <summary>The delay ran out: the next person in the role is asked too.</summary>
    Substitute,

    /// <summary>The person sent the need of this very case: another decides.</summary>
    OwnCase,

    /// <summary>The person declared a conflict of interest: another decides.</summary>
    Conflict,

    /// <summary>DTISU gave the task to somebody else, with a reason.</summary>
    Reassigned,

    /// <summary>A mail to the person came back: the next person in the role is asked too.</summary>
    Unreached,
}

/// <summary>A task that passed from one to another.</summary>
/// <param name="From">Directory id of who was asked before; null when nobody was.</param>
/// <param name="To">Directory id of who is asked since; null while nobody could be found.</param>
/// <param name="Until">Last day, in Paris, on which <paramref name="To"/> may decide; null without an end.</param>
public sealed record Handing(string? From, string? To, HandingCause Cause, DateOnly? Until = null);

/// <summary>A delegation of signature: its act is kept, and between its days the delegate decides beside the person who gave it.</summary>
/// <param name="Id">32 hexadecimal digits.</param>
/// <param name="From">Directory id of who delegates.</param>
/// <param name="To">Directory id of the delegate.</param>
/// <param name="FirstDay">In Paris.</param>
/// <param name="LastDay">In Paris, that day included.</param>
/// <param name="Act">Its number and date, as typed.</param>
/// <param name="SignedAct">The signed act.</param>
/// <param name="EnteredBy">Directory id of who entered it.</param>
public sealed record Delegation(
    string Id, string From, string To, DateOnly FirstDay, DateOnly LastDay, string Act, DocumentRef SignedAct, string EnteredBy, DateTimeOffset EnteredAt)
{
    /// <summary>When it was taken back before its end; null while it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Directory id of who took it back.</summary>
    public string? RevokedBy { get; init; }

    /// <summary>Whether the delegate may decide on a day.</summary>
    public bool IsInForce(DateOnly day) => RevokedAt is null && FirstDay <= day && day <= LastDay;
}

/// <summary>Follows delegations. Pure.</summary>
public static class Deputies
{
    /// <summary>A delegate may have delegated in turn: so many times at most.</summary>
    public const int LongestChain = 3;

    /// <summary>
    /// Who is asked beside the holders on a day: for each the last of the chain of delegations that begins with them. A chain ends where it would come
    /// back to somebody it has met, and never at a person whom the case excludes.
    /// </summary>
    /// <param name="holders">Directory ids of those who hold the task.</param>
    /// <param name="delegations">Any; of two that one person gave for the same day, the one entered last counts.</param>
    /// <param name="excluded">Directory ids of those who may not decide on the case.</param>
    public static IReadOnlyList<Handing> Of(IReadOnlyCollection<string> holders, IReadOnlyCollection<Delegation> delegations, IReadOnlyCollection<string> excluded, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(holders);
        ArgumentNullException.ThrowIfNull(delegations);
        ArgumentNullException.ThrowIfNull(excluded);
        var handings = new List<Handing>();
        foreach (var holder in holders)
        {
            var (met, until, at) = (new List<string> { holder }, DateOnly.MaxValue, (string?)null);
            while (met.Count <= LongestChain &&
                delegations.Where(one => one.From == met[^1] && one.IsInForce(day)).MaxBy(one => one.EnteredAt) is { } next && !met.Contains(next.To))
            {
                met.Add(next.To);
                until = next.LastDay < until ? next.LastDay : until;
                at = excluded.Contains(next.To) ? at : next.To;
            }

            if (at is not null && !holders.Contains(at) && !handings.Exists(known => known.To == at))
                handings.Add(new Handing(holder, at, HandingCause.Delegation, until));
        }

        return handings;
    }
}
