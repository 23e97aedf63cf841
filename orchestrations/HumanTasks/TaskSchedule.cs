using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;

namespace RegionSud.AiWorkflow.HumanTasks;

/// <summary>When a task is looked at again. Pure.</summary>
public static class TaskSchedule
{
    /// <summary>Working days from the opening to the n-th look, and whether that look escalates.</summary>
    /// <param name="delay">The delays of the task's kind.</param>
    /// <param name="number">From 1.</param>
    public static (int Days, bool Escalates) Look(TaskDelay delay, int number)
    {
        ArgumentNullException.ThrowIfNull(delay);
        var days = delay.Remind.Concat(delay.Escalate).Distinct().Order().ToList();
        return number <= days.Count
            ? (days[number - 1], delay.Escalate.Contains(days[number - 1]))
            : (days.LastOrDefault() + ((number - days.Count) * delay.ThenEvery), true);
    }

    /// <summary>
    /// The instant of the n-th look. After a long silence of the system itself, overdue looks do not come in a burst: the next one is never
    /// sooner than a working day from now. Nobody is reminded at night.
    /// </summary>
    public static DateTimeOffset LookAt(TaskDelay delay, int number, DateTimeOffset openedAt, DateTimeOffset now, IWorkingDays calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        var planned = calendar.After(openedAt, Look(delay, number).Days);
        var earliest = number == 1 ? now : calendar.After(now, 1);
        return calendar.Awake(planned > earliest ? planned : earliest);
    }
}
