using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>How far a mail came.</summary>
public enum MailState
{
    /// <summary>Written down, not yet handed over (or a hand-over stopped midway).</summary>
    Pending,

    /// <summary>Handed over to the mail service.</summary>
    Sent,

    /// <summary>The mail service refused it; see <see cref="OutboxMail.Error"/>.</summary>
    Failed,

    /// <summary>The mail service took it, and could not deliver it: it is not handed over again.</summary>
    Bounced,

    /// <summary>Kept on purpose: this installation may not write to that domain; see <see cref="OutboxMail.Error"/>.</summary>
    Withheld,
}

/// <summary>A mail of a case, as it goes out.</summary>
/// <param name="MailId">Deterministic, unique in the case.</param>
/// <param name="Recipient">Directory id.</param>
/// <param name="To">Address.</param>
/// <param name="Text">Plain text; with <paramref name="Html"/> at most 120 000 characters each.</param>
/// <param name="Links">The addresses that the mail leads to.</param>
/// <param name="MessageId">The header that makes a second sending of it the same mail.</param>
/// <param name="Error">What the mail service said, when <see cref="MailState.Failed"/>.</param>
public sealed record OutboxMail(
    string MailId, CaseId CaseId, string Recipient, string To, string Subject, string Text, string Html, IReadOnlyList<string> Links,
    MailState State, string MessageId, DateTimeOffset CreatedAt, DateTimeOffset? SentAt, string? Error)
{
    /// <summary>The day, in Paris, on which an answer to it is due: it then carries an entry for the recipient's calendar. Null for most mails.</summary>
    public DateOnly? Due { get; init; }

    /// <summary>How often the mail service refused it.</summary>
    public int Attempts { get; init; }
}
