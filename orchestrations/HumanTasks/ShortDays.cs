using System.Globalization;

namespace RegionSud.AiWorkflow.HumanTasks;

/// <summary>A calendar for trying things out: every day is worked and lasts as long as one says.</summary>
/// <param name="day">Length of a day; timers under two seconds are not to be relied on.</param>
public sealed class ShortDays(TimeSpan day) : IWorkingDays
{
    public DateTimeOffset After(DateTimeOffset from, int days) => from + (days * day);

    public DateTimeOffset At(DateOnly date, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, ParisTime.Zone).DateTime);
        return now + (Math.Max(0, date.DayNumber - today.DayNumber) * day);
    }

    public DateTimeOffset EndOf(DateOnly date, DateTimeOffset now) => At(date, now);

    public DateTimeOffset Awake(DateTimeOffset at) => at;

    // Its first instant: it sorts among the days of a real calendar, should the same storage be run by one later.
    public string DayOf(DateTimeOffset at) => new DateTime(at.UtcTicks / day.Ticks * day.Ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd.HH-mm-ss-fff", CultureInfo.InvariantCulture);
}
