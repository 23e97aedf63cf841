using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>
/// What follows when a mail could not be delivered: the follow-up lists it, the case shows it, DTISU is told. The next
/// person in the role is asked too; the task stays open and goes on being reminded of.
/// </summary>
// Six parameters: the mail, the case, and whom it concerns.
public sealed class Bounces(TableOutbox outbox, Outbound outbound, CaseFiles files, IPeople people, HandingDesk handing, IMailRoom mails)
{
    /// <summary>A second call for the same mail changes nothing and mails nobody.</summary>
    /// <param name="reason">The mail service's own words; kept with the mail alone, since they can quote an address.</param>
    /// <returns>False for a mail that is none of ours.</returns>
    public async Task<bool> RecordAsync(CaseId caseId, string mailId, string reason, CancellationToken cancellation)
    {
        if (await outbox.FindAsync(caseId, mailId, cancellation) is not { } mail || await files.FindAsync(caseId, cancellation) is not { } useCase)
            return false;
        await outbox.MarkBouncedAsync(new UndeliveredMail(caseId, mailId, outbound.RoleOf(mail.To), mail.CreatedAt, ForGood: true, reason), cancellation);
        var task = useCase.Tasks.Find(open => mailId.StartsWith($"{open.TaskId}.", StringComparison.Ordinal));
        var recorded = await files.RecordAsync(caseId, [new Fact($"bounced:{mailId}", new CaseEvent.MailBounced(mailId, task?.TaskId, mail.Recipient))], cancellation);
        if (recorded.Tasks.Find(open => open.TaskId == task?.TaskId) is { } open && open.People.Contains(mail.Recipient))
            await handing.UnreachedAsync(recorded, open, mail.Recipient, cancellation);
        foreach (var person in await people.HoldersAsync(Role.Dtisu, useCase, cancellation))
        {
            // Who cannot be reached is not told so by mail.
            if (person.Id != mail.Recipient)
                await mails.SendAsync(new MailOrder($"{caseId}.bounced.{MailSettings.Mark(mailId)}.{person.Id}", MailKind.Bounced, caseId, person.Id, task?.TaskId), cancellation);
        }

        return true;
    }
}
