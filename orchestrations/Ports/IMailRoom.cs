using System.Text.Json.Serialization;
using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Ports;

/// <summary>What a mail is for: one template each.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MailKind>))]
public enum MailKind
{
    /// <summary>Acknowledges a deposit to the requester.</summary>
    Receipt,

    /// <summary>Asks a person for an act; carries the task's link.</summary>
    TaskAsked,

    /// <summary>Reminds of it and of all else that waits for the same person, each with a fresh link.</summary>
    TaskReminder,

    /// <summary>Brings a fresh link for it, because the person asked for one.</summary>
    TaskLink,

    /// <summary>Tells the supervising role that a task is late, and which others are: a link to the case, no act.</summary>
    TaskEscalated,

    /// <summary>Asks somebody a question or an opinion while another decides; carries its own link.</summary>
    ConsultationAsked,

    /// <summary>Reminds of it, with a fresh link.</summary>
    ConsultationReminder,

    /// <summary>Tells who decides that the answer is there, with a fresh link to the task.</summary>
    ConsultationAnswered,

    /// <summary>Tells DTISU that nobody holds a task: a link to the case, where it is given to somebody.</summary>
    TaskUnheld,

    /// <summary>Tells the directorate that the case passed a milestone (accepted, deferred, deployed, suspended, halted).</summary>
    Milestone,

    /// <summary>Tells the directorate how the case ended and why.</summary>
    Closed,

    /// <summary>Tells who answered a mail by a mail that it is with the case and decides nothing.</summary>
    ReplyKept,

    /// <summary>Tells DTISU that a mail could not be delivered.</summary>
    Bounced,

    /// <summary>Tells DTISU that somebody disowns a decision.</summary>
    Disowned,

    /// <summary>Tells who took a weighty decision that it was taken in their name.</summary>
    Decided,

    /// <summary>Tells DTISU, once for all its cases, that a model changed.</summary>
    ModelChanged,

    /// <summary>Tells those who must act that an incident was reported.</summary>
    IncidentReported,

    /// <summary>Reminds who answers for it that a duty of an incident runs out.</summary>
    IncidentPressing,

    /// <summary>Tells those whom an incident concerned, or does now, that what it is was corrected.</summary>
    IncidentRegraded,
}

/// <summary>A mail to be sent once: ids only, the texts are put in at the edge.</summary>
/// <param name="MailId">Deterministic; also makes the Message-ID.</param>
/// <param name="Recipient">Directory id.</param>
/// <param name="TaskId">The task it speaks of, for task mails.</param>
/// <param name="Milestone">Id of the milestone, for <see cref="MailKind.Milestone"/>.</param>
public sealed record MailOrder(string MailId, MailKind Kind, CaseId CaseId, string Recipient, string? TaskId = null, string? Milestone = null)
{
    /// <summary>Number of the task's consultation, for the mails that speak of one.</summary>
    public int? Consultation { get; init; }

    /// <summary>Number of the incident, for the mails that speak of one.</summary>
    public int? Incident { get; init; }

    /// <summary>Row of <c>incidents.yaml</c>, for <see cref="MailKind.IncidentPressing"/>.</summary>
    public string? Duty { get; init; }

    /// <summary>The change of a model, for <see cref="MailKind.ModelChanged"/>.</summary>
    public ChangeTold? Change { get; init; }
}

/// <summary>A change of a model and how many open cases it reached.</summary>
public sealed record ChangeTold(string ChangeId, string ModelId, int Reached);

/// <summary>Sends the process's mails.</summary>
public interface IMailRoom
{
    /// <summary>
    /// Renders and sends a mail. A second call under the same id sends nothing when the first was handed over; when the first
    /// stopped midway, it is sent again under the same Message-ID.
    /// </summary>
    Task SendAsync(MailOrder order, CancellationToken cancellation);
}
