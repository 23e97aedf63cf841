using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Tests.Admin;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Storage;

/// <summary>Tasks that nobody answers, over months of a virtual clock: real storage, real mails, the calendar of France.</summary>
// Each test has a directorate of its own: a head is told in one mail of all that waits for them.
public sealed class TaskYearTests(AzuriteFixture azurite, StoreFixture store) : IClassFixture<StoreFixture>
{
    private readonly FakeTimeProvider time = new(ParisTime.At(new DateOnly(2026, 12, 21), new TimeOnly(22, 40)));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_half_a_year_a_head_gets_one_reminder_mail_a_day_at_most_by_day_and_of_all_that_waits()
    {
        await using var services = Services(new FrenchWorkingDays([new(2026, 12, 24), new(2026, 12, 31), new(2027, 5, 7)], new MailHours { From = 8, To = 19 }));
        var tasks = new List<(TaskOrder Order, TaskLook Look)>();
        for (var i = 0; i < 3; i++)
        {
            var id = await DepositAsync(services, "formation");
            var order = new TaskOrder(id, Step.Need, 1, "endorse", 1);
            tasks.Add((order, await ActivatorUtilities.CreateInstance<OpenTask>(services).RunAsync(null!, order)));
            time.Advance(TimeSpan.FromHours(3));
        }

        var end = time.GetUtcNow().AddDays(180);
        while (tasks.Min(task => task.Look.NextLookAt) is var next && next < end)
        {
            if (next > time.GetUtcNow())
                time.SetUtcNow(next);
            var at = tasks.FindIndex(task => task.Look.NextLookAt == next);
            tasks[at] = (tasks[at].Order, await ActivatorUtilities.CreateInstance<RemindTask>(services).RunAsync(null!, new Reminder(tasks[at].Order, tasks[at].Look.NextReminder)));
            Assert.Null(tasks[at].Look.Choice);
        }

        var outbox = services.GetRequiredService<TableOutbox>();
        var mails = (await Task.WhenAll(tasks.Select(task => outbox.ListAsync(task.Order.CaseId, Cancellation)))).SelectMany(list => list).ToList();
        var reminders = mails.Where(mail => mail.MailId.Contains(".reminder.", StringComparison.Ordinal) && mail.To == "direction.formation@year.region.example").OrderBy(mail => mail.CreatedAt).ToList();
        var days = reminders.Select(mail => ParisTime.DayOf(mail.CreatedAt)).ToList();
        Assert.True(days.Count > 20, $"{days.Count} reminders.");
        Assert.Equal(days.Distinct(), days);
        Assert.All(reminders, mail => Assert.InRange(TimeZoneInfo.ConvertTime(mail.CreatedAt, ParisTime.Zone).Hour, 8, 18));
        // Each tells of all three.
        Assert.All(reminders, mail => Assert.Equal(3, mail.Links.Count));
        var escalated = mails.Where(mail => mail.MailId.Contains(".escalated.", StringComparison.Ordinal)).Select(mail => ParisTime.DayOf(mail.CreatedAt)).ToList();
        Assert.Equal(escalated.Distinct().Count(), escalated.Count);
        // The substitute was asked once of each, and nobody decided.
        Assert.Equal(3, mails.Count(mail => mail.To == "direction.formation.adjointe@year.region.example" && mail.MailId.Contains(".asked.", StringComparison.Ordinal)));
        foreach (var (order, _) in tasks)
        {
            var useCase = await services.GetRequiredService<CaseFiles>().GetAsync(order.CaseId, Cancellation);
            Assert.True(Assert.Single(useCase.Tasks).Reminders > 20);
            Assert.Empty(useCase.Decisions);
        }
    }

    [Fact]
    public async Task A_closure_day_that_is_added_moves_the_delays_that_have_not_run_out_and_the_journal_says_so()
    {
        DateOnly[] known = [new(2026, 12, 24), new(2026, 12, 31)];
        var id = default(CaseId);
        TaskLook look;
        TaskOrder order;
        await using (var services = Services(new FrenchWorkingDays(known)))
        {
            time.SetUtcNow(ParisTime.At(new DateOnly(2026, 12, 22), new TimeOnly(10, 0)));
            id = await DepositAsync(services, "culture");
            order = new TaskOrder(id, Step.Need, 1, "endorse", 1);
            look = await ActivatorUtilities.CreateInstance<OpenTask>(services).RunAsync(null!, order);
        }

        // Three working days: 23, 28, 29. The 28th is closed now: the timer of that day finds that it is too early.
        Assert.Equal(new DateOnly(2026, 12, 29), ParisTime.DayOf(look.NextLookAt));
        await using var later = Services(new FrenchWorkingDays([.. known, new(2026, 12, 28)]));
        time.SetUtcNow(look.NextLookAt);
        var due = Assert.Single((await CaseAsync(later, id)).Tasks).DueAt;
        look = await ActivatorUtilities.CreateInstance<RemindTask>(later).RunAsync(null!, new Reminder(order, look.NextReminder));
        var task = Assert.Single((await CaseAsync(later, id)).Tasks);
        Assert.Equal(0, task.Reminders);
        Assert.Equal(1, look.NextReminder);
        Assert.Equal(new DateOnly(2026, 12, 30), ParisTime.DayOf(look.NextLookAt));
        Assert.True(task.DueAt > due);
        var moved = (await later.GetRequiredService<ICaseJournal>().ReadAsync(id, 0, 50, Cancellation)).Select(entry => entry.Event).OfType<CaseEvent.TaskDueMoved>().Single();
        Assert.Equal((due, task.DueAt), (moved.From, moved.To));

        // Asked again on the same day nothing more moves; on the next one it is reminded.
        look = await ActivatorUtilities.CreateInstance<RemindTask>(later).RunAsync(null!, new Reminder(order, look.NextReminder));
        time.SetUtcNow(look.NextLookAt);
        look = await ActivatorUtilities.CreateInstance<RemindTask>(later).RunAsync(null!, new Reminder(order, look.NextReminder));
        task = Assert.Single((await CaseAsync(later, id)).Tasks);
        Assert.Equal(1, task.Reminders);
        Assert.Equal(2, look.NextReminder);
    }

    private static Task<UseCase> CaseAsync(IServiceProvider services, CaseId id) => services.GetRequiredService<CaseFiles>().GetAsync(id, Cancellation);

    private static async Task<CaseId> DepositAsync(IServiceProvider services, string directorate)
    {
        var id = Sample.NewCase();
        var requester = await services.GetRequiredService<IPeople>().EnsureAsync($"auteur.{directorate}@region.example", null, directorate, Cancellation);
        await services.GetRequiredService<CaseFiles>().RecordAsync(
            id, [new Fact("deposited", new CaseEvent.NeedDeposited("web", Sample.Document, new string('f', 64), directorate, requester.Id), requester.Id)], Cancellation);
        return id;
    }

    private ServiceProvider Services(IWorkingDays calendar)
    {
        _ = store;
        return AppServices.On(azurite.ConnectionString, time)
            .AddSingleton(calendar)
            .AddSingleton(OwnDirectory.In(Rendering.Rules, "year"))
            .BuildServiceProvider();
    }
}
