using Microsoft.Extensions.Time.Testing;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Watch;

namespace RegionSud.AiWorkflow.Tests.Storage;

/// <summary>The note of the last look, and what a morning costs.</summary>
public sealed class LawLooksTests(StoreFixture store) : IClassFixture<StoreFixture>
{
    // After every date of the rules.
    private static readonly DateOnly Day = new(2046, 3, 5);

    private readonly TableLawLooks looks = new(store.Tables);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_note_is_changed_only_as_it_was_read()
    {
        var first = await looks.FindAsync(Cancellation);
        var look = new LawLook(new FinishedLook(Day, "2026-2+1f2e3d4c", store.Time.GetUtcNow(), new LawTally(3, 2, 1, [CaseId.Of(2026, 7)])), new BegunLook("law-2046-03-05-1", store.Time.GetUtcNow()));
        Assert.True(await looks.PutAsync(look, first, Cancellation));
        Assert.False(await looks.PutAsync(look, first, Cancellation));

        var known = await looks.FindAsync(Cancellation);
        Assert.Equivalent(look, known with { ETag = null }, strict: true);
        Assert.True(await looks.PutAsync(known with { UnderWay = null }, known, Cancellation));
        Assert.Null((await looks.FindAsync(Cancellation)).UnderWay);
    }

    [Fact]
    public async Task A_day_on_which_nothing_falls_costs_three_requests_and_the_second_look_one()
    {
        await LookedAtAsync(Day.AddDays(-1), Sample.Rules.Version);
        var started = new Started();

        Assert.Equal(3, await Wire.CountAsync(() => LookoutAt(Day, 4).RunAsync(started, Cancellation)));
        Assert.Equal(1, await Wire.CountAsync(() => LookoutAt(Day, 5).RunAsync(started, Cancellation)));

        Assert.Empty(started.Looks);
        Assert.Equal(Day, (await looks.FindAsync(Cancellation)).Last!.Day);
    }

    [Fact]
    public async Task Before_five_in_the_morning_it_is_still_the_day_before()
    {
        await LookedAtAsync(Day.AddDays(-1), Sample.Rules.Version);

        // Four in Paris, in winter.
        Assert.Equal(1, await Wire.CountAsync(() => LookoutAt(Day, 3).RunAsync(new Started(), Cancellation)));
    }

    [Fact]
    public async Task Another_version_of_the_rules_has_every_case_looked_at_and_days_that_were_missed_their_own_cases()
    {
        var started = new Started();
        await LookedAtAsync(Day, "older");
        await LookoutAt(Day, 6).RunAsync(started, Cancellation);
        Assert.Equal(["all"], started.Looks[0].Lists);
        Assert.Equal(started.Looks[0].Id, (await looks.FindAsync(Cancellation)).UnderWay!.Id);

        var id = Sample.NewCase();
        await new TableLists(store.Tables).PutAsync(Sample.Line(id, 1, Step.Maintenance) with { ExpiryDays = [Day.AddDays(8), Day.AddDays(40)] }, Cancellation);
        await LookedAtAsync(Day.AddDays(6), Sample.Rules.Version);
        await LookoutAt(Day.AddDays(9), 6).RunAsync(started, Cancellation);
        Assert.Equal(["expiry:2046-03-13"], started.Looks[1].Lists);

        await LookedAtAsync(Day, Sample.Rules.Version);
        await LookoutAt(Day.AddDays(60), 6).RunAsync(started, Cancellation);
        Assert.Equal(["all"], started.Looks[2].Lists);
    }

    [Fact]
    public async Task A_look_that_ends_late_leaves_the_note_of_a_later_day()
    {
        await LookedAtAsync(Day.AddDays(1), "2");
        var late = new EndedLook("law-x", Day, "1", LawTally.Zero);
        await new FinishLook(looks, store.Time).RunAsync(null!, late);

        Assert.Equal((Day.AddDays(1), "2"), (await looks.FindAsync(Cancellation)).Last is { } last ? (last.Day, last.RulesVersion) : default);
    }

    private LawLookout LookoutAt(DateOnly day, int utcHour) =>
        new(looks, new TableLists(store.Tables), Sample.Rules, new FakeTimeProvider(new DateTimeOffset(day.ToDateTime(new TimeOnly(utcHour, 0)), TimeSpan.Zero)));

    private async Task LookedAtAsync(DateOnly day, string version)
    {
        var known = await looks.FindAsync(Cancellation);
        Assert.True(await looks.PutAsync(new LawLook(new FinishedLook(day, version, store.Time.GetUtcNow(), LawTally.Zero), null), known, Cancellation));
    }

    private sealed class Started : IOrchestrations
    {
        public Task RestartAsync(CaseId id, string step, CancellationToken cancellation) => throw new NotSupportedException();

        public List<LawWatchInput> Looks { get; } = [];

        public Task StartAsync(CaseId id, CancellationToken cancellation) => throw new NotSupportedException();

        public Task StartModelChangeAsync(string changeId, string modelId, CancellationToken cancellation) => throw new NotSupportedException();

        public Task StartLawWatchAsync(LawWatchInput input, CancellationToken cancellation)
        {
            Looks.Add(input);
            return Task.CompletedTask;
        }

        public Task WakeAsync(string instance, string eventName, string key, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
