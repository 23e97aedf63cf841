using DurableTask.Core;
using DurableTask.Core.Middleware;
using DurableTask.Core.Settings;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Hosting;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.Options;

namespace RegionSud.AiWorkflow.Local.Engine;

/// <summary>Runs the registered classes on the dispatcher of DurableTask.Core (the one inside the Functions host), in this process and
/// without gRPC. Durable entities are not served: the process has none.</summary>
public sealed class DirectWorker : DurableTaskWorker
{
    private readonly IServiceProvider services;
    private readonly DurableTaskShimFactory shims;
    private readonly TaskHubWorker worker;

    /// <summary>Built by the worker builder, which gives the name and the factory of the registered classes.</summary>
    public DirectWorker(string? name, IDurableTaskFactory factory, IServiceProvider services, IOptionsMonitor<DurableTaskWorkerOptions> options)
        : base(name, factory)
    {
        this.services = services;
        var loggers = services.GetRequiredService<ILoggerFactory>();
        var mine = options.Get(Name);
        shims = new DurableTaskShimFactory(mine, loggers);
        worker = new TaskHubWorker(
            services.GetRequiredService<IOrchestrationService>(),
            new Lookup<TaskOrchestration>((task, version) => new DirectOrchestration(task, version, CreateOrchestration)),
            new Lookup<TaskActivity>((task, version) => new DirectActivity(task, version, services, CreateActivity)),
            new VersioningSettings
            {
                Version = mine.Versioning?.Version ?? "",
                MatchStrategy = mine.Versioning is null
                    ? VersioningSettings.VersionMatchStrategy.None
                    : VersioningSettings.VersionMatchStrategy.CurrentOrOlder,
                FailureStrategy = VersioningSettings.VersionFailureStrategy.Reject,
            },
            loggers)
        {
            // The shims read failures from FailureDetails; the default mode serializes whole exceptions.
            ErrorPropagationMode = ErrorPropagationMode.UseFailureDetails,
        };
        worker.AddOrchestrationDispatcherMiddleware(RunEpisodeAsync);
        worker.AddActivityDispatcherMiddleware(DirectActivity.RefuseUnknownAsync);
    }

    /// <summary>Creates the hub if it is not there, then starts to take work. Fails when the storage does not answer.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await worker.orchestrationService.CreateIfNotExistsAsync();
        await worker.StartAsync();
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Lets the running work end (a few seconds at most), then gives the partition back. What was not done is done by the next host. When
    /// the storage has gone, this ends with the host's own limit: the engine would try again for ever.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await worker.StopAsync(isForced: false).WaitAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        worker.Dispose();
        base.Dispose();
    }

    /// <summary>Nothing: the dispatcher has its own loops.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;

    /// <summary>Gives each episode of an orchestration its scope and its parent; neither is known when the dispatcher looks the class up.</summary>
    private async Task RunEpisodeAsync(DispatchMiddlewareContext context, Func<Task> next)
    {
        await using var scope = services.CreateAsyncScope();
        if (context.GetProperty<TaskOrchestration>() is DirectOrchestration orchestration)
            orchestration.Begin(scope.ServiceProvider, context.GetProperty<OrchestrationRuntimeState>().ParentInstance);
        await next();
    }

    private TaskOrchestration? CreateOrchestration(string name, IServiceProvider scope, Microsoft.DurableTask.ParentOrchestrationInstance? parent) =>
        Factory.TryCreateOrchestrator(name, scope, out var orchestrator) ? shims.CreateOrchestration(name, orchestrator, parent) : null;

    private TaskActivity? CreateActivity(string name, IServiceProvider scope) =>
        Factory.TryCreateActivity(name, scope, out var activity) ? shims.CreateActivity(name, activity) : null;

    /// <summary>Answers for every name: a name that nobody registered must fail what asked for it, not be tried again for ever.</summary>
    private sealed class Lookup<T>(Func<string, string, T> create) : INameVersionObjectManager<T>
    {
        public void Add(ObjectCreator<T> creator) => throw new NotSupportedException("Classes are registered in the DurableTaskRegistry.");

        public T GetObject(string name, string? version) => create(name, version ?? "");
    }
}
