using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace RegionSud.AiWorkflow.Cases;

/// <summary>What can differ between two looks at the rules.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LawDifferenceKind>))]
public enum LawDifferenceKind
{
    /// <summary>The rules give another class.</summary>
    ClassChanged,

    /// <summary>A gate stops that did not, and that nobody lifted.</summary>
    GateStops,

    /// <summary>A duty is there that was not.</summary>
    DutyAdded,

    /// <summary>A duty is no longer there.</summary>
    DutyRemoved,

    /// <summary>A duty's dates of application are others.</summary>
    DutyMoved,

    /// <summary>A duty's date of application came, by one reading or by both.</summary>
    DutyApplies,

    /// <summary>A document's validity ends within thirty days.</summary>
    DocumentEnds,

    /// <summary>A document's validity has ended.</summary>
    DocumentEnded,
}

/// <summary>One thing that the rules say otherwise than before: ids and dates.</summary>
/// <param name="Row">Row of <c>duties.yaml</c>, <c>gates.yaml</c> or <c>documents.yaml</c>; <c>class</c> for the class.</param>
/// <param name="From">First day of application; for a document, the last day of its validity.</param>
/// <param name="OrFrom">The other reading, or null.</param>
/// <param name="WasFrom">The day before the change.</param>
/// <param name="WasOrFrom">The other reading before the change.</param>
/// <param name="Was">The class before.</param>
/// <param name="Class">The class now.</param>
public sealed record LawDifference(
    LawDifferenceKind Kind,
    string Row,
    DateOnly? From = null,
    DateOnly? OrFrom = null,
    DateOnly? WasFrom = null,
    DateOnly? WasOrFrom = null,
    RiskClass? Was = null,
    RiskClass? Class = null);

/// <summary>A change of the law, of the rules or of a document's validity that no re-check has answered yet.</summary>
/// <param name="ChangeId">The look that found it.</param>
/// <param name="Day">The day that was looked at.</param>
public sealed record PendingLawChange(string ChangeId, DateOnly Day, ImmutableList<LawDifference> Differences, DateTimeOffset At);

/// <summary>Until when a document of the case holds.</summary>
/// <param name="Document">Row of <c>documents.yaml</c>.</param>
/// <param name="Until">Last day of its validity.</param>
/// <param name="GivenOn">The day it was given: whoever gave it knew the date, so it is looked at from the next day on.</param>
/// <param name="Notice">What the case was last told of it; null for nothing yet.</param>
public sealed record DocumentValidity(string Document, DateOnly Until, DateOnly GivenOn, LawDifferenceKind? Notice = null)
{
    private const int NoticeDays = 30;

    /// <summary>The days on which something is to be told of it.</summary>
    [JsonIgnore]
    public IEnumerable<DateOnly> LookDays => new[] { Until.AddDays(-NoticeDays), Until.AddDays(1) }.Select(day => day > GivenOn ? day : GivenOn.AddDays(1)).Distinct();

    /// <summary>Whether a difference is about it.</summary>
    public bool IsToldBy(LawDifference difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        return difference.Kind is LawDifferenceKind.DocumentEnds or LawDifferenceKind.DocumentEnded && (difference.Row, difference.From) == (Document, Until);
    }

    /// <summary>What is to be told of it on a day and was not yet; null for nothing.</summary>
    public LawDifferenceKind? NewsOn(DateOnly day)
    {
        LawDifferenceKind? news = day <= GivenOn || day < Until.AddDays(-NoticeDays) ? null
            : day > Until ? LawDifferenceKind.DocumentEnded : LawDifferenceKind.DocumentEnds;
        return news > Notice || Notice is null ? news : null;
    }
}
