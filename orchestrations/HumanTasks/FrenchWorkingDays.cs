using System.Globalization;
using PublicHoliday;
using RegionSud.AiWorkflow.Charter;

namespace RegionSud.AiWorkflow.HumanTasks;

/// <summary>Working days of the administration: Monday to Friday, without France's public holidays and its own closure days.</summary>
/// <param name="closureDays">Of <c>delays.yaml</c>.</param>
/// <param name="mailHours">Of <c>delays.yaml</c>; null for the whole day.</param>
public sealed class FrenchWorkingDays(IReadOnlyCollection<DateOnly> closureDays, MailHours? mailHours = null) : IWorkingDays
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

    public DateTimeOffset Awake(DateTimeOffset at)
    {
        var (first, last) = mailHours is null ? (0, 24) : (mailHours.From, mailHours.To);
        var local = TimeZoneInfo.ConvertTime(at, ParisTime.Zone);
        var date = DateOnly.FromDateTime(local.DateTime);
        if (IsWorked(date) && local.Hour >= first && local.Hour < last)
            return at;
        return ParisTime.At(FirstWorked(local.Hour < first ? date : date.AddDays(1)), new TimeOnly(first, 0));
    }

    public string DayOf(DateTimeOffset at) => ParisTime.DayOf(at).ToString("O", CultureInfo.InvariantCulture);

    /// <summary>Whether the administration works on a day.</summary>
    public bool IsWorked(DateOnly date) => holidays.IsWorkingDay(date.ToDateTime(TimeOnly.MinValue)) && !closureDays.Contains(date);

    private DateOnly FirstWorked(DateOnly date)
    {
        while (!IsWorked(date))
            date = date.AddDays(1);
        return date;
    }
}
