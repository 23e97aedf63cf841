using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Tests.Storage;

public sealed class WakesTests(StoreFixture store) : IClassFixture<StoreFixture>
{
    private readonly TableWakes wakes = new(store.Tables, store.Time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wake_stays_until_it_is_cleared_and_a_repeat_keeps_its_time()
    {
        var id = Sample.NewCase();
        var event1 = new Wake(id, "decided:" + Sample.TaskId(id), $"{id}.Need.1", "decided.endorse.1");
        var start = new Wake(id, "deposited", id.Value, null);
        var at = store.Time.GetUtcNow();
        Assert.Equal(1, await Wire.CountAsync(() => wakes.AnnounceAsync(event1, Cancellation)));
        await wakes.AnnounceAsync(start, Cancellation);
        store.Time.Advance(TimeSpan.FromMinutes(10));
        await wakes.AnnounceAsync(event1, Cancellation);

        Assert.Empty(await LeftoversAsync(id, at));
        var left = await LeftoversAsync(id, at.AddSeconds(1));
        Assert.Equivalent(new[] { event1, start }, left.Select(one => one.Wake));
        Assert.All(left, one => Assert.Equal(at, one.AnnouncedAt, TimeSpan.FromMilliseconds(1)));

        Assert.Equal(1, await Wire.CountAsync(() => wakes.ClearAsync(id, event1.Key, Cancellation)));
        await wakes.ClearAsync(id, event1.Key, Cancellation);
        Assert.Equal([start], (await LeftoversAsync(id, at.AddSeconds(1))).Select(one => one.Wake));
    }

    [Fact]
    public async Task Wakes_of_many_cases_are_noted_in_one_write_and_one_noted_before_keeps_its_time()
    {
        var all = Enumerable.Range(0, 60).Select(_ => Sample.NewCase()).Select(id => new Wake(id, "model:change", $"{id}.Maintenance.1", "model-changed")).ToList();
        Assert.Equal(1, await Wire.CountAsync(() => wakes.AnnounceAllAsync(all[..50], Cancellation)));
        await wakes.AnnounceAllAsync([], Cancellation);
        var at = store.Time.GetUtcNow();
        store.Time.Advance(TimeSpan.FromMinutes(10));
        await wakes.AnnounceAllAsync(all[40..], Cancellation);

        Assert.Equal([all[0]], (await LeftoversAsync(all[0].CaseId, at.AddSeconds(1))).Select(one => one.Wake));
        Assert.Equal([all[45]], (await LeftoversAsync(all[45].CaseId, at.AddSeconds(1))).Select(one => one.Wake));
        Assert.Empty(await LeftoversAsync(all[55].CaseId, at.AddSeconds(1)));
        Assert.Equal([all[55]], (await LeftoversAsync(all[55].CaseId, at.AddMinutes(11))).Select(one => one.Wake));
    }

    [Fact]
    public async Task Wakes_that_are_cleared_at_the_same_time_share_their_writes_and_one_that_is_gone_already_keeps_none()
    {
        var all = Enumerable.Range(0, 60).Select(_ => Sample.NewCase()).Select(id => new Wake(id, "model:change", $"{id}.Maintenance.1", "model-changed")).ToList();
        await wakes.AnnounceAllAsync(all, Cancellation);
        Assert.InRange(await Wire.CountAsync(() => ClearAsync(all[..30])), 1, 10);
        await ClearAsync([.. all[20..], .. all[30..]]);

        var left = new List<CaseId>();
        await foreach (var one in wakes.LeftoversAsync(store.Time.GetUtcNow().AddDays(1), Cancellation))
            left.Add(one.Wake.CaseId);
        Assert.DoesNotContain(left, id => all.Exists(wake => wake.CaseId == id));

        Task ClearAsync(IEnumerable<Wake> some) => Task.WhenAll(some.Select(wake => wakes.ClearAsync(wake.CaseId, wake.Key, Cancellation)));
    }

    private async Task<List<(Wake Wake, DateTimeOffset AnnouncedAt)>> LeftoversAsync(CaseId id, DateTimeOffset before)
    {
        var left = new List<(Wake, DateTimeOffset)>();
        await foreach (var one in wakes.LeftoversAsync(before, Cancellation))
        {
            if (one.Wake.CaseId == id)
                left.Add(one);
        }

        return left;
    }
}
