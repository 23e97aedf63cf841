using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Watch;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>The engine through its client: the Functions host's, the local host's or a test's.</summary>
public sealed class DurableOrchestrations(DurableTaskClient client) : IOrchestrations
{
    /// <summary>Name of the orchestrator that carries a case's whole life.</summary>
    public const string Lifecycle = "Lifecycle";

    /// <summary>Name of the orchestrator that tells the cases of a model's change.</summary>
    public const string ModelChange = "ModelChange";

    /// <summary>Name of the orchestrator that looks at the cases under the law of a day.</summary>
    public const string LawWatch = "LawWatch";

    // Without them, a start under an id that runs replaces the running instance.
    private static readonly OrchestrationRuntimeStatus[] UnderWay =
        [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public Task StartAsync(CaseId id, CancellationToken cancellation) => ScheduleAsync(Lifecycle, id.Value, id.Value, cancellation);

    /// <inheritdoc/>
    public async Task RestartAsync(CaseId id, string step, CancellationToken cancellation)
    {
        // The life first: told that its step ended, it would go its way.
        foreach (var instance in new[] { id.Value, step })
            await StopAsync(instance, cancellation);
        await StartAsync(id, cancellation);
    }

    private async Task StopAsync(string instance, CancellationToken cancellation)
    {
        if (await client.GetInstanceAsync(instance, cancellation) is not { } known || !UnderWay.Contains(known.RuntimeStatus))
            return;
        await client.TerminateInstanceAsync(instance, cancellation);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(Patience);
        try
        {
            await client.WaitForInstanceCompletionAsync(instance, bound.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // It did not stop in time: the start that follows finds it at work, and the sweep tries again.
        }
    }

    /// <inheritdoc/>
    public Task StartModelChangeAsync(string changeId, string modelId, CancellationToken cancellation) =>
        ScheduleAsync(ModelChange, changeId, new ModelChangeInput(changeId, modelId), cancellation);

    /// <inheritdoc/>
    public Task StartLawWatchAsync(LawWatchInput input, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        return ScheduleAsync(LawWatch, input.Id, input, cancellation);
    }

    /// <summary>
    /// Raises an event. When there is no such instance, or it has ended, nothing happens, as every engine but the Functions host's does it
    /// anyway: the fact is in the journal, and the sweep raises again what nobody read.
    /// </summary>
    public async Task WakeAsync(string instance, string eventName, string key, CancellationToken cancellation)
    {
        try
        {
            await client.RaiseEventAsync(instance, eventName, key, cancellation);
        }
        catch (RpcException refusal) when (refusal.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition)
        {
            // No such instance yet, or no longer.
        }
    }

    private async Task ScheduleAsync(string orchestrator, string instance, object input, CancellationToken cancellation)
    {
        var options = new StartOrchestrationOptions(instance).WithDedupeStatuses(UnderWay);
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, options, cancellation);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // It is under way: what a start is for holds.
        }
        catch (RpcException refusal) when (refusal.StatusCode == StatusCode.AlreadyExists)
        {
            // The same, from a client that hands on the host's answer as it came.
        }
    }
}
