using RegionSud.AiWorkflow.Charter.Forms;

namespace RegionSud.AiWorkflow.Charter.Loading;

/// <summary>What the rows of any file can get wrong. Pure.</summary>
internal sealed class RowChecks(FormDefinition sheet, KnownNames known, RulesDocument document)
{
    public IEnumerable<string> Faults(IEnumerable<ConditionalRow> rows)
    {
        foreach (var versions in rows.GroupBy(row => row.Id, StringComparer.Ordinal))
        {
            var ordered = versions.OrderBy(row => row.Since ?? DateOnly.MinValue).ToList();
            foreach (var (before, after) in ordered.Zip(ordered.Skip(1)))
            {
                if (before.Until is not { } until || until > (after.Since ?? DateOnly.MinValue))
                    yield return document.Fault(versions.Key, "the id is used twice for overlapping dates.", 1);
            }

            foreach (var reason in versions.SelectMany(OfRow))
                yield return document.Fault(versions.Key, reason);
        }
    }

    private IEnumerable<string> OfRow(ConditionalRow row)
    {
        if (!FormChecks.Identifier().IsMatch(row.Id))
            yield return "an id is lower-case words joined by hyphens.";
        if (string.IsNullOrWhiteSpace(row.Text))
            yield return "its French text is missing.";
        if (string.IsNullOrWhiteSpace(row.Source))
            yield return "its source is missing.";
        if (!known.Clauses.Contains(row.Clause))
            yield return $"'{row.Clause}' is not a clause of clauses.yaml.";
        if (row.Articles.FirstOrDefault(article => !known.Articles.Contains(article)) is { } unknown)
            yield return $"legal-calendar.yaml has no article '{unknown}'.";
        if (row is { Since: { } since, Until: { } until } && until <= since)
            yield return "it ends before it begins.";
        var faults = ConditionChecks.Faults(row.When, sheet, known).ToList();
        foreach (var reason in faults)
            yield return reason;
        if (faults.Count == 0 && !Reachability.CanHold(sheet, row.When))
            yield return "it can never hold: its condition cannot.";
    }
}
