using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Charter.Law;

/// <summary>What the law and the charter ask of a use, by its facts: <c>duties.yaml</c>.</summary>
public sealed record DutyRules : RulesFile
{
    public required IReadOnlyList<Duty> Duties { get; init; }
}

/// <summary>One duty. Its first article gives the dates.</summary>
public sealed record Duty : ConditionalRow
{
    /// <summary>Who sees to it.</summary>
    public required Role Owner { get; init; }

    /// <summary>French: what proves that it is done.</summary>
    public required string Proof { get; init; }

    /// <summary>Where the proof is given, as <c>form.question</c>: the duty is proven when one of them is answered. Empty for what is proven by use.</summary>
    public IReadOnlyList<string> ProvenBy { get; init; } = [];

    /// <summary>Whether it must be proven before deployment even when the law applies later (clause 4.1.1-c).</summary>
    public bool BeforeDeployment { get; init; }
}

/// <summary>Where a duty stands on a day.</summary>
public enum DutyTime
{
    /// <summary>It applies.</summary>
    Applies,

    /// <summary>It applies by one reading, not by the other.</summary>
    Disputed,

    /// <summary>It will apply.</summary>
    Upcoming,
}

/// <summary>A duty of a use.</summary>
/// <param name="From">First day of application.</param>
/// <param name="OrFrom">The other reading, or null.</param>
/// <param name="Doubt">French, empty when there is one reading.</param>
/// <param name="Proven">Whether one of the places of its proof is answered.</param>
public sealed record DutyState(Duty Duty, DutyTime Time, DateOnly From, DateOnly? OrFrom, string Doubt, bool Proven);

/// <summary>Finds the duties of a use. Pure.</summary>
public static class DutyList
{
    /// <summary>The duties that apply or will, in the order of their dates.</summary>
    /// <param name="rules">The rows.</param>
    /// <param name="calendar">Dates of the articles.</param>
    /// <param name="sheet">Answers and facts.</param>
    /// <param name="day">In Paris.</param>
    /// <param name="answered">Whether <c>form.question</c> has an answer in the case.</param>
    public static IReadOnlyList<DutyState> Of(DutyRules rules, LegalCalendar calendar, IAnswered sheet, DateOnly day, Func<string, bool> answered)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(calendar);
        ArgumentNullException.ThrowIfNull(sheet);
        return
        [
            .. rules.Duties
                .Where(duty => duty.InForce(day) && duty.When.Holds(sheet) == true)
                .Select(duty => StateOf(duty, calendar[duty.Articles[0]].For(sheet.Has), day, duty.ProvenBy.Any(answered)))
                .OfType<DutyState>()
                .OrderBy(state => state.From),
        ];
    }

    private static DutyState? StateOf(Duty duty, Application? application, DateOnly day, bool proven) => application is null
        ? null
        : new DutyState(duty, TimeOf(application, day), application.From, application.OrFrom, application.Doubt, proven);

    private static DutyTime TimeOf(Application application, DateOnly day)
    {
        if (day < application.From)
            return DutyTime.Upcoming;
        return application.OrFrom is { } later && day < later ? DutyTime.Disputed : DutyTime.Applies;
    }
}
