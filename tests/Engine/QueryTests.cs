using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using RegionSud.AiWorkflow.Local.Engine;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Engine;

public sealed class QueryTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Instances_are_found_by_status_prefix_and_date_and_come_in_pages()
    {
        // Nobody works here: the instances stay as they were started.
        await using var host = await EngineHost.StartAsync(azurite, work: false);
        var before = DateTimeOffset.UtcNow;
        foreach (var number in Enumerable.Range(1, 5))
            await host.Start(nameof(Versions), false, id: $"IA-2026-{number:0000}");
        await host.Start(nameof(Versions), false, id: "IB-2026-0001");

        Assert.Equal(6, (await Ids(host, new OrchestrationQuery())).Count);
        Assert.Equal(5, (await Ids(host, new OrchestrationQuery(InstanceIdPrefix: "IA-2026-"))).Count);
        Assert.Equal(6, (await Ids(host, new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Pending]))).Count);
        Assert.Empty(await Ids(host, new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Failed])));
        Assert.Equal(6, (await Ids(host, new OrchestrationQuery(CreatedFrom: before.AddMinutes(-1)))).Count);
        Assert.Empty(await Ids(host, new OrchestrationQuery(CreatedFrom: before.AddMinutes(5))));

        var query = new OrchestrationQuery(InstanceIdPrefix: "IA-2026-", PageSize: 2);
        var pages = new List<Page<OrchestrationMetadata>>();
        await foreach (var page in host.Client.GetAllInstancesAsync(query).AsPages().WithCancellation(Cancellation))
            pages.Add(page);
        Assert.Equal([2, 2, 1], pages.Select(page => page.Values.Count));
        var rest = await Ids(host, query with { ContinuationToken = pages[0].ContinuationToken });
        Assert.Equal(["IA-2026-0003", "IA-2026-0004", "IA-2026-0005"], rest);
    }

    [Fact]
    public async Task A_status_carries_tags_and_custom_status_and_the_input_only_when_it_is_asked_for()
    {
        await using var host = await EngineHost.StartAsync(azurite);
        var options = new StartOrchestrationOptions { Tags = new Dictionary<string, string> { ["case"] = "IA-2026-0007" } };
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync(nameof(Decision), 600, options, Cancellation);
        await host.Stand(id, "waiting");

        var bare = await host.Client.GetInstanceAsync(id, Cancellation);
        Assert.Equal("\"waiting\"", bare!.SerializedCustomStatus);
        Assert.Equal(nameof(Decision), bare.Name);
        Assert.Equal("IA-2026-0007", bare.Tags["case"]);
        Assert.Null(bare.SerializedInput);
        Assert.True(bare.IsRunning);
        Assert.Equal(600, (await host.Client.GetInstanceAsync(id, getInputsAndOutputs: true, Cancellation))!.ReadInputAs<int>());
    }

    [Fact]
    public async Task A_recorded_history_replays_on_the_same_code_and_tells_when_the_code_asks_for_something_else()
    {
        await using var host = await EngineHost.StartAsync(azurite);
        var ended = await host.Run(nameof(GreetTwice), new Greeting("x", 1));
        var waiting = await host.Start(nameof(Decision), 600);
        await host.Stand(waiting, "waiting");
        var whole = await host.Client.ReadHistoryAsync(ended.InstanceId, Cancellation);
        var open = await host.Client.ReadHistoryAsync(waiting, Cancellation);

        Assert.Null(RecordedHistory.Replay(whole, new GreetTwice()));
        Assert.Null(RecordedHistory.Replay(open, new Decision()));
        Assert.NotNull(RecordedHistory.Replay(whole, new GreetOnce()));
        Assert.NotNull(RecordedHistory.Replay(whole, new GreetThrice()));
        Assert.NotNull(RecordedHistory.Replay(open, new NoLongerWaits()));
        Assert.Equal(
            (await host.Client.GetOrchestrationHistoryAsync(ended.InstanceId, Cancellation)).Select(entry => entry.GetType()),
            RecordedHistory.Parse(whole).Select(entry => entry.GetType()));
        await Assert.ThrowsAsync<ArgumentException>(() => host.Client.ReadHistoryAsync("nobody", Cancellation));
        Assert.Throws<FormatException>(() => RecordedHistory.Parse("[{}]"));
        Assert.Throws<FormatException>(() => RecordedHistory.Parse("no"));
    }

    private static async Task<List<string>> Ids(EngineHost host, OrchestrationQuery query)
    {
        var ids = new List<string>();
        await foreach (var found in host.Client.GetAllInstancesAsync(query).WithCancellation(Cancellation))
            ids.Add(found.InstanceId);
        return ids;
    }

    private sealed class GreetOnce : TaskOrchestrator<Greeting, string[]>
    {
        public override async Task<string[]> RunAsync(TaskOrchestrationContext context, Greeting input) =>
            [await context.CallActivityAsync<string>(nameof(Greet), input)];
    }

    private sealed class GreetThrice : TaskOrchestrator<Greeting, string[]>
    {
        public override async Task<string[]> RunAsync(TaskOrchestrationContext context, Greeting input) =>
        [
            await context.CallActivityAsync<string>(nameof(Greet), input),
            await context.CallActivityAsync<string>(nameof(Greet), input),
            await context.CallActivityAsync<string>(nameof(Greet), input),
        ];
    }

    private sealed class NoLongerWaits : TaskOrchestrator<int, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, int input) => Task.FromResult("");
    }
}
