using System.Globalization;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Incidents;

/// <summary>Who is told of an incident or of a halt, once each: a second call sends only what had not left, for one storage request a mail.</summary>
public sealed class IncidentMails(IPeople people, IMailRoom mails, CharterRules rules)
{
    /// <summary>
    /// Tells the directorate's head, DSIPN and DTISU; the data protection officer of personal data, the security officer of what is serious, and who answers for a duty.
    /// Of an incident that was corrected the last correction is told, to whom any state of it concerned.
    /// </summary>
    public async Task OfReportAsync(UseCase useCase, OpenIncident incident, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        ArgumentNullException.ThrowIfNull(incident);
        var told = RolesOf(useCase, incident).Concat(incident.Before.SelectMany(grade => RolesOf(useCase, incident with { Serious = grade.Serious, PersonalData = grade.PersonalData })));
        var (kind, mark) = incident.Before.Count == 0
            ? (MailKind.IncidentReported, "")
            : (MailKind.IncidentRegraded, string.Create(CultureInfo.InvariantCulture, $".regraded.{incident.Before.Count}"));
        foreach (var person in await HoldersAsync(told, useCase, cancellation))
            await mails.SendAsync(new MailOrder($"{useCase.Id}.incident.{incident.Number}{mark}.{person.Id}", kind, useCase.Id, person.Id) { Incident = incident.Number }, cancellation);
    }

    /// <summary>Tells the directorate that its use is halted, where a person halted it of their own; of a trial DTISU too, which says when it goes on and has no task that asks.</summary>
    public async Task OfHaltAsync(UseCase useCase, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        if (!useCase.HaltedByHand || useCase.Status == CaseStatus.Closed)
            return;
        var told = await people.DirectorateOfAsync(useCase, cancellation);
        foreach (var person in useCase.MayResumeTrial ? told.Concat(await HoldersAsync([Role.Dtisu], useCase, cancellation)).DistinctBy(person => person.Id) : told)
            await mails.SendAsync(new MailOrder($"{useCase.Id}.halted.{useCase.Halts}.{person.Id}", MailKind.Milestone, useCase.Id, person.Id, Milestone: "halted"), cancellation);
    }

    /// <summary>Tells the directorate that a trial that was halted goes on.</summary>
    public async Task OfResumedTrialAsync(UseCase useCase, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        foreach (var person in await people.DirectorateOfAsync(useCase, cancellation))
            await mails.SendAsync(new MailOrder($"{useCase.Id}.trial-resumed.{useCase.Halts}.{person.Id}", MailKind.Milestone, useCase.Id, person.Id, Milestone: "trial-resumed"), cancellation);
    }

    /// <summary>Sends, and says what failed: what is recorded stands, whether or not a mail service answers. The clocks send what did not leave.</summary>
    public static async Task<string?> FailureOfAsync(Func<Task> send)
    {
        ArgumentNullException.ThrowIfNull(send);
        try
        {
            await send();
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return e.GetType().Name;
        }
    }

    /// <summary>Reminds who answers for a duty, and DTISU, that it runs out.</summary>
    public async Task OfDutyAsync(UseCase useCase, OpenIncident incident, IncidentDuty duty, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        ArgumentNullException.ThrowIfNull(incident);
        ArgumentNullException.ThrowIfNull(duty);
        foreach (var person in await HoldersAsync([duty.Row.Owner, Role.Dtisu], useCase, cancellation))
        {
            await mails.SendAsync(
                new MailOrder($"{useCase.Id}.incident.{incident.Number}.{duty.Row.Id}.{person.Id}", MailKind.IncidentPressing, useCase.Id, person.Id) { Incident = incident.Number, Duty = duty.Row.Id },
                cancellation);
        }
    }

    private IEnumerable<Role> RolesOf(UseCase useCase, OpenIncident incident) =>
    [
        Role.DirectorateHead, Role.Dsipn, Role.Dtisu,
        .. incident.PersonalData ? [Role.Dpo] : Array.Empty<Role>(),
        .. incident.Serious ? [Role.Rssi] : Array.Empty<Role>(),
        .. IncidentDuties.Of(rules, useCase.Risk, incident).Select(duty => duty.Row.Owner),
    ];

    private async Task<IReadOnlyList<Person>> HoldersAsync(IEnumerable<Role> roles, UseCase useCase, CancellationToken cancellation)
    {
        var found = new List<Person>();
        foreach (var role in roles.Distinct())
            found.AddRange(await people.HoldersAsync(role, useCase, cancellation));
        return [.. found.DistinctBy(person => person.Id)];
    }
}
