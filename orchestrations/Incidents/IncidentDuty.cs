using System.Text.RegularExpressions;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Incidents;

/// <summary>Somebody outside who must be told of an incident, and until when.</summary>
/// <param name="Row">What the rules say.</param>
/// <param name="DueAt">Its last instant.</param>
/// <param name="Settled">How it was done or set aside; null while it is neither.</param>
public sealed record IncidentDuty(AlertDuty Row, DateTimeOffset DueAt, SettledDuty? Settled)
{
    /// <summary>Whether it is neither done nor set aside.</summary>
    public bool IsOpen => Settled is null;
}

/// <summary>What an incident asks by the rules of today. Pure.</summary>
public static partial class IncidentDuties
{
    /// <summary>The duties of an incident, the first to run out first. Hours are hours of the clock: nights, weekends and changes of the hour do not stop them.</summary>
    public static IReadOnlyList<IncidentDuty> Of(CharterRules rules, RiskClass? risk, OpenIncident incident)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(incident);
        return
        [
            .. rules.Incidents.Duties.Where(row => row.When.Holds(risk, incident.PersonalData, incident.Serious))
                .Select(row => new IncidentDuty(row, incident.KnownAt.AddHours(row.Hours), incident.Settled.Find(settled => settled.Duty == row.Id)))
                .OrderBy(duty => duty.DueAt),
        ];
    }

    /// <summary>Whether who answers for a duty is to be reminded of it: few hours are left, and of a short duty half of its time is gone.</summary>
    public static bool IsPressing(this IncidentDuty duty, IncidentRules rules, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(duty);
        ArgumentNullException.ThrowIfNull(rules);
        return duty.IsOpen && now > duty.DueAt.AddHours(-Math.Min(rules.WarnHours, duty.Row.Hours / 2d));
    }

    /// <summary>The message of a duty, ready for a person to send. What people typed is put in as it is, and not looked at again.</summary>
    /// <param name="since">French: since when the region knows.</param>
    /// <param name="what">What happened, as typed; null when it was erased.</param>
    public static string TextOf(AlertDuty row, CaseFile file, string since, string? what)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(file);
        return Placeholder().Replace(row.Text, match => match.Groups[1].Value switch
        {
            "case" => file.Case.Id.Value,
            "title" => file.Title,
            "what" => what ?? "(le texte de l’incident a été effacé)",
            "since" => since,
            "model" => file.Case.Models.IsEmpty ? "aucun modèle déclaré" : string.Join(", ", file.Case.Models.Select(model => $"{model.ModelId}, version {model.Version}")),
            _ => match.Value,
        }).Trim();
    }

    /// <summary>An hour of Paris, as typed. Of an hour that comes twice the first counts: no clock runs out later than it must.</summary>
    public static DateTimeOffset InstantOf(DateTime local)
    {
        var (zone, unspecified) = (ParisTime.Zone, DateTime.SpecifyKind(local, DateTimeKind.Unspecified));
        if (zone.IsInvalidTime(unspecified))
            unspecified = unspecified.AddHours(1);
        var offset = zone.IsAmbiguousTime(unspecified) ? zone.GetAmbiguousTimeOffsets(unspecified).Max() : zone.GetUtcOffset(unspecified);
        return new DateTimeOffset(unspecified, offset).ToUniversalTime();
    }

    [GeneratedRegex(@"\{([a-z]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
