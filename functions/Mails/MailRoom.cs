using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Step1Need;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>
/// Sends the process's mails, once each: the mail is written down in the outbox, handed over, and marked. Between the hand-over and the mark
/// a crash can make it go twice, but under one Message-ID, which mail programs show once.
/// </summary>
// Six parameters: what a mail is made from, and its way out.
public sealed class MailRoom(CaseFiles files, IPeople people, Digests digests, MailComposer composer, Outbound outbound, ILogger<MailRoom> logger) : IMailRoom
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
        if (known?.State is MailState.Sent or MailState.Bounced)
            return;
        if (await people.FindAsync(order.Recipient, cancellation) is not { } person)
        {
            logger.LogWarning("Case {CaseId}: a mail of kind {Kind} has no recipient in the directory and was not sent.", order.CaseId, order.Kind);
            return;
        }

        if (known is null)
        {
            var file = await files.OpenAsync(order.CaseId, cancellation) ?? throw new InvalidOperationException($"There is no case {order.CaseId}.");
            var arrived = order.Kind == MailKind.Receipt ? await ArrivedAsync(order.CaseId, cancellation) : Arrived.Nothing;
            if (await composer.ComposeAsync(order, file, person, arrived, await digests.OfAsync(order, cancellation)) is not { } mail)
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

    private async Task<Arrived> ArrivedAsync(CaseId id, CancellationToken cancellation) =>
        new(await files.ReceivedAsync(id, cancellation), await files.UnreadAsync(id, cancellation));
}

/// <summary>What arrived with a need.</summary>
/// <param name="Files">In the order of arrival.</param>
/// <param name="Unread">Why some were not read, per SHA-256.</param>
public sealed record Arrived(IReadOnlyList<ReceivedFile> Files, IReadOnlyDictionary<string, string> Unread)
{
    /// <summary>For mails that do not speak of it.</summary>
    public static Arrived Nothing { get; } = new([], new Dictionary<string, string>());
}
