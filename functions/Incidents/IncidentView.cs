using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Incidents;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Incidents;

/// <summary>What a visitor may do on the page of a case's incidents.</summary>
/// <param name="Reads">Whether they read what happened and the texts; else they only see that there is an incident.</param>
/// <param name="Halts">Whether they may halt the use at once.</param>
/// <param name="Closes">Whether they may close an incident.</param>
/// <param name="Settles">Owners of the duties that they may mark.</param>
public sealed record IncidentRights(bool Reads, bool Halts, bool Closes, IReadOnlyList<Role> Settles)
{
    /// <summary>Whether they may say that a halted trial goes on: who is asked that of a solution in use.</summary>
    public bool Resumes { get; init; }

    /// <summary>Whether they may correct what an incident is: who closes it, or answers for something that an incident can ask.</summary>
    public bool Regrades => Closes || Settles.Count > 0;
}

/// <summary>A duty as it is shown.</summary>
/// <param name="Clock">French: what is left of its time, or since when it is late; empty once it is settled.</param>
/// <param name="Late">Whether its time has run out.</param>
/// <param name="Text">The message, ready to be copied; null for those who may not read it.</param>
/// <param name="Settled">French: what was done, by whom and when; null while nothing was.</param>
public sealed record DutyLine(AlertDuty Row, string Owner, string Cited, DateTimeOffset DueAt, string Clock, bool Late, string? Text, string? Settled, bool MaySettle);

/// <summary>An open incident as it is shown.</summary>
/// <param name="What">What happened, as typed; null when it was erased, or for those who may not read it.</param>
public sealed record IncidentLine(OpenIncident Incident, string By, string? What, IReadOnlyList<DutyLine> Duties)
{
    /// <summary>What it asked before it was corrected.</summary>
    public IReadOnlyList<DroppedLine> Dropped { get; init; } = [];
}

/// <summary>A duty that a correction ended.</summary>
/// <param name="Name">French.</param>
/// <param name="Why">French: since when, by whom and why; and what had been done of it. Empty for those who may not read it.</param>
public sealed record DroppedLine(string Duty, string Name, string Why);

/// <summary>Everything that the page of a case's incidents shows.</summary>
public sealed record IncidentView(CaseFile File, IncidentRights Rights, IReadOnlyList<IncidentLine> Lines)
{
    /// <summary>Whether something can be reported or halted.</summary>
    public bool IsUsed => IncidentDesk.IsUsed(File.Case);
}

/// <summary>Gathers that page. Storage reads: the case, and for each open incident its words, who reported it, and who settled what.</summary>
public sealed class IncidentViews(CaseFiles files, IPeople people, CharterRules rules, TimeProvider time)
{
    /// <summary>The page of a case; null when there is none.</summary>
    public async Task<IncidentView?> OpenAsync(CaseId id, IncidentRights rights, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rights);
        if (await files.OpenAsync(id, cancellation) is not { } file)
            return null;
        return new IncidentView(file, rights, await Task.WhenAll(file.Case.Incidents.Reverse().Select(incident => LineAsync(file, incident, rights, cancellation))));
    }

    private async Task<IncidentLine> LineAsync(CaseFile file, OpenIncident incident, IncidentRights rights, CancellationToken cancellation)
    {
        var what = rights.Reads ? (await files.ReadAsync<DecisionText>(file.Case.Id, incident.Document, cancellation))?.Reason : null;
        var duties = await Task.WhenAll(IncidentDuties.Of(rules, file.Case.Risk, incident).Select(duty => LineAsync(file, incident, duty, what, rights, cancellation)));
        return new IncidentLine(incident, rights.Reads ? await NameAsync(incident.By, cancellation) : "", what, duties)
        {
            Dropped = await Task.WhenAll(incident.Dropped.Select(dropped => LineAsync(file.Case.Id, incident, dropped, rights, cancellation))),
        };
    }

    private async Task<DroppedLine> LineAsync(CaseId id, OpenIncident incident, DroppedDuty dropped, IncidentRights rights, CancellationToken cancellation)
    {
        var name = rules.Incidents.Duties.FirstOrDefault(row => row.Id == dropped.Duty) is { } row ? French.Text(row.Name) : dropped.Duty;
        if (!rights.Reads)
            return new DroppedLine(dropped.Duty, name, "");
        var words = (await files.ReadAsync<DecisionText>(id, dropped.Document, cancellation))?.Reason ?? "texte effacé";
        var done = incident.Settled.Find(settled => settled.Duty == dropped.Duty) is { } settled ? $" {await SettledAsync(id, settled, cancellation)}" : "";
        return new DroppedLine(dropped.Duty, name, $"Depuis le {French.DateTime(dropped.At)}, par {await NameAsync(dropped.By, cancellation)}. {words}{done}");
    }

    private async Task<DutyLine> LineAsync(CaseFile file, OpenIncident incident, IncidentDuty duty, string? what, IncidentRights rights, CancellationToken cancellation) => new(
        duty.Row,
        French.Of(duty.Row.Owner, rules),
        string.Join("\u202f; ", duty.Row.Articles.Select(article => French.Text(rules.Calendar[article].Name))),
        duty.DueAt,
        duty.IsOpen ? IncidentWording.ClockOf(duty.DueAt, time.GetUtcNow()) : "",
        duty.IsOpen && duty.DueAt < time.GetUtcNow(),
        rights.Reads && duty.IsOpen ? IncidentDuties.TextOf(duty.Row with { Text = French.Text(duty.Row.Text) }, file, French.DateTime(incident.KnownAt), what) : null,
        rights.Reads && duty.Settled is { } settled ? await SettledAsync(file.Case.Id, settled, cancellation) : null,
        duty.IsOpen && rights.Settles.Contains(duty.Row.Owner));

    private async Task<string> SettledAsync(CaseId id, SettledDuty settled, CancellationToken cancellation)
    {
        var words = (await files.ReadAsync<DecisionText>(id, settled.Document, cancellation))?.Reason ?? "texte effacé";
        return $"{(settled.SetAside ? "Écartée" : "Faite")} le {French.DateTime(settled.At)} par {await NameAsync(settled.By, cancellation)}. {words}";
    }

    private async Task<string> NameAsync(string id, CancellationToken cancellation) => (await people.FindAsync(id, cancellation))?.Name ?? "personne effacée";
}

/// <summary>How incidents and their clocks read in French. Pure.</summary>
public static class IncidentWording
{
    private const int HoursOfDays = 96;

    /// <summary>What is left of a clock: <c>reste 31 h</c>, <c>en retard depuis 2 jours</c>.</summary>
    public static string ClockOf(DateTimeOffset due, DateTimeOffset now) =>
        now > due ? $"en retard depuis {SpanOf(now - due)}" : $"reste {SpanOf(due - now)}";

    /// <summary>What an incident is, in a few words.</summary>
    public static string KindOf(bool serious, bool personalData) => (serious, personalData) switch
    {
        (true, true) => "grave, avec des données personnelles",
        (true, false) => "grave",
        (false, true) => "avec des données personnelles",
        _ => "sans gravité particulière",
    };

    // Whole units that have passed or are surely left: nobody is told of more time than they have.
    private static string SpanOf(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => "moins d’une minute",
        { TotalHours: < 1 } => $"{(int)span.TotalMinutes}\u00a0min",
        { TotalHours: < HoursOfDays } => $"{(int)span.TotalHours}\u00a0h",
        _ => $"{(int)span.TotalDays}\u00a0jours",
    };
}
