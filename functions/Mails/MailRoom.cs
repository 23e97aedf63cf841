using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>
/// Sends the process's mails, once each: the mail is written down in the outbox, handed over, and marked. Between the hand-over and the mark
/// a crash can make it go twice, but under one Message-ID, which mail programs show once.
/// </summary>
public sealed class MailRoom(CaseFiles files, IPeople people, MailComposer composer, Outbound outbound, ILogger<MailRoom> logger) : IMailRoom
{
    /// <summary>
    /// One storage request when it was sent before; otherwise the reading of the case and three more. Nobody is written to whom the directory
    /// no longer knows: that is logged, and the process goes on.
    /// </summary>
    /// <exception cref="MailNotTakenException">The mail service did not take it for now: the outbox keeps why, and a later call tries again.</exception>
    public async Task SendAsync(MailOrder order, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        var known = await outbound.FindAsync(order, cancellation);
        if (known?.State == MailState.Sent)
            return;
        if (await people.FindAsync(order.Recipient, cancellation) is not { } person)
        {
            logger.LogWarning("Case {CaseId}: a mail of kind {Kind} has no recipient in the directory and was not sent.", order.CaseId, order.Kind);
            return;
        }

        if (known is null)
        {
            var file = await files.OpenAsync(order.CaseId, cancellation) ?? throw new InvalidOperationException($"There is no case {order.CaseId}.");
            var received = order.Kind == MailKind.Receipt ? await files.ReceivedAsync(order.CaseId, cancellation) : [];
            if (await composer.ComposeAsync(order, file, person, received) is not { } mail)
            {
                logger.LogInformation("Case {CaseId}: a mail of kind {Kind} was not sent, its task is no longer open.", order.CaseId, order.Kind);
                return;
            }

            known = mail;
        }

        try
        {
            await outbound.SendAsync(known, cancellation);
        }
        catch (MailNotTakenException refusal) when (!refusal.IsTransient)
        {
            // A wrong address must not hold the case: the outbox keeps the failure, and reminders and escalation go their way.
            logger.LogWarning("Case {CaseId}: a mail of kind {Kind} was refused for good; the outbox says why.", order.CaseId, order.Kind);
        }
    }
}
