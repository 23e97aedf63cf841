using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>The way out of a finished mail: outbox, transport, mark.</summary>
public sealed class Outbound(TableOutbox outbox, IMailTransport transport, MailSettings settings, CharterRules rules, ILogger<Outbound> logger)
{
    /// <summary>The mail of an order as the outbox has it; null when it was never begun.</summary>
    public Task<OutboxMail?> FindAsync(MailOrder order, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        return outbox.FindAsync(order.CaseId, order.MailId, cancellation);
    }

    /// <summary>
    /// Hands a mail over unless it was sent before. When another call had begun it, the first one's texts go out. Where this installation may
    /// not write, it is kept as <see cref="MailState.Withheld"/>.
    /// </summary>
    /// <exception cref="MailNotTakenException">The mail service did not take it.</exception>
    public async Task SendAsync(OutboxMail mail, CancellationToken cancellation)
    {
        var begun = await outbox.TryBeginAsync(mail, cancellation);
        if (begun.State is MailState.Sent or MailState.Bounced)
            return;
        if (!settings.Allows(begun.To))
        {
            await outbox.MarkWithheldAsync(begun.CaseId, begun.MailId, "Mail:OnlyTo does not name the recipient's domain.", cancellation);
            return;
        }

        try
        {
            await transport.SendAsync(begun, cancellation);
        }
        catch (MailNotTakenException refusal)
        {
            var attempts = begun.Attempts + 1;
            var givenUp = refusal.IsTransient && attempts >= rules.Mail.MostAttempts;
            var failure = new UndeliveredMail(
                begun.CaseId, begun.MailId, RoleOf(begun.To), begun.CreatedAt, !refusal.IsTransient || givenUp, $"{refusal.Message} {refusal.Answer}");
            await outbox.MarkFailedAsync(failure, attempts, CancellationToken.None);
            if (givenUp)
            {
                // The case goes on without it: reminders and escalation go their way, and the follow-up shows it until it is sent again by hand.
                logger.LogError("Case {CaseId}: mail {Mark} is given up after {Attempts} attempts.", begun.CaseId, MailSettings.Mark(begun.MailId), attempts);
                throw new MailNotTakenException(refusal.Message, refusal.Answer, isTransient: false, null, refusal);
            }

            logger.LogWarning(
                "Case {CaseId}: mail {Mark} was not taken ({Nature}).", begun.CaseId, MailSettings.Mark(begun.MailId), refusal.IsTransient ? "for now" : "as it is");
            throw;
        }

        await outbox.MarkSentAsync(begun, cancellation);
    }

    /// <summary>Hands over again, at once, a mail that was refused: for who has mended the cause.</summary>
    /// <returns>False when there is no such mail, or it needs no second try.</returns>
    /// <exception cref="MailNotTakenException">The mail service did not take it.</exception>
    public async Task<bool> SendAgainAsync(CaseId caseId, string mailId, CancellationToken cancellation)
    {
        if (await outbox.FindAsync(caseId, mailId, cancellation) is not { State: MailState.Failed } mail)
            return false;
        await SendAsync(mail, cancellation);
        return true;
    }

    /// <summary>The same for a mail whose words are a secret: once it has left, the outbox no longer has them.</summary>
    /// <exception cref="MailNotTakenException">The mail service did not take it.</exception>
    public async Task SendOnceReadAsync(OutboxMail mail, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(mail);
        await SendAsync(mail, cancellation);
        if (transport.Leaves)
            await outbox.ForgetWordsAsync(mail.CaseId, mail.MailId, cancellation);
    }

    // Who is written to and is no service and no head of a directorate has sent a need.
    internal Role RoleOf(string address)
    {
        if (rules.Directory.Roles.FirstOrDefault(holder => IsThat(holder.Email)) is { } service)
            return service.Role;
        return rules.Directory.Directorates.Any(directorate => IsThat(directorate.HeadEmail)) ? Role.DirectorateHead : Role.Requester;

        bool IsThat(string known) => string.Equals(known, address, StringComparison.OrdinalIgnoreCase);
    }
}
