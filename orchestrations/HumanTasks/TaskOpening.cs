using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.HumanTasks;

/// <summary>
/// Opening a task: written in the journal first, its link mailed to those who hold the role after. For a model's change each person is mailed once, see
/// <see cref="ChangeBehind"/>.
/// </summary>
// Eight parameters: the case, whom to ask and how, who was told already, by which rules and clock.
public sealed class TaskOpening(
    CaseFiles files, IPeople people, Deciders deciders, ConsultationDesk consultations, IMailRoom mails, IReminders reminders, CharterRules rules, TaskClock clock)
{
    /// <summary>Opens the task, or finds it, tells its people, and says how it stands. A second call sends only the mails that had not left.</summary>
    public async Task<TaskLook> OpenAsync(TaskOrder order, UseCase useCase)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(useCase);
        if (!useCase.Tasks.Exists(open => open.TaskId == order.TaskId))
        {
            if (await files.FindEntryAsync(order.CaseId, order.DecisionKey, CancellationToken.None) is { } entry)
                return clock.Decided(entry);
            useCase = await files.RecordAsync(order.CaseId, await FactsAsync(order, useCase), CancellationToken.None);
        }

        // Opened and recalled before: a step that walks through its past again goes the way it went.
        return useCase.Tasks.Find(open => open.TaskId == order.TaskId) is { } task ? await TellAsync(order, useCase, task) : clock.Recalled();
    }

    /// <summary>What is to be written to open the task: it, who else is handed it, and the opinions that the rules ask for. At most some ten.</summary>
    public async Task<IReadOnlyList<Fact>> FactsAsync(TaskOrder order, UseCase useCase)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(useCase);
        var kind = rules.Tasks[order.Kind];
        var condition = kind.FromCondition
            ? useCase.Conditions.Find(one => one.Number == order.Number) ?? throw new InvalidOperationException($"{order.TaskId} asks for a condition that was not set.")
            : null;
        var role = condition?.Owner ?? kind.Role;
        var holders = await people.HoldersAsync(role, useCase, CancellationToken.None);
        var opened = new CaseEvent.TaskOpened(
            order.TaskId, kind.Id, role, [.. holders.Select(person => person.Id)], clock.DueAt(kind, condition?.Due), rules.Version);
        var handed = await deciders.AtOpeningAsync(order.TaskId, role, opened.People, useCase, CancellationToken.None);
        var consulted = await consultations.OpenedByRulesAsync(order, kind, useCase, CancellationToken.None);
        return [new Fact($"opened:{order.TaskId}", opened), .. handed.Select(one => Deciders.FactOf(one)), .. consulted];
    }

    private async Task<TaskLook> TellAsync(TaskOrder order, UseCase useCase, PendingTask task)
    {
        foreach (var one in task.Consultations ?? [])
            await consultations.MailAsync(new ConsultationOrder(order, one.Number), one, CancellationToken.None);
        if (task.Reminders == 0)
        {
            var change = ChangeBehind.Of(useCase, order.Kind);
            foreach (var person in task.AskedOn(clock.Today))
            {
                if (change is null || await reminders.TryTakeAsync(ChangeBehind.KeyOf(person, change, order.Kind), ChangeBehind.Told, task.TaskId, CancellationToken.None))
                    await mails.SendAsync(new MailOrder($"{task.TaskId}.asked.{person}", MailKind.TaskAsked, order.CaseId, person, task.TaskId), CancellationToken.None);
            }
        }

        return clock.Waiting(rules.Tasks[order.Kind], task, task.Reminders + 1);
    }
}
