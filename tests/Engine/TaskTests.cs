using Microsoft.DurableTask.Client;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Engine;

public sealed class TaskTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Activities_get_their_services_in_a_scope_of_their_own_that_ends_with_them()
    {
        await using var host = await EngineHost.StartAsync(azurite);
        var end = await host.Run(nameof(GreetTwice), new Greeting("Région Sud", 1));

        var greetings = end.ReadOutputAs<string[]>()!;
        Assert.StartsWith("Région Sud×1:", greetings[0], StringComparison.Ordinal);
        Assert.StartsWith("Région Sud×2:", greetings[1], StringComparison.Ordinal);
        Assert.NotEqual(greetings[0].Split(':')[1], greetings[1].Split(':')[1]);
        Assert.Equal(2, host.Traces.Lines.Count(line => line == "disposed"));
    }

    [Fact]
    public async Task An_activity_that_fails_twice_is_tried_a_third_time()
    {
        await using var host = await EngineHost.StartAsync(azurite);
        var end = await host.Run(nameof(Retrying), 3);

        Assert.Equal(3, end.ReadOutputAs<int>());
    }

    [Fact]
    public async Task When_retries_are_used_up_the_instance_fails_and_says_why()
    {
        await using var host = await EngineHost.StartAsync(azurite);
        var end = await host.Run(nameof(Retrying), 4);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("attempt 3 fails", end.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("attempt 3 fails", await host.Client.ReadFailureAsync(end.InstanceId, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_orchestrator_fails_its_instance()
    {
        await using var host = await EngineHost.StartAsync(azurite);
        var end = await host.Run("NobodyKnowsMe");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("NobodyKnowsMe", end.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_activity_fails_at_once_whatever_the_retry_policy()
    {
        await using var host = await EngineHost.StartAsync(azurite);
        var end = await host.Run(nameof(CallByName), "NobodyKnowsMe");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("NobodyKnowsMe", end.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_text_passes_through_activities_and_back()
    {
        await using var host = await EngineHost.StartAsync(azurite);
        var name = new string('é', 200_000);
        var end = await host.Run(nameof(GreetTwice), new Greeting(name, 1));

        Assert.StartsWith(name, end.ReadOutputAs<string[]>()![1], StringComparison.Ordinal);
        Assert.Equal(name, end.ReadInputAs<Greeting>()!.Name);
    }
}
