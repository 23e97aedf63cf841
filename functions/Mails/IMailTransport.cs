using RegionSud.AiWorkflow.Edge.Adapters;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>Takes a finished mail to the mail service.</summary>
public interface IMailTransport
{
    /// <summary>Whether mails leave by it: those of a laptop stay in the outbox, where they are read.</summary>
    bool Leaves => true;

    /// <summary>
    /// Hands a mail over. A second call sends it again under the same Message-ID: only the outbox knows that it was sent.
    /// </summary>
    /// <exception cref="MailNotTakenException">The mail service did not take it.</exception>
    Task SendAsync(OutboxMail mail, CancellationToken cancellation);
}

/// <summary>The mail service did not take a mail. The message has no personal data: administrators see it beside the orchestration.</summary>
/// <param name="message">What kind of refusal it is.</param>
/// <param name="answer">What the service said; it can quote an address, so it is only kept with the mail.</param>
/// <param name="isTransient">Whether it may take it later as it is.</param>
/// <param name="retryAfter">How long it asks to be left alone.</param>
public sealed class MailNotTakenException(string message, string answer, bool isTransient, TimeSpan? retryAfter = null, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The service's own words.</summary>
    public string Answer { get; } = answer;

    /// <summary>Whether the same mail may pass later; otherwise somebody must mend an address, a right or a setting first.</summary>
    public bool IsTransient { get; } = isTransient;

    /// <summary>How long the service asks to be left alone; null when it says nothing.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
