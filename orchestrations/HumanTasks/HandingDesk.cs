using System.Globalization;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.HumanTasks;

/// <summary>What became of a wish to pass a task on.</summary>
public enum HandingResult
{
    /// <summary>It is in the journal, and who is asked now was written to.</summary>
    Done,

    /// <summary>It is in the journal, but nobody could be found: DTISU is told, and gives the task to somebody.</summary>
    Nobody,

    /// <summary>The task is not open, or not that person's: nothing was written.</summary>
    NotAsked,

    /// <summary>The person may not decide on this case (who sent the need, or declared a conflict), or is asked already: nothing was written.</summary>
    MayNot,
}

/// <summary>
/// Passes a task on, on a person's word or because a mail came back. Recorded first, mailed next; who stops in between is made good by the task's next
/// reminder, which goes to all that are asked. The orchestration is not woken: it waits for a decision, whoever takes it.
/// </summary>
public sealed class HandingDesk(CaseFiles files, Deciders deciders, IPeople people, IMailRoom mails, TimeProvider time)
{
    /// <summary>A conflict of interest is declared: the person is no longer asked, the next in the role is.</summary>
    /// <param name="person">Directory id of the person whom the link names.</param>
    /// <param name="reason">As typed, not empty.</param>
    public async Task<HandingResult> DeclareConflictAsync(string taskId, string person, string reason, CancellationToken cancellation)
    {
        var (useCase, task) = await FindAsync(taskId, cancellation);
        if (useCase is null || task?.Asks(person, time.ParisToday()) != true)
            return HandingResult.NotAsked;
        var next = task.People.Any(other => other != person)
            ? null
            : await deciders.NextAsync(task.Role, useCase, [.. Deciders.ExcludedFrom(task.Role, useCase), .. task.Left, person], cancellation);
        return await HandAsync(useCase, task, new Handing(person, next?.Id, HandingCause.Conflict), reason, person, cancellation);
    }

    /// <summary>DTISU gives a task to somebody else.</summary>
    /// <param name="from">Directory id of who is relieved of it; null to ask one more.</param>
    /// <param name="reason">As typed, not empty.</param>
    /// <param name="actor">Directory id of who does it.</param>
    public async Task<HandingResult> ReassignAsync(string taskId, string? from, Person to, string reason, string actor, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(to);
        var (useCase, task) = await FindAsync(taskId, cancellation);
        if (useCase is null || task is null || (from is not null && !task.People.Contains(from)))
            return HandingResult.NotAsked;
        var declared = task.Handings?.Exists(one => one.Cause == HandingCause.Conflict && one.From == to.Id) == true;
        if (declared || Deciders.ExcludedFrom(task.Role, useCase).Contains(to.Id) || (task.Asks(to.Id, time.ParisToday()) && from is null) || to.Id == from)
            return HandingResult.MayNot;
        return await HandAsync(useCase, task, new Handing(from, to.Id, HandingCause.Reassigned), reason, actor, cancellation);
    }

    /// <summary>A mail about a task came back: the next in the role is asked too. A second call for the same person changes nothing.</summary>
    public async Task<HandingResult> UnreachedAsync(UseCase useCase, PendingTask task, string person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        ArgumentNullException.ThrowIfNull(task);
        if (task.Handings?.Exists(one => one.Cause == HandingCause.Unreached && one.From == person) == true)
            return HandingResult.Done;
        var next = await deciders.NextAsync(task.Role, useCase, [.. Deciders.ExcludedFrom(task.Role, useCase), .. task.Left, .. task.People], cancellation);
        return next is null ? HandingResult.Nobody : await HandAsync(useCase, task, new Handing(person, next.Id, HandingCause.Unreached), null, Fact.System, cancellation);
    }

    private async Task<(UseCase? Case, PendingTask? Task)> FindAsync(string taskId, CancellationToken cancellation)
    {
        var useCase = TaskOrder.TryParse(taskId, out var order) ? await files.FindAsync(order.CaseId, cancellation) : null;
        return (useCase, useCase?.Tasks.Find(open => open.TaskId == taskId));
    }

    private async Task<HandingResult> HandAsync(UseCase useCase, PendingTask task, Handing handing, string? reason, string actor, CancellationToken cancellation)
    {
        var document = reason is null ? null : await files.WriteAsync(useCase.Id, new DecisionText(task.TaskId, "hand", reason.Trim(), null, CaseFiles.NewSalt()), cancellation);
        var leaves = handing.Cause is HandingCause.Conflict or HandingCause.Reassigned && handing.From is not null;
        var handed = new CaseEvent.TaskHanded(task.TaskId, handing.From, handing.To, handing.Cause, leaves, handing.Until, document);
        var key = string.Create(CultureInfo.InvariantCulture, $"handed:{task.TaskId}.{task.Handings?.Count ?? 0}");
        var recorded = await files.RecordAsync(useCase.Id, [new Fact(key, handed, actor)], cancellation);
        if (recorded.Tasks.Find(open => open.TaskId == task.TaskId) is not { } now)
            return HandingResult.NotAsked;
        if (now.HandingTo(handing.To ?? "")?.Cause == handing.Cause)
        {
            await mails.SendAsync(new MailOrder($"{key}.{handing.To}", MailKind.TaskAsked, useCase.Id, handing.To!, task.TaskId), cancellation);
            return HandingResult.Done;
        }

        if (now.People.IsEmpty)
        {
            foreach (var supervisor in await people.HoldersAsync(Role.Dtisu, recorded, cancellation))
                await mails.SendAsync(new MailOrder($"{key}.unheld.{supervisor.Id}", MailKind.TaskUnheld, useCase.Id, supervisor.Id, task.TaskId), cancellation);
        }

        // Of two at the same instant the journal keeps one.
        return now.People.IsEmpty ? HandingResult.Nobody : HandingResult.Done;
    }
}
