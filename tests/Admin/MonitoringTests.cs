using Microsoft.Extensions.Time.Testing;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Admin;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Register;
using RegionSud.AiWorkflow.Watch;

namespace RegionSud.AiWorkflow.Tests.Admin;

public sealed class MonitoringTests
{
    private readonly ListsInMemory lists = new();

    [Fact]
    public async Task Late_cases_come_first_then_the_earliest_delay()
    {
        lists.Add(1, Step.Need, Rendering.Now.AddDays(5));
        lists.Add(2, Step.Qualification, null);
        lists.Add(3, Step.Qualification, Rendering.Now.AddDays(-1));
        lists.Add(4, Step.Maintenance, Rendering.Now.AddDays(2));
        var board = await ReadAsync(new MonitoringQuery(null, null, false, 1));
        Assert.Equal(["IA-2026-0003", "IA-2026-0004", "IA-2026-0001", "IA-2026-0002"], board.Lines.Select(line => line.Id.Value));
        Assert.Equal((2, 1), board.Counts.Where(count => count.Step == Step.Qualification).Select(count => (count.Count, count.Late)).Single());
        Assert.Equal("IA-2026-0003", Assert.Single((await ReadAsync(new MonitoringQuery(null, null, true, 1))).Lines).Id.Value);
    }

    [Fact]
    public async Task A_page_shows_25_cases_at_most_and_one_beyond_the_last_shows_the_last()
    {
        for (var number = 1; number <= 60; number++)
            lists.Add(number, Step.Need, Rendering.Now.AddDays(1));
        var board = await ReadAsync(new MonitoringQuery(null, null, false, 99));
        Assert.Equal((3, 3, 10, 60), (board.Page, board.Pages, board.Lines.Count, board.Found));
    }

    [Fact]
    public async Task However_many_cases_there_are_the_reads_are_bounded_and_the_page_says_that_there_are_more()
    {
        for (var number = 1; number <= 1300; number++)
            lists.Add(number, Step.Need, Rendering.Now.AddDays(1));
        var board = await ReadAsync(new MonitoringQuery(Step.Arbitration, null, false, 1));
        Assert.True(board.Truncated);
        Assert.Equal(new StepCount(Step.Need, 1000, 0, true), board.Counts[0]);
        Assert.Equal(10, lists.Reads);
    }

    private Task<MonitoringBoard> ReadAsync(MonitoringQuery query) =>
        new Monitoring(lists, new NoLookYet(), new FakeTimeProvider(Rendering.Now)).ReadAsync(query, TestContext.Current.CancellationToken);
}

/// <summary>A law watch that has not begun.</summary>
internal sealed class NoLookYet : ILawLooks
{
    public Task<LawLook> FindAsync(CancellationToken cancellation) => Task.FromResult(new LawLook(null, null));

    public Task<bool> PutAsync(LawLook look, LawLook known, CancellationToken cancellation) => throw new NotSupportedException();
}

/// <summary>Lists without a store, for what is computed from them.</summary>
internal sealed class ListsInMemory : ICaseLists
{
    private readonly List<CaseLine> lines = [];

    public int Reads { get; private set; }

    public void Add(int number, Step step, DateTimeOffset? due) =>
        Add(SampleCase.Line with { Id = CaseId.Of(2026, number), Step = step, Round = 1, Due = due });

    public void Add(CaseLine line) => lines.Add(line);

    public Task PutAsync(CaseLine line, CancellationToken cancellation) => throw new NotSupportedException();

    public Task ForgetUnfoundedAsync(CaseId id, long version, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<int> DropStraysAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public Task<CaseLine?> FindAsync(CaseId id, CancellationToken cancellation) => Task.FromResult(lines.Find(line => line.Id == id));

    public Task<CaseListPage> ReadAsync(string list, string? continuation, int limit, CancellationToken cancellation)
    {
        Reads++;
        var rest = lines.Where(line => line.Lists.Contains(list)).OrderByDescending(line => line.Id.Value, StringComparer.Ordinal)
            .SkipWhile(line => continuation is not null && string.CompareOrdinal(line.Id.Value, continuation) >= 0).ToList();
        var page = rest.Take(limit).ToList();
        return Task.FromResult(new CaseListPage(page, rest.Count > page.Count ? page[^1].Id.Value : null));
    }
}
