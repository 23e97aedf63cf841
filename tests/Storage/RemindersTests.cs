using RegionSud.AiWorkflow.Edge.Adapters;

namespace RegionSud.AiWorkflow.Tests.Storage;

public sealed class RemindersTests(StoreFixture store) : IClassFixture<StoreFixture>
{
    private readonly TableReminders reminders = new(store.Tables);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_many_at_once_one_takes_the_day_s_mail_and_keeps_it()
    {
        var person = Guid.NewGuid().ToString("N");
        var taken = await Task.WhenAll(Enumerable.Range(0, 30).Select(async i => (i, Taken: await reminders.TryTakeAsync(person, "2026-12-01", $"task-{i}", Cancellation))));
        var (first, _) = Assert.Single(taken, one => one.Taken);

        Assert.Equal(0, await Wire.CountAsync(async () => Assert.True(await reminders.TryTakeAsync(person, "2026-12-01", $"task-{first}", Cancellation))));
        var elsewhere = new TableReminders(store.Tables);
        Assert.Equal(1, await Wire.CountAsync(async () => Assert.False(await elsewhere.TryTakeAsync(person, "2026-12-01", "task-later", Cancellation))));
        Assert.Equal(0, await Wire.CountAsync(async () => Assert.False(await elsewhere.TryTakeAsync(person, "2026-12-01", "task-still-later", Cancellation))));
        Assert.False(await reminders.TryTakeAsync(person, "2026-12-01", "task-later", Cancellation));
        Assert.Equal(2, await Wire.CountAsync(async () => Assert.True(await reminders.TryTakeAsync(person, "2026-12-02", "task-later", Cancellation))));
        Assert.True(await reminders.TryTakeAsync(person + ".late", "2026-12-02", "another sort", Cancellation));
    }
}
