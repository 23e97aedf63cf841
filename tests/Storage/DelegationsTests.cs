using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Tests.Storage;

public sealed class DelegationsTests(StoreFixture store) : IClassFixture<StoreFixture>
{
    private static readonly DateOnly Day = new(2091, 3, 1);
    private static readonly TimeSpan Moments = TimeSpan.FromSeconds(5);

    private readonly TableDelegations delegations = new(store.Tables, store.Blobs, store.Time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_may_wait_some_seconds_reads_once_for_all_and_sees_at_once_what_was_entered_here()
    {
        await delegations.AddAsync(Given("first"), "acte"u8.ToArray(), Cancellation);
        Assert.Equal(1, await Wire.CountAsync(async () => Assert.Equal(["first"], await IdsAsync(Moments))));
        Assert.Equal(0, await Wire.CountAsync(async () => Assert.Equal(["first"], await IdsAsync(Moments))));

        await delegations.AddAsync(Given("second"), "acte"u8.ToArray(), Cancellation);
        Assert.Equal(["first", "second"], await IdsAsync(Moments));
        await delegations.RevokeAsync(Given("first"), store.Time.GetUtcNow(), "dtisu", Cancellation);
        Assert.Equal(["second"], await IdsAsync(Moments));

        // Entered by another instance.
        await new TableDelegations(store.Tables, store.Blobs, store.Time).AddAsync(Given("third"), "acte"u8.ToArray(), Cancellation);
        Assert.Equal(["second"], await IdsAsync(Moments));
        store.Time.Advance(Moments);
        Assert.Equal(["second", "third"], await IdsAsync(Moments));
    }

    [Fact]
    public async Task Who_may_not_wait_reads_anew()
    {
        var later = Day.AddDays(30);
        Assert.Empty(await delegations.InForceAsync(later, TimeSpan.Zero, Cancellation));
        await new TableDelegations(store.Tables, store.Blobs, store.Time).AddAsync(Given("elsewhere") with { FirstDay = later, LastDay = later }, "acte"u8.ToArray(), Cancellation);
        Assert.Equal("elsewhere", Assert.Single(await delegations.InForceAsync(later, TimeSpan.Zero, Cancellation)).Id);
        Assert.Empty(await delegations.InForceAsync(later.AddDays(1), Moments, Cancellation));
    }

    private async Task<IEnumerable<string>> IdsAsync(TimeSpan mostAge) => (await delegations.InForceAsync(Day, mostAge, Cancellation)).Select(one => one.Id);

    private Delegation Given(string id) =>
        new(id, "head", "deputy-" + id, Day, Day, "Arrêté 91-03", new DocumentRef(new string('a', 64), "application/pdf", 4), "dtisu", store.Time.GetUtcNow());
}
