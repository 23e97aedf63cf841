using Microsoft.DurableTask;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.HumanTasks;

/// <summary>Opens a task, see <see cref="TaskOpening"/>. A second run finds it there, sends only the mails that had not left, and gives the decision when one was taken meanwhile.</summary>
public sealed class OpenTask(CaseFiles files, TaskOpening opening) : TaskActivity<TaskOrder, TaskLook>
{
    public override async Task<TaskLook> RunAsync(TaskActivityContext context, TaskOrder input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return await opening.OpenAsync(input, await files.GetAsync(input.CaseId, CancellationToken.None));
    }
}

/// <summary>Looks at a task after its event came: reads the decision from the journal. A second run reads the same.</summary>
public sealed class ReadTask(CaseFiles files, IWakes wakes, CharterRules rules, TaskClock clock) : TaskActivity<TaskOrder, TaskLook>
{
    public override async Task<TaskLook> RunAsync(TaskActivityContext context, TaskOrder input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (await files.FindEntryAsync(input.CaseId, input.DecisionKey, CancellationToken.None) is { } entry)
        {
            await wakes.ClearAsync(input.CaseId, input.DecisionKey, CancellationToken.None);
            return clock.Decided(entry);
        }

        var useCase = await files.GetAsync(input.CaseId, CancellationToken.None);
        var task = useCase.Tasks.Find(open => open.TaskId == input.TaskId) ?? throw new InvalidOperationException($"{input.TaskId} is not open.");
        return clock.Waiting(rules.Tasks[input.Kind], task, task.Reminders + 1);
    }
}

/// <summary>The n-th reminder of a task.</summary>
public sealed record Reminder(TaskOrder Task, int Number);

/// <summary>
/// Reminds of a task, and tells the supervising role when the reminder escalates. Decides nothing. A second run of the same number
/// sends only the mails that had not left.
/// </summary>
// Seven parameters: those of the opening, and who was reminded today.
public sealed class RemindTask(CaseFiles files, IPeople people, Deciders deciders, IMailRoom mails, IReminders reminders, CharterRules rules, TaskClock clock) : TaskActivity<Reminder, TaskLook>
{
    public override async Task<TaskLook> RunAsync(TaskActivityContext context, Reminder input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var (order, number) = input;
        if (await files.FindEntryAsync(order.CaseId, order.DecisionKey, CancellationToken.None) is { } entry)
            return clock.Decided(entry);
        var kind = rules.Tasks[order.Kind];
        var known = await files.GetAsync(order.CaseId, CancellationToken.None);
        var open = known.Tasks.Find(one => one.TaskId == order.TaskId);
        // A disowned decision is settled first; nobody is pressed meanwhile.
        if (open is not null && known.Frozen is not null)
            return new TaskLook(null, null, clock.After(1), number);
        if (open is not null)
        {
            (known, open) = await MoveAsync(known, open, kind);
            if (open is not null)
                await RemindConsultedAsync(order, open);
            if (open is not null && !clock.IsTime(kind, open, number))
                return clock.Waiting(kind, open, number);
        }

        var escalates = TaskSchedule.Look(open is null ? kind.Delay : clock.DelayOf(kind, open), number).Escalates;
        IReadOnlyList<CaseEvent.TaskHanded> handed = open is null ? [] : await deciders.AtReminderAsync(open, known, escalates, CancellationToken.None);
        var useCase = await files.RecordAsync(
            order.CaseId,
            [new Fact($"reminded:{order.TaskId}.{number}", new CaseEvent.TaskReminded(order.TaskId, number, escalates)), .. handed.Select(one => Deciders.FactOf(one))],
            CancellationToken.None);
        if (useCase.Tasks.Find(one => one.TaskId == order.TaskId) is not { } task)
        {
            return await files.FindEntryAsync(order.CaseId, order.DecisionKey, CancellationToken.None) is { } decided
                ? clock.Decided(decided)
                : throw new InvalidOperationException($"{order.TaskId} is not open.");
        }

        await MailAsync(order, task, number, useCase, escalates);
        return clock.Waiting(kind, task, number + 1);
    }

    // Who is consulted is reminded on the days of the consultation's own delay.
    private async Task RemindConsultedAsync(TaskOrder order, PendingTask task)
    {
        foreach (var consultation in (task.Consultations ?? []).Where(clock.IsLate))
        {
            var id = new ConsultationOrder(order, consultation.Number).Id;
            foreach (var person in consultation.People)
            {
                if (await reminders.TryTakeAsync(person, clock.MailDay, id, CancellationToken.None))
                    await mails.SendAsync(new MailOrder($"{id}.reminder.{clock.MailDay}.{person}", MailKind.ConsultationReminder, order.CaseId, person, order.TaskId) { Consultation = consultation.Number }, CancellationToken.None);
            }
        }
    }

    // A delay that has not run out by the calendar of today follows it, and the journal says so.
    private async Task<(UseCase Case, PendingTask? Task)> MoveAsync(UseCase known, PendingTask task, TaskKind kind)
    {
        var due = clock.DueAtNow(kind, task);
        // The opening is written a moment after its delay was counted: less than an hour is no other day.
        if ((due - task.DueAt).Duration() < TimeSpan.FromHours(1) || due <= clock.Now || task.IsPaused)
            return (known, task);
        var moved = new Fact($"due:{task.TaskId}.{due.UtcTicks}", new CaseEvent.TaskDueMoved(task.TaskId, task.DueAt, due));
        var useCase = await files.RecordAsync(known.Id, [moved], CancellationToken.None);
        return (useCase, useCase.Tasks.Find(one => one.TaskId == task.TaskId));
    }

    // One reminder mail a day for anybody: it tells of all that waits, so that those that come later on the same day have been told of already.
    private async Task MailAsync(TaskOrder order, PendingTask task, int number, UseCase useCase, bool escalates)
    {
        foreach (var person in task.AskedOn(clock.Today))
        {
            if (task.HandingTo(person) is not null)
                await mails.SendAsync(new MailOrder($"{task.TaskId}.asked.{person}", MailKind.TaskAsked, order.CaseId, person, task.TaskId), CancellationToken.None);
            if (await reminders.TryTakeAsync(person, clock.MailDay, $"{task.TaskId}.{number}", CancellationToken.None))
                await mails.SendAsync(new MailOrder($"{task.TaskId}.reminder.{number}.{person}", MailKind.TaskReminder, order.CaseId, person, task.TaskId), CancellationToken.None);
        }

        if (!escalates)
            return;
        foreach (var person in (await people.HoldersAsync(Role.Dtisu, useCase, CancellationToken.None)).Where(p => !task.People.Contains(p.Id)))
        {
            if (await reminders.TryTakeAsync($"{person.Id}.late", clock.MailDay, $"{task.TaskId}.{number}", CancellationToken.None))
                await mails.SendAsync(new MailOrder($"{task.TaskId}.escalated.{number}.{person.Id}", MailKind.TaskEscalated, order.CaseId, person.Id, task.TaskId), CancellationToken.None);
        }
    }
}

/// <summary>Takes back the tasks that a step no longer asks. A second run finds none.</summary>
public sealed class RecallTasks(CaseFiles files) : TaskActivity<StepInput, bool>
{
    public override async Task<bool> RunAsync(TaskActivityContext context, StepInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var useCase = await files.GetAsync(input.CaseId, CancellationToken.None);
        if (useCase.Tasks.IsEmpty)
            return false;
        await files.RecordAsync(
            input.CaseId, [.. useCase.Tasks.Select(task => new Fact($"recalled:{task.TaskId}", new CaseEvent.TaskRecalled(task.TaskId)))], CancellationToken.None);
        return true;
    }
}
