using PublicHoliday;

namespace RegionSud.AiWorkflow.HumanTasks;

/// <summary>Working days of the administration: Monday to Friday, without France's public holidays and the closure days of <c>calendar.yaml</c>.</summary>
public sealed class FrenchWorkingDays(IReadOnlyCollection<DateOnly> closureDays) : IWorkingDays
{
    private static readonly TimeOnly Opening = new(9, 0);
    private static readonly TimeOnly Closing = new(18, 0);
    private readonly FrancePublicHoliday holidays = new();

    public DateTimeOffset After(DateTimeOffset from, int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        var local = TimeZoneInfo.ConvertTime(from, ParisTime.Zone);
        var date = DateOnly.FromDateTime(local.DateTime);
        for (var left = days; left > 0;)
        {
            date = date.AddDays(1);
            if (IsWorked(date))
                left--;
        }

        return ParisTime.At(date, TimeOnly.FromDateTime(local.DateTime));
    }

    public DateTimeOffset At(DateOnly date, DateTimeOffset now) => ParisTime.At(FirstWorked(date), Opening);

    public DateTimeOffset EndOf(DateOnly date, DateTimeOffset now) => ParisTime.At(FirstWorked(date), Closing);

    /// <summary>Whether the administration works on a day.</summary>
    public bool IsWorked(DateOnly date) => holidays.IsWorkingDay(date.ToDateTime(TimeOnly.MinValue)) && !closureDays.Contains(date);

    private DateOnly FirstWorked(DateOnly date)
    {
        while (!IsWorked(date))
            date = date.AddDays(1);
        return date;
    }
}
