using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;

namespace RegionSud.AiWorkflow.HumanTasks;

/// <summary>Turns a task's state and the calendar into what the waiting step must know.</summary>
public sealed class TaskClock(IWorkingDays calendar, CharterRules rules, TimeProvider time)
{
    private const int MostDays = 800;

    /// <summary>Today in Paris.</summary>
    public DateOnly Today => time.ParisToday();

    /// <summary>This instant.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Today, by the name that one reminder mail a day goes by.</summary>
    public string MailDay => calendar.DayOf(time.GetUtcNow());

    /// <summary>When a task opened now becomes late.</summary>
    /// <param name="date">The last day, where somebody set one.</param>
    public DateTimeOffset DueAt(TaskKind kind, DateOnly? date = null)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return date is { } last ? calendar.EndOf(last, time.GetUtcNow()) : calendar.After(time.GetUtcNow(), kind.Delay.Due);
    }

    /// <summary>The delays of a task: its kind's, moved to the date that a condition has.</summary>
    public TaskDelay DelayOf(TaskKind kind, PendingTask task)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(task);
        // The clock that stood still puts every look off, and so does the date of a condition.
        if (!kind.FromCondition)
            return task.PausedDays == 0 ? kind.Delay : kind.Delay.DueAfter(kind.Delay.Due + task.PausedDays);
        // The most working days after the opening that do not pass the date: the calendar counts forward only.
        var (days, beyond) = (0, MostDays);
        while (beyond - days > 1)
        {
            var middle = (days + beyond) / 2;
            (days, beyond) = calendar.After(task.OpenedAt, middle) <= task.DueAt ? (middle, beyond) : (days, middle);
        }

        return kind.Delay.DueAfter(days);
    }

    /// <summary>When a task becomes late by today's calendar and rules; a date that a condition has stays.</summary>
    public DateTimeOffset DueAtNow(TaskKind kind, PendingTask task)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(task);
        return kind.FromCondition ? task.DueAt : calendar.After(task.OpenedAt, kind.Delay.Due + task.PausedDays);
    }

    /// <summary>Whether it is time for the look of that number: a calendar that changed since the timer was set can put it off.</summary>
    public bool IsTime(TaskKind kind, PendingTask task, int number)
    {
        ArgumentNullException.ThrowIfNull(task);
        return !task.IsPaused && calendar.After(task.OpenedAt, TaskSchedule.Look(DelayOf(kind, task), number).Days) <= time.GetUtcNow();
    }

    /// <summary>The instant so many working days from now.</summary>
    public DateTimeOffset After(int days) => calendar.After(time.GetUtcNow(), days);

    /// <summary>When a consultation that is asked for now becomes late.</summary>
    public DateTimeOffset ConsultationDue(ConsultationKind kind) => After(kind == ConsultationKind.Question ? rules.Delays.Consultation.Question : rules.Delays.Consultation.Opinion);

    /// <summary>How many working days have begun since an instant.</summary>
    public int DaysSince(DateTimeOffset since)
    {
        var days = 0;
        while (days < MostDays && calendar.After(since, days) < time.GetUtcNow())
            days++;
        return days;
    }

    /// <summary>Nobody has decided: when the look of that number comes.</summary>
    public TaskLook Waiting(TaskKind kind, PendingTask task, int number)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(task);
        var own = task.IsPaused ? (DateTimeOffset?)null : TaskSchedule.LookAt(DelayOf(kind, task), number, task.OpenedAt, time.GetUtcNow(), calendar);
        var others = (task.Consultations ?? []).Where(one => one.IsOpen).Select(one => (DateTimeOffset?)NextLookAt(one));
        return new TaskLook(null, null, others.Append(own).Min()!.Value, number);
    }

    /// <summary>Whether who is consulted is to be reminded.</summary>
    public bool IsLate(Consultation consultation)
    {
        ArgumentNullException.ThrowIfNull(consultation);
        return consultation.IsOpen && consultation.DueAt <= time.GetUtcNow();
    }

    // At its due day, then again and again.
    private DateTimeOffset NextLookAt(Consultation consultation)
    {
        var (at, now) = (calendar.Awake(consultation.DueAt), time.GetUtcNow());
        while (at <= now)
            at = calendar.Awake(calendar.After(at, rules.Delays.Consultation.ThenEvery));
        return at;
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
