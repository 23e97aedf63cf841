namespace RegionSud.AiWorkflow.HumanTasks;

/// <summary>The calendar that delays are counted in. On a laptop a working day can last two seconds.</summary>
public interface IWorkingDays
{
    /// <summary>The instant so many working days after another; at the same hour of the day in Paris.</summary>
    DateTimeOffset After(DateTimeOffset from, int days);

    /// <summary>The instant at which a date begins for the process: nine o'clock in Paris of its first working day.</summary>
    DateTimeOffset At(DateOnly date, DateTimeOffset now);

    /// <summary>The instant at which a date has passed for the process: six in the evening in Paris of its first working day.</summary>
    DateTimeOffset EndOf(DateOnly date, DateTimeOffset now);

    /// <summary>The same instant when people may be written to then; else the next at which they may.</summary>
    DateTimeOffset Awake(DateTimeOffset at);

    /// <summary>The day of an instant, by a name of its own; those of later days sort after it.</summary>
    string DayOf(DateTimeOffset at);
}
