namespace RegionSud.AiWorkflow.HumanTasks;

/// <summary>The region's clock.</summary>
public static class ParisTime
{
    /// <summary>Europe/Paris.</summary>
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    /// <summary>Today in Paris.</summary>
    public static DateOnly ParisToday(this TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return DayOf(time.GetUtcNow());
    }

    /// <summary>The day in Paris of an instant.</summary>
    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    /// <summary>An hour of a day in Paris. An hour that summer time skips is taken one hour later.</summary>
    public static DateTimeOffset At(DateOnly date, TimeOnly hour)
    {
        var local = date.ToDateTime(hour);
        if (Zone.IsInvalidTime(local))
            local = local.AddHours(1);
        return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
