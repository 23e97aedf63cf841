using DurableTask.AzureStorage.Tracking;
using DurableTask.Core;
using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RegionSud.AiWorkflow.Local.Engine;

public sealed partial class DirectClient
{
    private static readonly TimeSpan WaitStep = TimeSpan.FromMilliseconds(200);

    /// <summary>The state of one instance, or null: one storage request (more when inputs or outputs are large). The failure of a failed
    /// instance comes with the inputs and outputs.</summary>
    public override async Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        await StateAsync(instanceId, getInputsAndOutputs, cancellation) is { } state ? Metadata(state, getInputsAndOutputs) : null;

    /// <summary>The instances that match, page by page: one storage request per page. The order is that of the ids.</summary>
    /// <param name="filter">Hub names are ignored: a client sees its own hub.</param>
    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(Microsoft.DurableTask.Client.OrchestrationQuery? filter = null)
    {
        var query = filter ?? new Microsoft.DurableTask.Client.OrchestrationQuery();
        var condition = new OrchestrationInstanceStatusQueryCondition
        {
            CreatedTimeFrom = query.CreatedFrom?.UtcDateTime ?? default,
            CreatedTimeTo = query.CreatedTo?.UtcDateTime ?? default,
            RuntimeStatus = query.Statuses?.Select(status => (OrchestrationStatus)(int)status).ToArray(),
            InstanceIdPrefix = query.InstanceIdPrefix,
            FetchInput = query.FetchInputsAndOutputs,
            FetchOutput = query.FetchInputsAndOutputs,
        };
        return Pageable.Create<OrchestrationMetadata>(async (token, pageSize, cancellation) =>
        {
            var page = await service.GetOrchestrationStateAsync(
                condition, pageSize ?? query.PageSize, token ?? query.ContinuationToken, cancellation);
            return new Page<OrchestrationMetadata>(
                [.. page.OrchestrationState.Select(state => Metadata(state, query.FetchInputsAndOutputs))], page.ContinuationToken);
        });
    }

    /// <summary>Waits until the instance has begun, looking every 200 ms (a storage request each).</summary>
    /// <exception cref="InvalidOperationException">There is no such instance.</exception>
    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, state => state.RuntimeStatus != OrchestrationRuntimeStatus.Pending, getInputsAndOutputs, cancellation);

    /// <summary>Waits until the instance has completed, failed or been terminated, looking every 200 ms (a storage request each). For tests and
    /// tools: the product waits on the journal.</summary>
    /// <exception cref="InvalidOperationException">There is no such instance.</exception>
    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, state => state.IsCompleted, getInputsAndOutputs, cancellation);

    /// <summary>The history of the instance's current generation as the storage keeps it: a JSON array of events, which
    /// <see cref="RecordedHistory"/> reads back and replays.</summary>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    public async Task<string> ReadHistoryAsync(string instanceId, CancellationToken cancellation = default)
    {
        var state = await StateAsync(instanceId, withInputs: false, cancellation) ?? throw Missing(instanceId);
        return await service.GetOrchestrationHistoryAsync(instanceId, state.OrchestrationInstance.ExecutionId);
    }

    /// <summary>The events of <see cref="ReadHistoryAsync"/>.</summary>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    public override async Task<IList<HistoryEvent>> GetOrchestrationHistoryAsync(string instanceId, CancellationToken cancellation = default) =>
        RecordedHistory.Parse(await ReadHistoryAsync(instanceId, cancellation));

    /// <summary>Why the instance failed, in the words of the exception that ended it; null when it has not failed.</summary>
    public async Task<string?> ReadFailureAsync(string instanceId, CancellationToken cancellation = default) =>
        await StateAsync(instanceId, withInputs: true, cancellation) is { OrchestrationStatus: OrchestrationStatus.Failed } state
            ? state.FailureDetails?.ErrorMessage ?? state.Output
            : null;

    private static OrchestrationMetadata Metadata(OrchestrationState state, bool withInputs) =>
        new(state.Name, state.OrchestrationInstance.InstanceId)
        {
            DataConverter = withInputs ? EngineJson.Converter : null,
            RuntimeStatus = (OrchestrationRuntimeStatus)(int)state.OrchestrationStatus,
            CreatedAt = Utc(state.CreatedTime),
            LastUpdatedAt = Utc(state.LastUpdatedTime),
            SerializedInput = withInputs ? state.Input : null,
            SerializedOutput = withInputs ? state.Output : null,
            SerializedCustomStatus = state.Status,
            Tags = state.Tags is null ? new Dictionary<string, string>() : new Dictionary<string, string>(state.Tags),
            // The storage keeps the failure's text as the output and no details.
            FailureDetails = withInputs && state.OrchestrationStatus == OrchestrationStatus.Failed
                ? new TaskFailureDetails(state.FailureDetails?.ErrorType ?? "Failed", state.FailureDetails?.ErrorMessage ?? state.Output ?? "", null, null, null)
                : null,
        };

    private static DateTimeOffset Utc(DateTime value) => new(DateTime.SpecifyKind(value, DateTimeKind.Utc));

    private async Task<OrchestrationMetadata> WaitAsync(
        string instanceId, Func<OrchestrationMetadata, bool> done, bool withInputs, CancellationToken cancellation)
    {
        while (true)
        {
            var state = await GetInstancesAsync(instanceId, withInputs, cancellation)
                ?? throw new InvalidOperationException($"There is no instance '{instanceId}'.");
            if (done(state))
                return state;
            // The machine's clock on purpose: a host whose clock stands still or runs fast must still poll at this pace.
            await Task.Delay(WaitStep, cancellation);
        }
    }

    private async Task<OrchestrationState?> StateAsync(string instanceId, bool withInputs, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        var states = await service.GetOrchestrationStateAsync(instanceId, allExecutions: false, fetchInput: withInputs);
        return states.FirstOrDefault();
    }
}
