using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Local.Engine;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Engine;

/// <summary>A host with nothing but the engine and the sample tasks, on a hub of its own unless one is given.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private readonly IHost host;

    private EngineHost(IHost host, string hub)
    {
        this.host = host;
        Hub = hub;
    }

    public string Hub { get; }

    public DirectClient Client => host.Services.GetRequiredService<DirectClient>();

    public Traces Traces => host.Services.GetRequiredService<Traces>();

    public static async Task<EngineHost> StartAsync(AzuriteFixture azurite, string? hub = null, string version = "1.0.0", bool work = true)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<Traces>().AddScoped<ScopedThing>();
        var name = hub ?? "t" + Guid.NewGuid().ToString("N")[..12];
        builder.Services.AddDirectEngine(new EngineSettings(azurite.ConnectionString, name, version), SampleTasks.Register);
        var host = builder.Build();
        if (work)
            await host.StartAsync(TestContext.Current.CancellationToken);
        return new EngineHost(host, name);
    }

    /// <summary>Starts an instance under an id of its own.</summary>
    public Task<string> Start(string orchestrator, object? input = null, string? id = null, string? version = null) =>
        Client.ScheduleNewOrchestrationInstanceAsync(
            orchestrator, input, new StartOrchestrationOptions(id) { Version = version is null ? default(TaskVersion?) : new TaskVersion(version) }, TestContext.Current.CancellationToken);

    /// <summary>Starts an instance and waits for its end.</summary>
    public async Task<OrchestrationMetadata> Run(string orchestrator, object? input = null) => await End(await Start(orchestrator, input));

    /// <summary>Waits for the end of an instance, 60 seconds at most.</summary>
    public Task<OrchestrationMetadata> End(string id) =>
        Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    /// <summary>Waits until an instance is there and in one of these states.</summary>
    public async Task<OrchestrationMetadata> Reach(string id, params OrchestrationRuntimeStatus[] states) =>
        (await Eventually.Get(() => Client.GetInstanceAsync(id, getInputsAndOutputs: true), found => found is not null && states.Contains(found.RuntimeStatus)))!;

    /// <summary>Waits until an instance shows this custom status: where it stands.</summary>
    public async Task<OrchestrationMetadata> Stand(string id, string status) =>
        (await Eventually.Get(() => Client.GetInstanceAsync(id, getInputsAndOutputs: true), found => found?.SerializedCustomStatus == $"\"{status}\""))!;

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)host).DisposeAsync();
    }
}
