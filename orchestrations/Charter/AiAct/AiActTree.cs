using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Charter.AiAct;

/// <summary>Classifies a use under the AI Act. Pure.</summary>
public static class AiActTree
{
    /// <summary>Applies the rows to the answers, as the law stands on a day.</summary>
    /// <param name="rules">The rows.</param>
    /// <param name="sheet">The characterisation sheet.</param>
    /// <param name="day">In Paris.</param>
    public static AiActClassification Classify(AiActRules rules, SheetAnswers sheet, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(sheet);
        var looked = rules.Rows
            .Where(row => row.InForce(day) || row.Upcoming(day))
            .Select(row => (Row: row, Holds: row.When.Holds(sheet)))
            .Where(each => each.Holds != false)
            .ToList();
        var held = looked.Where(each => each.Holds == true).Select(each => each.Row).ToList();
        // Nobody leaves the Act's scope with a prohibited practice, nor while it is not known that there is none.
        var prohibited = looked.Exists(each => each.Row.Class == RiskClass.Unacceptable);
        var inScope = prohibited || !held.Exists(row => row.OutOfScope);
        var exempt = held.SelectMany(row => row.Exempts).ToHashSet(StringComparer.Ordinal);
        var findings = looked
            // A row without an article is the charter's own: it holds outside the Act too.
            .Where(each => inScope || each.Row.OutOfScope || each.Row.Articles.Count == 0)
            .Select(each => new Finding(each.Row, StateOf(each.Row, each.Holds == true, exempt, day)))
            .OrderByDescending(finding => finding.Row.Class)
            .ToList();
        var counted = findings.FindAll(finding => finding.State is FindingState.Applies or FindingState.Open && finding.Row.Class is not null);
        // Silence is never minimal, but only an answer can say that a use is prohibited.
        var risk = counted.Select(finding => finding.State == FindingState.Open ? (RiskClass)Math.Min((int)finding.Row.Class!, (int)RiskClass.High) : finding.Row.Class!.Value)
            .DefaultIfEmpty(RiskClass.Minimal).Max();
        var facts = findings.Where(finding => finding.State == FindingState.Applies).SelectMany(finding => finding.Row.Facts)
            .Append(ClassFact(risk)).ToHashSet(StringComparer.Ordinal);
        return new AiActClassification(
            risk,
            findings.Exists(finding => finding.State == FindingState.Open || finding.Row.LegalReview),
            inScope,
            facts,
            findings,
            [.. PathOf(rules, sheet, findings)],
            rules.Version);
    }

    /// <summary>The fact that names a class: <c>class-high</c>.</summary>
    public static string ClassFact(RiskClass risk) => $"class-{risk.ToString().ToLowerInvariant()}";

    private static FindingState StateOf(AiActRow row, bool holds, HashSet<string> exempt, DateOnly day)
    {
        if (!holds)
            return FindingState.Open;
        if (row.Upcoming(day))
            return FindingState.Upcoming;
        return row.Class is not null && row.Facts.Any(exempt.Contains) ? FindingState.Exempted : FindingState.Applies;
    }

    private static IEnumerable<PathStep> PathOf(AiActRules rules, SheetAnswers sheet, List<Finding> findings)
    {
        var looked = rules.Rows.SelectMany(row => row.When.Questions).ToHashSet(StringComparer.Ordinal);
        foreach (var question in sheet.Form.Questions.Where(question => looked.Contains(question.Id)))
        {
            if (sheet.Of(question.Id) is { State: not AnswerState.NotAsked } known)
            {
                yield return new PathStep(
                    question.Id,
                    known.Value,
                    [.. findings.Where(finding => finding.State != FindingState.Open && finding.Row.When.Leaves.Any(leaf => leaf.Question == question.Id && leaf.Is.Contains(known.Value)))
                        .Select(finding => finding.Row.Id)]);
            }
        }
    }
}
