using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Tests.Steps;

/// <summary>A year of France: holidays, bridges, summer time, nights.</summary>
public sealed class WorkingDaysTests
{
    private static readonly DateOnly[] Closed = [new(2026, 12, 24), new(2026, 12, 31), new(2027, 5, 7)];
    private static readonly FrenchWorkingDays Calendar = new(Closed, new MailHours { From = 8, To = 19 });

    // 2027: Easter is on 28 March, Ascension Day on 6 May, Whit Monday on 17 May.
    private static readonly DateOnly[] Holidays =
    [
        new(2026, 12, 25), new(2027, 1, 1), new(2027, 3, 29), new(2027, 5, 6), new(2027, 5, 17), new(2027, 7, 14), new(2027, 11, 1), new(2027, 11, 11),
    ];

    [Fact]
    public void Each_working_day_of_a_year_is_followed_by_the_next_at_the_same_hour_in_Paris()
    {
        var at = ParisTime.At(new DateOnly(2026, 12, 1), new TimeOnly(17, 45));
        var worked = new List<DateOnly>();
        while (at < ParisTime.At(new DateOnly(2027, 12, 1), TimeOnly.MinValue))
        {
            at = Calendar.After(at, 1);
            var local = TimeZoneInfo.ConvertTime(at, ParisTime.Zone);
            Assert.Equal(new TimeSpan(17, 45, 0), local.TimeOfDay);
            worked.Add(ParisTime.DayOf(at));
        }

        Assert.DoesNotContain(worked, day => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        Assert.Empty(worked.Intersect([.. Holidays, .. Closed]));
        Assert.Equal(worked.Distinct(), worked);
        // From 2 December to 1 December: 365 days, without 104 of week-ends and the 8 holidays and 3 closure days that fall on none.
        Assert.Equal(365 - 104 - Holidays.Length - Closed.Length, worked.Count - (worked[^1] > new DateOnly(2027, 12, 1) ? 1 : 0));
    }

    [Theory]
    // A bridge: Wednesday, then Ascension Day, the closed Friday, the week-end.
    [InlineData("2027-05-05", 1, "2027-05-10")]
    [InlineData("2026-12-23", 1, "2026-12-28")]
    [InlineData("2026-12-30", 1, "2027-01-04")]
    [InlineData("2027-03-26", 1, "2027-03-30")]
    [InlineData("2027-10-29", 5, "2027-11-08")]
    // Asked on a Sunday: Monday is the first working day.
    [InlineData("2027-02-07", 1, "2027-02-08")]
    public void Days_that_are_not_worked_are_not_counted(string from, int days, string to)
    {
        var date = DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(to, ParisTime.DayOf(Calendar.After(ParisTime.At(date, new TimeOnly(10, 0)), days)).ToString("O", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2027-03-25T07:30:00Z", "2027-03-25T07:30:00Z")]
    // Before eight, after seven in the evening, at night before the Easter week-end, on a Sunday; summer time begins on 28 March.
    [InlineData("2027-03-25T06:59:00Z", "2027-03-25T07:00:00Z")]
    [InlineData("2027-03-25T18:00:00Z", "2027-03-26T07:00:00Z")]
    [InlineData("2027-03-26T22:30:00Z", "2027-03-30T06:00:00Z")]
    [InlineData("2027-03-28T10:00:00Z", "2027-03-30T06:00:00Z")]
    [InlineData("2026-12-23T18:30:00Z", "2026-12-28T07:00:00Z")]
    public void Nobody_is_reminded_at_night_or_on_a_day_that_is_not_worked(string at, string then) =>
        Assert.Equal(Instant(then), Calendar.Awake(Instant(at)));

    [Fact]
    public void An_hour_that_summer_time_skips_is_taken_an_hour_later_and_one_that_comes_twice_is_taken_once()
    {
        Assert.Equal(Instant("2027-03-28T01:30:00Z"), ParisTime.At(new DateOnly(2027, 3, 28), new TimeOnly(2, 30)));
        Assert.Equal(new DateOnly(2027, 10, 31), ParisTime.DayOf(ParisTime.At(new DateOnly(2027, 10, 31), new TimeOnly(2, 30))));
    }

    [Fact]
    public void Reminders_of_every_kind_of_task_over_a_year_come_by_day_one_by_one()
    {
        foreach (var kind in CharterLoader.Load().Tasks.Values)
        {
            // Asked late on the evening before a closure day.
            var opened = ParisTime.At(new DateOnly(2026, 12, 23), new TimeOnly(21, 12));
            var (now, last) = (opened, default(DateOnly));
            for (var number = 1; now < opened.AddDays(365); number++)
            {
                var look = TaskSchedule.LookAt(kind.Delay, number, opened, now, Calendar);
                Assert.Equal(look, Calendar.Awake(look));
                Assert.True(look > now);
                var day = ParisTime.DayOf(look);
                Assert.True(Calendar.IsWorked(day) && day > last, $"{kind.Id} {number}: {day}");
                (now, last) = (look, day);
            }
        }
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
