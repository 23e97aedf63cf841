using System.Text.RegularExpressions;
using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Charter.Loading;

/// <summary>What <c>incidents.yaml</c> can get wrong. Pure.</summary>
internal static partial class IncidentChecks
{
    private const int MostHours = 24 * 60;
    private static readonly string[] Names = ["case", "title", "what", "since", "model"];

    public static IEnumerable<string> Faults(CharterRules rules, KnownNames known, RulesDocument document)
    {
        var incidents = rules.Incidents;
        if (incidents.WarnHours is < 1 or > MostHours)
            yield return document.FaultAt("$.warnHours", "it is one hour or more.");
        if (string.IsNullOrWhiteSpace(incidents.Serious) || string.IsNullOrWhiteSpace(incidents.PersonalData))
            yield return document.FaultAt("$", "it must say in French which incidents are serious, and when personal data are touched.");
        foreach (var twice in incidents.Duties.GroupBy(duty => duty.Id).Where(group => group.Count() > 1))
            yield return document.Fault(twice.Key, "the id is used twice.", 1);
        foreach (var duty in incidents.Duties)
        {
            foreach (var reason in OfDuty(duty, rules, known))
                yield return document.Fault(duty.Id, reason);
        }
    }

    private static IEnumerable<string> OfDuty(AlertDuty duty, CharterRules rules, KnownNames known)
    {
        if (!FormChecks.Identifier().IsMatch(duty.Id))
            yield return "an id is lower-case words joined by hyphens.";
        if (string.IsNullOrWhiteSpace(duty.Name) || string.IsNullOrWhiteSpace(duty.To) || string.IsNullOrWhiteSpace(duty.Text))
            yield return "its French name, recipient or text is missing.";
        if (duty.Hours is < 1 or > MostHours)
            yield return "it runs out after one hour or more.";
        if (duty.Owner is not (Role.DirectorateHead or Role.Requester) && rules.Directory.Roles.All(holder => holder.Role != duty.Owner))
            yield return $"roles.yaml names nobody who answers for it ('{duty.Owner.ToString().ToLowerInvariant()}').";
        if (!known.Clauses.Contains(duty.Clause))
            yield return $"'{duty.Clause}' is not a clause of clauses.yaml.";
        if (duty.Articles.FirstOrDefault(article => !known.Articles.Contains(article)) is { } unknown)
            yield return $"legal-calendar.yaml has no article '{unknown}'.";
        if (Placeholder().Matches(duty.Text).Select(match => match.Groups[1].Value).FirstOrDefault(name => !Names.Contains(name)) is { } other)
            yield return $"its text has '{{{other}}}', which stands for nothing.";
    }

    [GeneratedRegex(@"\{([^{}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
