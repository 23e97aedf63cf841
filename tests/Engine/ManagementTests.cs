using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Engine;

public sealed class ManagementTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_start_under_the_id_of_a_living_instance_is_refused_and_changes_nothing()
    {
        await using var host = await EngineHost.StartAsync(azurite);
        await host.Start(nameof(Decision), 600, id: "IA-2026-0002");
        await host.Stand("IA-2026-0002", "waiting");

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => host.Start(nameof(Decision), 1, id: "IA-2026-0002"));
        var named = new StartOrchestrationOptions("IA-2026-0002").WithDedupeStatuses(
            OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended);
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(
            () => host.Client.ScheduleNewOrchestrationInstanceAsync(nameof(Decision), 1, named, Cancellation));

        await host.Client.RaiseEventAsync("IA-2026-0002", "decided", "oui", Cancellation);
        Assert.Equal(600, (await host.End("IA-2026-0002")).ReadInputAs<int>());
    }

    [Fact]
    public async Task An_id_can_be_started_again_when_its_instance_has_ended_unless_that_status_is_named()
    {
        await using var host = await EngineHost.StartAsync(azurite);
        await host.End(await host.Start(nameof(Versions), false, id: "again"));
        var named = new StartOrchestrationOptions("again").WithDedupeStatuses(OrchestrationRuntimeStatus.Completed);

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(
            () => host.Client.ScheduleNewOrchestrationInstanceAsync(nameof(Versions), true, named, Cancellation));
        await host.Start(nameof(Versions), true, id: "again");
        await Eventually.Get(
            () => host.Client.GetInstanceAsync("again", getInputsAndOutputs: true, Cancellation), found => found?.ReadOutputAs<string>() == "1.0.0>1.0.0");
    }

    [Fact]
    public async Task Starts_of_one_id_in_the_same_moment_run_one_instance()
    {
        await using var host = await EngineHost.StartAsync(azurite);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            try
            {
                return await host.Start(nameof(GatedThenEvent), number, id: "race");
            }
            catch (OrchestrationAlreadyExistsException)
            {
                return "refused";
            }
        }));
        Assert.Contains("race", outcomes);
        await Eventually.Get(() => Task.FromResult(host.Traces.Lines.Count), lines => lines > 0);
        host.Traces.Gate.SetResult();
        await host.Client.RaiseEventAsync("race", "early", "fin", Cancellation);
        await host.End("race");

        Assert.Single(host.Traces.Lines);
    }

    [Fact]
    public async Task A_start_that_is_put_off_waits_for_its_time()
    {
        await using var host = await EngineHost.StartAsync(azurite);
        var at = DateTimeOffset.UtcNow.AddSeconds(3);
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync(
            nameof(Versions), false, new StartOrchestrationOptions(null, at), Cancellation);

        Assert.True((await host.End(id)).LastUpdatedAt >= at.AddSeconds(-1));
    }

    [Fact]
    public async Task A_terminated_instance_ends_with_the_reason_as_its_output()
    {
        await using var host = await EngineHost.StartAsync(azurite);
        var id = await host.Start(nameof(Decision), 600);
        await host.Stand(id, "waiting");
        await host.Client.TerminateInstanceAsync(id, "retiré", Cancellation);
        var end = await host.End(id);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, end.RuntimeStatus);
        Assert.Equal("retiré", end.ReadOutputAs<string>());
        await Assert.ThrowsAsync<NotSupportedException>(
            () => host.Client.TerminateInstanceAsync(id, new TerminateInstanceOptions(Recursive: true), Cancellation));
    }

    [Fact]
    public async Task Only_an_ended_instance_is_purged_and_it_leaves_nothing()
    {
        await using var host = await EngineHost.StartAsync(azurite);
        var id = await host.Start(nameof(Decision), 600);
        await host.Stand(id, "waiting");
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Client.PurgeInstanceAsync(id, Cancellation));
        await host.Client.TerminateInstanceAsync(id, Cancellation);
        await host.End(id);

        Assert.Equal(1, (await host.Client.PurgeInstanceAsync(id, Cancellation)).PurgedInstanceCount);
        Assert.Null(await host.Client.GetInstanceAsync(id, Cancellation));
        Assert.Equal(0, (await host.Client.PurgeInstanceAsync(id, Cancellation)).PurgedInstanceCount);
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Client.WaitForInstanceCompletionAsync(id, Cancellation));
    }

    [Fact]
    public async Task A_purge_of_a_period_takes_the_ended_instances_only()
    {
        await using var host = await EngineHost.StartAsync(azurite);
        await host.Run(nameof(Versions), false);
        await host.Run(nameof(Versions), false);
        var waiting = await host.Start(nameof(Decision), 600);
        await host.Stand(waiting, "waiting");

        var purged = await host.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(), Cancellation);

        Assert.Equal(2, purged.PurgedInstanceCount);
        Assert.NotNull(await host.Client.GetInstanceAsync(waiting, Cancellation));
    }

    [Fact]
    public async Task An_ended_instance_is_restarted_with_its_input_under_a_new_id_or_its_own()
    {
        await using var host = await EngineHost.StartAsync(azurite);
        var first = await host.Run(nameof(Versions), true);
        var id = await host.Client.RestartAsync(first.InstanceId, restartWithNewInstanceId: true, Cancellation);
        Assert.NotEqual(first.InstanceId, id);
        Assert.Equal("1.0.0>1.0.0", (await host.End(id)).ReadOutputAs<string>());
        Assert.Equal(id, await host.Client.RestartAsync(id, cancellation: Cancellation));
        Assert.Equal("1.0.0>1.0.0", (await host.End(id)).ReadOutputAs<string>());

        await Assert.ThrowsAsync<ArgumentException>(() => host.Client.RestartAsync("nobody", cancellation: Cancellation));
    }

    [Fact]
    public async Task A_failed_instance_that_is_rewound_tries_again_from_its_failure()
    {
        await using var host = await EngineHost.StartAsync(azurite);
        var end = await host.Run(nameof(Failing), 2);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        await host.Client.RewindInstanceAsync(end.InstanceId, "the outside is back", Cancellation);
        await host.Reach(end.InstanceId, OrchestrationRuntimeStatus.Completed);

        Assert.Equal(2, (await host.End(end.InstanceId)).ReadOutputAs<int>());
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Client.RewindInstanceAsync(end.InstanceId, "again", Cancellation));
    }

    [Fact]
    public async Task An_event_for_nobody_is_dropped_without_a_word()
    {
        await using var host = await EngineHost.StartAsync(azurite);
        await host.Client.RaiseEventAsync("nobody", "decided", "oui", Cancellation);

        Assert.Null(await host.Client.GetInstanceAsync("nobody", Cancellation));
    }
}
