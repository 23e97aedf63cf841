using Microsoft.DurableTask.Client;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Engine;

public sealed class WaitingTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task An_event_wins_over_the_timer_and_the_cancelled_timer_does_not_hold_the_instance()
    {
        await using var host = await EngineHost.StartAsync(azurite);
        var id = await host.Start(nameof(Decision), 600);
        await host.Stand(id, "waiting");
        await host.Client.RaiseEventAsync(id, "decided", "oui", TestContext.Current.CancellationToken);

        Assert.Equal("decided:oui", (await host.End(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Without_an_event_the_timer_fires()
    {
        await using var host = await EngineHost.StartAsync(azurite);

        Assert.Equal("late", (await host.Run(nameof(Decision), 2)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_that_comes_before_its_wait_is_kept()
    {
        await using var host = await EngineHost.StartAsync(azurite);
        var id = await host.Start(nameof(GatedThenEvent), 1);
        await Eventually.Get(() => Task.FromResult(host.Traces.Lines.Count), lines => lines == 1);
        await host.Client.RaiseEventAsync(id, "early", "tôt", TestContext.Current.CancellationToken);
        host.Traces.Gate.SetResult();

        Assert.Equal("tôt", (await host.End(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Events_that_come_together_are_carried_from_generation_to_generation()
    {
        await using var host = await EngineHost.StartAsync(azurite);
        var id = await host.Start(nameof(Sum), new Tally(5, 0));
        await host.Reach(id, OrchestrationRuntimeStatus.Running);
        foreach (var number in Enumerable.Range(1, 5))
            await host.Client.RaiseEventAsync(id, "add", number, TestContext.Current.CancellationToken);

        Assert.Equal(15, (await host.End(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_suspended_instance_keeps_its_events_until_it_is_resumed()
    {
        await using var host = await EngineHost.StartAsync(azurite);
        var id = await host.Start(nameof(Decision), 600);
        await host.Stand(id, "waiting");
        await host.Client.SuspendInstanceAsync(id, "audit", TestContext.Current.CancellationToken);
        await host.Reach(id, OrchestrationRuntimeStatus.Suspended);
        await host.Client.RaiseEventAsync(id, "decided", "oui", TestContext.Current.CancellationToken);
        await host.Client.ResumeInstanceAsync(id, "fin", TestContext.Current.CancellationToken);

        Assert.Equal("decided:oui", (await host.End(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_host_that_follows_another_goes_on_where_it_waited()
    {
        string hub, id;
        await using (var first = await EngineHost.StartAsync(azurite))
        {
            hub = first.Hub;
            id = await first.Start(nameof(Decision), 600);
            await first.Stand(id, "waiting");
        }

        await using var second = await EngineHost.StartAsync(azurite, hub);
        await second.Client.RaiseEventAsync(id, "decided", "oui", TestContext.Current.CancellationToken);

        Assert.Equal("decided:oui", (await second.End(id)).ReadOutputAs<string>());
    }
}
