using RegionSud.AiWorkflow.Charter.Gates;

namespace RegionSud.AiWorkflow.Charter.Loading;

/// <summary>What the rows of one file can get wrong in their own way. Pure.</summary>
internal static class LawChecks
{
    public static IEnumerable<string> OfAiAct(CharterRules rules, RulesDocument document)
    {
        var facts = rules.AiAct.Rows.SelectMany(row => row.Facts).ToHashSet(StringComparer.Ordinal);
        foreach (var row in rules.AiAct.Rows)
        {
            if (row is { Class: null, OutOfScope: false, LegalReview: false, Facts.Count: 0, Exempts.Count: 0 })
                yield return document.Fault(row.Id, "it says nothing: no class, fact, exemption, scope or review.");
            if (row.Exempts.FirstOrDefault(fact => !facts.Contains(fact)) is { } nothing)
                yield return document.Fault(row.Id, $"it exempts '{nothing}', which no row concludes.");
            // A prohibition begins with its article: two dates for one law would be one too many.
            if (row.Class == Cases.RiskClass.Unacceptable && row.Articles is [var id, ..] && rules.Calendar.Articles.FirstOrDefault(article => article.Id == id) is { } article
                && article.Dates[0].From != row.Since)
                yield return document.Fault(row.Id, $"it begins on {row.Since:yyyy-MM-dd}, but '{id}' applies from {article.Dates[0].From:yyyy-MM-dd}.");
        }
    }

    public static IEnumerable<string> OfGdpr(CharterRules rules, RulesDocument document)
    {
        if (rules.Gdpr.DpiaThreshold is < 1 or > 9)
            yield return document.FaultAt("$.dpiaThreshold", "dpiaThreshold is a number of the nine criteria.");
        foreach (var row in rules.Gdpr.Rows)
        {
            if (row is { Criterion: null, RequiresDpia: false, Facts.Count: 0 })
                yield return document.Fault(row.Id, "it says nothing: no fact, criterion or requirement.");
            if (row.Criterion is < 1 or > 9)
                yield return document.Fault(row.Id, "there are nine criteria.");
        }

        foreach (var number in Enumerable.Range(1, 9).Where(number => !rules.Gdpr.Rows.Any(row => row.Criterion == number)))
            yield return document.Fault(null, $"criterion {number} has no row.");
    }

    public static IEnumerable<string> OfGates(CharterRules rules, RulesDocument document)
    {
        foreach (var gate in rules.Gates.Rows)
        {
            if (gate.Outcome is not (GateOutcome.Stop or GateOutcome.Condition))
                yield return document.Fault(gate.Id, "its outcome is stop or condition.");
            if (gate.Outcome == GateOutcome.Condition == (gate.Before is null))
                yield return document.Fault(gate.Id, "a condition says before which step it is met, and nothing else does.");
            if (gate.Outcome == GateOutcome.Condition && gate.LiftedBy is not null)
                yield return document.Fault(gate.Id, "only a stop is lifted.");
        }
    }

    public static IEnumerable<string> OfDuties(CharterRules rules, KnownNames known, RulesDocument document)
    {
        foreach (var duty in rules.Duties.Duties)
        {
            if (duty.Articles.Count == 0)
                yield return document.Fault(duty.Id, "its first article gives its dates: it needs one.");
            if (duty.ProvenBy.FirstOrDefault(place => !known.Places.Contains(place)) is { } nowhere)
                yield return document.Fault(duty.Id, $"'{nowhere}' is not a question of a form.");
            if (duty is { BeforeDeployment: true, ProvenBy.Count: 0 })
                yield return document.Fault(duty.Id, "a duty that holds a deployment back needs a place for its proof.");
        }
    }

    public static IEnumerable<string> OfDocuments(CharterRules rules, KnownNames known, RulesDocument document)
    {
        foreach (var required in rules.Documents.Documents)
        {
            if (required.ProvenBy.Count == 0)
                yield return document.Fault(required.Id, "it needs a place where it is given.");
            if (required.ProvenBy.Append(required.ExpiresBy).FirstOrDefault(place => place is not null && !known.Places.Contains(place)) is { } nowhere)
                yield return document.Fault(required.Id, $"'{nowhere}' is not a question of a form.");
        }
    }

    public static IEnumerable<string> OfCalendar(CharterRules rules, KnownNames known, RulesDocument document)
    {
        foreach (var twice in rules.Calendar.Articles.GroupBy(article => article.Id).Where(group => group.Count() > 1))
            yield return document.Fault(twice.Key, "the id is used twice.", 1);
        var used = rules.AiAct.Rows.Concat<RuleRow>(rules.Gdpr.Rows).Concat(rules.Gates.Rows).Concat(rules.Duties.Duties).Concat(rules.Documents.Documents)
            .SelectMany(row => row.Articles).Concat(rules.Forms.Values.SelectMany(form => form.Questions).SelectMany(question => question.Articles)).Concat(rules.Incidents.Duties.SelectMany(duty => duty.Articles)).ToHashSet(StringComparer.Ordinal);
        foreach (var article in rules.Calendar.Articles)
        {
            if (!used.Contains(article.Id))
                yield return document.Fault(article.Id, "no row, question or duty names it.");
            if (article.Dates.Count == 0)
                yield return document.Fault(article.Id, "it has no date of application.");
            foreach (var date in article.Dates)
            {
                if (date.Facts.FirstOrDefault(fact => !known.Facts.Contains(fact)) is { } fact)
                    yield return document.Fault(article.Id, $"no row concludes the fact '{fact}'.");
                if (date.OrFrom is null != (date.Doubt.Length == 0))
                    yield return document.Fault(article.Id, "a second reading says why it stands, and only it does.");
                if (date.OrFrom <= date.From)
                    yield return document.Fault(article.Id, "the second reading is the later one.");
            }
        }
    }
}
