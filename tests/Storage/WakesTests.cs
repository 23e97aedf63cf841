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
