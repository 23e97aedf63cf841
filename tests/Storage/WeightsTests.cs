using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Step3Arbitration;
using RegionSud.AiWorkflow.Tests.Arbitration;

namespace RegionSud.AiWorkflow.Tests.Storage;

/// <summary>The one partition of the weights is shared by all tests of the emulator: each begins from what is there.</summary>
public sealed class WeightsTests(StoreFixture store) : IClassFixture<StoreFixture>
{
    private readonly TableWeights weights = new(store.Tables);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private WeightsDesk Desk => new(Sample.Rules, weights, store.Time);

    [Fact]
    public async Task Weights_are_saved_only_over_those_that_were_read_and_every_version_is_kept()
    {
        var known = await weights.LatestAsync(Cancellation);
        var first = Next(known, "premier");
        Assert.True(await weights.PutAsync(first, known, Cancellation));
        Assert.False(await weights.PutAsync(Next(known, "trop tard"), known, Cancellation));
        Assert.False(await weights.PutAsync(Next(known, "trop tard"), null, Cancellation));

        var latest = (await weights.LatestAsync(Cancellation))!;
        Assert.Equivalent(first, latest with { ETag = null }, strict: true);
        var second = Next(latest, "second");
        Assert.True(await weights.PutAsync(second, latest, Cancellation));

        Assert.Equal("second", (await weights.LatestAsync(Cancellation))!.Reason);
        Assert.Equal("premier", (await weights.FindAsync(first.Version, Cancellation))!.Reason);
        Assert.Null(await weights.FindAsync("latest", Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => weights.PutAsync(Next(second, "sans version"), second, Cancellation));
    }

    [Fact]
    public async Task Reading_and_saving_cost_one_request_each()
    {
        var known = await weights.LatestAsync(Cancellation);
        Assert.Equal(1, await Wire.CountAsync(() => weights.LatestAsync(Cancellation)));
        Assert.Equal(1, await Wire.CountAsync(() => weights.PutAsync(Next(known, "compté"), known, Cancellation)));
    }

    [Fact]
    public async Task The_desk_numbers_versions_and_refuses_what_has_no_reason_no_sum_or_was_overtaken()
    {
        var before = await weights.LatestAsync(Cancellation);
        var seen = RulesInForce.WeightsOf(Sample.Rules, before).Version;

        Assert.Equal("motif", Assert.Single((await Desk.SaveAsync(_ => null, " . ", seen, "p", Cancellation)).Problems).Field);
        Assert.Equal("motif", Assert.Single((await Desk.SaveAsync(_ => null, new string('a', 1001), seen, "p", Cancellation)).Problems).Field);
        Assert.Equal("p-value-public", Assert.Single((await Desk.SaveAsync(id => id == "value-public" ? "99" : null, "Un motif.", seen, "p", Cancellation)).Problems).Field);
        Assert.True((await Desk.SaveAsync(_ => null, "Un motif.", "2025-1", "p", Cancellation)).Conflict);
        Assert.True((await Desk.SaveAsync(_ => null, "Un motif.", null, "p", Cancellation)).Conflict);
        Assert.Equal(before?.Version, (await weights.LatestAsync(Cancellation))?.Version);

        var saved = (await Desk.SaveAsync(_ => null, " Un motif. ", seen, "p-1", Cancellation)).Saved!;
        Assert.Equal(($"{Sample.Rules.Weights.Version}.dgs-{saved.Number}", (before?.Number ?? 0) + 1, "Un motif.", "p-1"), (saved.Version, saved.Number, saved.Reason, saved.By));
        Assert.True((await Desk.SaveAsync(_ => null, "Un motif.", seen, "p-2", Cancellation)).Conflict);
    }

    private SavedWeights Next(SavedWeights? known, string reason)
    {
        var number = (known?.Number ?? 0) + 1;
        return new SavedWeights($"{Sample.Rules.Weights.Version}.dgs-{number}", number, store.Time.GetUtcNow(), "p-1", reason, RankingTests.With(("value-public", 15), ("value-agents", 20)));
    }
}
