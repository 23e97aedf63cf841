using DurableTask.AzureStorage;
using DurableTask.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Versioning = Microsoft.DurableTask.Worker.DurableTaskWorkerOptions;

namespace RegionSud.AiWorkflow.Local.Engine;

/// <summary>Registration of the engine in a host that is not the Functions host.</summary>
public static class EngineServices
{
    /// <summary>Adds the engine: the worker as a hosted service, and its client as <see cref="DurableTaskClient"/> and as
    /// <see cref="DirectClient"/>. The hub is created when the host starts; a host without storage fails its start.</summary>
    /// <param name="services">The host's services; orchestrators and activities get theirs from here, in a scope of their own.</param>
    /// <param name="settings">Storage, hub and version.</param>
    /// <param name="register">Adds the orchestrators and activities by name. Registrations under an explicit version are not looked up:
    /// branch on <c>context.Version</c> or use another name.</param>
    public static IServiceCollection AddDirectEngine(
        this IServiceCollection services, EngineSettings settings, Action<DurableTaskRegistry> register)
    {
        services.AddSingleton(settings);
        // At Information, the framework writes several lines per message.
        // At Warning, the provider tells of every cancelled timer whose message comes after its orchestration ended: one or more a step.
        services.AddLogging(logging => logging.AddFilter("DurableTask", LogLevel.Warning).AddFilter("DurableTask.AzureStorage", LogLevel.Error));
        services.AddSingleton(provider => new AzureStorageOrchestrationService(
            StorageSettings(settings, provider.GetRequiredService<ILoggerFactory>())));
        services.AddSingleton<IOrchestrationService>(provider => provider.GetRequiredService<AzureStorageOrchestrationService>());
        services.AddSingleton<DirectClient>();
        services.AddSingleton<DurableTaskClient>(provider => provider.GetRequiredService<DirectClient>());
        services.AddDurableTaskWorker(worker =>
        {
            worker.AddTasks(register);
            // Without options of its own: the overload with options makes the container look itself up for ever.
            worker.UseBuildTarget<DirectWorker>();
            worker.Configure(options =>
            {
                options.DataConverter = EngineJson.Converter;
                options.Versioning = new Versioning.VersioningOptions
                {
                    Version = settings.Version,
                    DefaultVersion = settings.Version,
                    MatchStrategy = Versioning.VersionMatchStrategy.CurrentOrOlder,
                };
            });
        });
        return services;
    }

    private static AzureStorageOrchestrationServiceSettings StorageSettings(EngineSettings settings, ILoggerFactory loggers) => new()
    {
        StorageAccountClientProvider = new StorageAccountClientProvider(settings.ConnectionString),
        TaskHubName = settings.HubName,
        WorkerId = settings.WorkerId,
        PartitionCount = 1,
        // One host per hub: the lease on the whole application would only delay the start that follows a crash.
        UseAppLease = false,
        MaxQueuePollingInterval = settings.PollingInterval,
        ControlQueueVisibilityTimeout = settings.LockTime,
        WorkItemQueueVisibilityTimeout = settings.LockTime,
        ThrowExceptionOnInvalidDedupeStatus = true,
        LoggerFactory = loggers,
    };
}
