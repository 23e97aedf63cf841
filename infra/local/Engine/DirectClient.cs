using System.Globalization;
using DurableTask.AzureStorage;
using DurableTask.Core;
using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RegionSud.AiWorkflow.Local.Engine;

/// <summary>The engine's client, straight on the storage: the same calls as the Functions client, with the same exceptions. Messages for
/// an instance that does not exist or has ended are dropped without a word, as they are there.</summary>
public sealed partial class DirectClient(AzureStorageOrchestrationService service, EngineSettings settings)
    : DurableTaskClient("")
{
    private static readonly OrchestrationStatus[] Alive = [OrchestrationStatus.Pending, OrchestrationStatus.Running, OrchestrationStatus.Suspended];

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Starts an instance. When several starts of one id meet, one instance runs and every caller gets its id.</summary>
    /// <param name="orchestratorName">The registered name; an unknown one makes an instance that fails at once.</param>
    /// <param name="input">Ids and verdicts only: the input stays in the hub.</param>
    /// <param name="options">No id: a new one. No version: the engine's. No dedupe statuses: Pending, Running and Suspended, which is the Functions
    /// host's rule; an empty list replaces whatever is there.</param>
    /// <param name="cancellation">Stops before the start is written.</param>
    /// <returns>The instance id.</returns>
    /// <exception cref="DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException">An instance of that id has one of the dedupe statuses
    /// (the Functions client throws the same).</exception>
    /// <exception cref="ArgumentException">A dedupe status is not one.</exception>
    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var id = options?.InstanceId ?? Guid.NewGuid().ToString("N");
        var start = new ExecutionStartedEvent(-1, EngineJson.Converter.Serialize(input))
        {
            Name = orchestratorName.Name,
            Version = options?.Version?.Version ?? settings.Version,
            ScheduledStartTime = options?.StartAt?.UtcDateTime,
            Tags = options is { Tags.Count: > 0 } ? new Dictionary<string, string>(options.Tags) : null,
        };
        await CreateAsync(id, start, Dedupe(options?.DedupeStatuses));
        return id;
    }

    /// <inheritdoc/>
    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, new EventRaisedEvent(-1, EngineJson.Converter.Serialize(eventPayload)) { Name = eventName }, cancellation);

    /// <inheritdoc/>
    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, new ExecutionSuspendedEvent(-1, reason), cancellation);

    /// <inheritdoc/>
    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, new ExecutionResumedEvent(-1, reason), cancellation);

    /// <summary>Ends an instance at its next step. Its sub-orchestrations go on: terminate them by their ids.</summary>
    /// <exception cref="NotSupportedException">Recursive was asked: the storage provider leaves the children running.</exception>
    public override Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default) =>
        options is { Recursive: true }
            ? throw new NotSupportedException("Children are not terminated with their parent: terminate them by their ids.")
            : SendAsync(instanceId, new ExecutionTerminatedEvent(-1, EngineJson.Converter.Serialize(options?.Output)), cancellation);

    /// <summary>Starts an ended instance afresh with its first input, under the version that it had.</summary>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    /// <exception cref="InvalidOperationException">It has not ended, and the same id was wanted.</exception>
    public override async Task<string> RestartAsync(
        string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default)
    {
        var old = await StateAsync(instanceId, withInputs: true, cancellation) ?? throw Missing(instanceId);
        if (!restartWithNewInstanceId && Alive.Contains(old.OrchestrationStatus))
            throw new InvalidOperationException($"The instance '{instanceId}' has not ended: it cannot be restarted under its id.");
        var id = restartWithNewInstanceId ? Guid.NewGuid().ToString("N") : instanceId;
        await CreateAsync(id, new ExecutionStartedEvent(-1, old.Input) { Name = old.Name, Version = old.Version, Tags = old.Tags }, Alive);
        return id;
    }

    /// <summary>Takes a failed instance back to before its failure and tries again from there.</summary>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    /// <exception cref="InvalidOperationException">It has not failed.</exception>
    public override async Task RewindInstanceAsync(string instanceId, string reason, CancellationToken cancellation = default)
    {
        var state = await StateAsync(instanceId, withInputs: false, cancellation) ?? throw Missing(instanceId);
        if (state.OrchestrationStatus != OrchestrationStatus.Failed)
            throw new InvalidOperationException($"The instance '{instanceId}' is {state.OrchestrationStatus}: only a failed one can be rewound.");
        await service.RewindTaskOrchestrationAsync(instanceId, reason);
    }

    /// <summary>Removes an ended instance with its history. Nothing happens when there is none. Sub-orchestrations stay: purge them by their ids.</summary>
    /// <exception cref="InvalidOperationException">It has not ended.</exception>
    public override async Task<Microsoft.DurableTask.Client.PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        RefuseRecursion(options);
        var state = await StateAsync(instanceId, withInputs: false, cancellation);
        if (state is null)
            return new(0);
        if (Alive.Contains(state.OrchestrationStatus))
            throw new InvalidOperationException($"The instance '{instanceId}' is {state.OrchestrationStatus}: only an ended one can be purged.");
        return new((await service.PurgeInstanceHistoryAsync(instanceId)).InstancesDeleted);
    }

    /// <summary>Removes the ended instances that were created in a period (all ended statuses when none is named).</summary>
    public override async Task<Microsoft.DurableTask.Client.PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        RefuseRecursion(options);
        cancellation.ThrowIfCancellationRequested();
        var ended = new[] { OrchestrationStatus.Completed, OrchestrationStatus.Failed, OrchestrationStatus.Terminated };
        var wanted = filter.Statuses?.Select(status => (OrchestrationStatus)(int)status).Where(ended.Contains).ToArray() ?? ended;
        if (wanted.Length == 0)
            return new(0);
        var from = filter.CreatedFrom?.UtcDateTime ?? DateTime.UnixEpoch;
        return new((await service.PurgeInstanceHistoryAsync(from, filter.CreatedTo?.UtcDateTime, wanted)).InstancesDeleted);
    }

    private static void RefuseRecursion(PurgeInstanceOptions? options)
    {
        if (options is { Recursive: true })
            throw new NotSupportedException("Children are not purged with their parent: purge them by their ids.");
    }

    private static OrchestrationStatus[] Dedupe(IReadOnlyCollection<string>? statuses) =>
        statuses is null
            ? Alive
            : [.. statuses.Select(status => Enum.TryParse<OrchestrationStatus>(status, ignoreCase: true, out var known)
                ? known
                : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"'{status}' is not a status of an instance.")))];

    private static ArgumentException Missing(string instanceId) => new($"There is no instance '{instanceId}'.", nameof(instanceId));

    private Task CreateAsync(string id, ExecutionStartedEvent start, OrchestrationStatus[] dedupe)
    {
        start.OrchestrationInstance = new OrchestrationInstance { InstanceId = id, ExecutionId = Guid.NewGuid().ToString("N") };
        return service.CreateTaskOrchestrationAsync(new TaskMessage { OrchestrationInstance = start.OrchestrationInstance, Event = start }, dedupe);
    }

    private Task SendAsync(string instanceId, HistoryEvent message, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        return service.SendTaskOrchestrationMessageAsync(
            new TaskMessage { OrchestrationInstance = new OrchestrationInstance { InstanceId = instanceId }, Event = message });
    }
}
