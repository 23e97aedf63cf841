using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;

namespace RegionSud.AiWorkflow.HumanTasks;

/// <summary>Turns a task's state and the calendar into what the waiting step must know.</summary>
public sealed class TaskClock(IWorkingDays calendar, TimeProvider time)
{
    /// <summary>When a task opened now becomes late.</summary>
    public DateTimeOffset DueAt(TaskKind kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return calendar.After(time.GetUtcNow(), kind.Delay.Due);
    }

    /// <summary>Nobody has decided: when the look of that number comes.</summary>
    public TaskLook Waiting(TaskKind kind, PendingTask task, int number)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(task);
        return new TaskLook(null, null, TaskSchedule.LookAt(kind.Delay, number, task.OpenedAt, time.GetUtcNow(), calendar), number);
    }

    /// <summary>What the journal says was decided.</summary>
    public TaskLook Decided(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var decided = (CaseEvent.TaskDecided)entry.Event;
        return new TaskLook(decided.Choice, decided.Until, time.GetUtcNow(), 0);
    }

    /// <summary>The journal says that the task was taken back: nobody will answer it.</summary>
    public TaskLook Recalled() => new(TaskLook.RecalledChoice, null, time.GetUtcNow(), 0);

    /// <summary>The instant at which a date begins for the process.</summary>
    public DateTimeOffset At(DateOnly date) => calendar.At(date, time.GetUtcNow());
}
