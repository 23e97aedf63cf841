using System.Globalization;
using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Charter;

/// <summary>One thing that two assessments of a use say otherwise.</summary>
/// <param name="What"><c>class</c>, <c>gate</c>, <c>score</c> or <c>duty</c>.</param>
/// <param name="Row">Row of the rules; null for the class.</param>
/// <param name="Was">The first's word, figure or date; null when it had none.</param>
/// <param name="Now">The second's.</param>
public sealed record AssessmentDifference(string What, string? Row, string? Was, string? Now);

/// <summary>An old assessment, computed again.</summary>
/// <param name="RulesVersion">The rules that it was made under.</param>
/// <param name="Kept">Whether those very rules are still kept.</param>
/// <param name="Then">What they say otherwise now than they said then: nothing, or something is wrong.</param>
/// <param name="Today">What today's rules say otherwise.</param>
public sealed record Recomputed(string RulesVersion, bool Kept, IReadOnlyList<AssessmentDifference> Then, IReadOnlyList<AssessmentDifference> Today);

/// <summary>Compares assessments. Pure.</summary>
public static class AssessmentComparison
{
    /// <summary>What the second says otherwise than the first: class, gates, scores, dates of duties.</summary>
    public static IReadOnlyList<AssessmentDifference> Of(CaseEvent.UseAssessed was, CaseEvent.UseAssessed now)
    {
        ArgumentNullException.ThrowIfNull(was);
        ArgumentNullException.ThrowIfNull(now);
        return
        [
            .. was.Class == now.Class ? [] : new[] { new AssessmentDifference("class", null, was.Class.ToString(), now.Class.ToString()) },
            .. Differences("gate", was.Gates.ToDictionary(gate => gate.Gate, gate => gate.Outcome), now.Gates.ToDictionary(gate => gate.Gate, gate => gate.Outcome)),
            .. Differences("score", Texts(was.Scores), Texts(now.Scores)),
            .. Differences("duty", Texts(was.Duties), Texts(now.Duties)),
        ];
    }

    /// <summary>Computes a case's assessment again, under its own rules and under today's.</summary>
    /// <param name="file">The case.</param>
    /// <param name="today">Today's rules.</param>
    /// <param name="day">Today in Paris.</param>
    /// <param name="released">Finds the rules of a version; null when they are not kept.</param>
    /// <returns>Null for a case that was never assessed, or whose answers were erased.</returns>
    public static Recomputed? Recompute(CaseFile file, CharterRules today, DateOnly day, Func<string, CharterRules?> released)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(today);
        ArgumentNullException.ThrowIfNull(released);
        if (file.Case.Assessed is not { } assessed || file.AssessOn(today, day) is not { } now)
            return null;
        var rules = assessed.RulesVersion == today.Version ? today : released(assessed.RulesVersion);
        return new Recomputed(
            assessed.RulesVersion,
            rules is not null,
            rules is null ? [] : Of(assessed, file.AssessOn(rules, assessed.Day)!.ToEvent(rules.Version)),
            Of(assessed, now.ToEvent(today.Version)));
    }

    private static IEnumerable<AssessmentDifference> Differences(string what, Dictionary<string, string> was, Dictionary<string, string> now) =>
        was.Keys.Union(now.Keys).Where(row => was.GetValueOrDefault(row) != now.GetValueOrDefault(row))
            .Select(row => new AssessmentDifference(what, row, was.GetValueOrDefault(row), now.GetValueOrDefault(row)));

    private static Dictionary<string, string> Texts(IReadOnlyDictionary<string, decimal> scores) =>
        scores.ToDictionary(score => score.Key, score => score.Value.ToString("0.#", CultureInfo.InvariantCulture));

    private static Dictionary<string, string> Texts(IReadOnlyList<DutyDate> duties) => duties.ToDictionary(
        duty => duty.Duty,
        duty => duty.OrFrom is { } later ? string.Create(CultureInfo.InvariantCulture, $"{duty.From:yyyy-MM-dd}/{later:yyyy-MM-dd}") : duty.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
