using System.Net;
using System.Net.Sockets;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Storage;

public sealed class OrchestrationsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_start_leaves_the_running_life_alone_and_a_wake_carries_the_key()
    {
        await using var host = await InProcessEngine.StartAsync(Register, cancellation: Cancellation);
        var (orchestrations, id) = (new DurableOrchestrations(host.Client), Sample.NewCase());

        await orchestrations.StartAsync(id, Cancellation);
        await Eventually.Get(() => host.Client.GetInstanceAsync(id.Value, true, Cancellation), one => one?.RuntimeStatus == OrchestrationRuntimeStatus.Running);
        var created = (await host.Client.GetInstanceAsync(id.Value, Cancellation))!.CreatedAt;
        await orchestrations.StartAsync(id, Cancellation);
        await orchestrations.WakeAsync(id.Value, "decided.endorse.1", "decided:1", Cancellation);

        var ended = await Eventually.Get(() => host.Client.GetInstanceAsync(id.Value, true, Cancellation), one => one?.RuntimeStatus == OrchestrationRuntimeStatus.Completed);
        Assert.Equal((created, $"{id} decided:1"), (ended!.CreatedAt, ended.ReadOutputAs<string>()));
    }

    [Fact]
    public async Task A_model_change_is_started_under_its_own_id()
    {
        await using var host = await InProcessEngine.StartAsync(Register, cancellation: Cancellation);
        await new DurableOrchestrations(host.Client).StartModelChangeAsync("model-1-mistral", "mistral", Cancellation);

        var ended = await Eventually.Get(() => host.Client.GetInstanceAsync("model-1-mistral", true, Cancellation), one => one?.RuntimeStatus == OrchestrationRuntimeStatus.Completed);
        Assert.Equal("model-1-mistral of mistral", ended!.ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_engine_whose_port_is_taken_starts_on_the_next()
    {
        using var taken = new TcpListener(IPAddress.Loopback, FreePorts.One());
        taken.Start();
        var proposed = new Queue<int>([((IPEndPoint)taken.LocalEndpoint).Port, FreePorts.One()]);
        await using var host = await InProcessEngine.StartAsync(Register, ports: proposed.Dequeue, cancellation: Cancellation);
        Assert.Empty(proposed);
    }

    private static void Register(DurableTaskRegistry tasks) => tasks
        .AddOrchestrator<Life>(new TaskName(DurableOrchestrations.Lifecycle))
        .AddOrchestrator<Change>(new TaskName(DurableOrchestrations.ModelChange));

    private sealed class Life : TaskOrchestrator<string, string>
    {
        public override async Task<string> RunAsync(TaskOrchestrationContext context, string input) =>
            $"{input} {await context.WaitForExternalEvent<string>("decided.endorse.1")}";
    }

    private sealed class Change : TaskOrchestrator<ModelChangeInput, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, ModelChangeInput input) =>
            Task.FromResult($"{input.ChangeId} of {input.ModelId}");
    }
}
