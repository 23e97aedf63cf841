using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;

namespace RegionSud.AiWorkflow.Tests.Storage;

public sealed class JournalRaceTests(StoreFixture store) : IClassFixture<StoreFixture>
{
    private readonly TableJournal journal = new(store.Tables, store.Time);
    private readonly CaseId id = Sample.NewCase();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fifty_parallel_appends_give_a_chain_without_holes()
    {
        await journal.AppendAsync(id, [Sample.Deposit(), Sample.Opened(id)], null, Cancellation);

        var appended = await Task.WhenAll(Enumerable.Range(1, 50).Select(number =>
            journal.AppendAsync(id, [Sample.Reminded(id, number)], null, Cancellation)));

        Assert.All(appended, one => Assert.Single(one.New));
        var entries = await journal.ReadAsync(id, 0, 500, Cancellation);
        Assert.Equal(52, entries.Count);
        Assert.Null(Chain.FirstBroken(id, entries));
        Assert.Equal(52, entries.Select(entry => entry.Key).Distinct().Count());
        Assert.Equal(52, (await journal.FindAsync(id, Cancellation))!.Version);
    }

    [Fact]
    public async Task Fifty_decisions_in_the_same_second_give_one()
    {
        await journal.AppendAsync(id, [Sample.Deposit(), Sample.Opened(id)], null, Cancellation);

        var appended = await Task.WhenAll(Enumerable.Range(1, 50).Select(number =>
            journal.AppendAsync(id, [Sample.Decided(id, number % 2 == 0 ? "endorse" : "refuse", $"person-{number}")], 1, Cancellation)));

        var winner = Assert.Single(appended, one => one.New.Count > 0);
        Assert.DoesNotContain(appended, one => one.Conflict);
        var entry = await journal.FindEntryAsync(id, "decided:" + Sample.TaskId(id), Cancellation);
        Assert.Equal(winner.New[0].Actor, entry!.Actor);
        Assert.Equal(3, (await journal.ReadAsync(id, 0, 500, Cancellation)).Count);
    }

    [Fact]
    public async Task What_follows_from_the_case_is_decided_anew_when_another_was_faster()
    {
        await journal.AppendAsync(id, [Sample.Deposit(), Sample.Opened(id)], null, Cancellation);

        // Each writes a fact named by the version that it saw: had one been written on another head than it saw, two would have the same name.
        var appended = await Task.WhenAll(Enumerable.Range(1, 20).Select(_ => journal.AppendAsync(
            id, seen => Task.FromResult<IReadOnlyList<Fact>>(seen.Version >= 12 ? [] : [Sample.Reminded(id, (int)seen.Version)]), Cancellation)));

        Assert.Equal(10, appended.Count(one => one.New.Count == 1));
        Assert.All(appended.Where(one => one.New.Count == 0), one => Assert.Equal(12, one.Case.Version));
        Assert.Equal(12, (await journal.ReadAsync(id, 0, 500, Cancellation)).Select(entry => entry.Key).Distinct().Count());
        Assert.Equal(1, await Wire.CountAsync(() => journal.AppendAsync(id, _ => Task.FromResult<IReadOnlyList<Fact>>([]), Cancellation)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => journal.AppendAsync(Sample.NewCase(), _ => Task.FromResult<IReadOnlyList<Fact>>([]), Cancellation));
    }

    [Fact]
    public async Task Of_ten_simultaneous_deposits_under_one_id_one_opens_the_case()
    {
        var appended = await Task.WhenAll(Enumerable.Range(1, 10).Select(_ => journal.AppendAsync(id, [Sample.Deposit()], null, Cancellation)));

        Assert.Single(appended, one => one.New.Count > 0);
        Assert.Single(await journal.ReadAsync(id, 0, 500, Cancellation));
    }
}
