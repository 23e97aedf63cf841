using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Register;

namespace RegionSud.AiWorkflow.Watch;

/// <summary>
/// Decides each morning whether the cases must be looked at. Storage requests: one when the day was looked at already; three on a day on which no date of the
/// rules falls and no document's validity is to be told of (the note, that day's list, the note again), however many cases there are, and one for each day
/// missed before; all open cases are gone through only when a date of the rules came or the rules have another version. Running it twice, or
/// beside itself, changes nothing.
/// </summary>
public sealed class LawLookout(ILawLooks looks, ICaseLists lists, CharterRules rules, TimeProvider time)
{
    /// <summary>After more missed days than this, all cases are gone through instead of the days' lists.</summary>
    private const int MostDays = 31;

    /// <summary>A day of the law begins at five in the morning in Paris, when nobody is at work: before, the day before is still looked at.</summary>
    private static readonly TimeSpan Morning = TimeSpan.FromHours(5);

    /// <summary>Looks whether a look is due, and starts it.</summary>
    /// <returns>The id of the look that is to run; null when none is due.</returns>
    public async Task<string?> RunAsync(IOrchestrations orchestrations, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(orchestrations);
        var day = ParisTime.DayOf(time.GetUtcNow() - Morning);
        var known = await looks.FindAsync(cancellation);
        if (known.Last is { } last && last.Day >= day && last.RulesVersion == rules.Version)
            return null;
        var id = LawWatch.IdOf(day, rules.Version);
        var due = await ListsAsync(known.Last, day, cancellation);
        if (due.Count == 0)
        {
            // Whoever wrote in between has noted the same or more.
            await looks.PutAsync(known with { Last = new FinishedLook(day, rules.Version, time.GetUtcNow(), LawTally.Zero) }, known, cancellation);
            return null;
        }

        if (known.UnderWay?.Id != id && !await looks.PutAsync(known with { UnderWay = new BegunLook(id, time.GetUtcNow()) }, known, cancellation))
            return null;
        await orchestrations.StartLawWatchAsync(new LawWatchInput(id, day, rules.Version, due), cancellation);
        return id;
    }

    // The list of all cases, and not those of the steps: a case that moves while the look is under way would be missed in one and met twice in another.
    private async Task<IReadOnlyList<string>> ListsAsync(FinishedLook? last, DateOnly day, CancellationToken cancellation)
    {
        if (last is null || last.RulesVersion != rules.Version || day.DayNumber - last.Day.DayNumber > MostDays || DatesOf(rules).Any(date => last.Day < date && date <= day))
            return [CaseListNames.All];
        var due = new List<string>();
        for (var each = last.Day.AddDays(1); each <= day; each = each.AddDays(1))
        {
            if ((await lists.ReadAsync(CaseListNames.OfExpiry(each), null, 1, cancellation)).Lines.Count > 0)
                due.Add(CaseListNames.OfExpiry(each));
        }

        return due;
    }

    /// <summary>Every day on which the rules by themselves say something else than the day before.</summary>
    internal static IEnumerable<DateOnly> DatesOf(CharterRules rules)
    {
        var rows = rules.AiAct.Rows.Concat<RuleRow>(rules.Gates.Rows).Concat(rules.Gdpr.Rows).Concat(rules.Duties.Duties).Concat(rules.Documents.Documents);
        return rows.SelectMany(row => new[] { row.Since, row.Until })
            .Concat(rules.Calendar.Articles.SelectMany(article => article.Dates).SelectMany(date => new[] { date.From, date.OrFrom }))
            .OfType<DateOnly>();
    }
}
