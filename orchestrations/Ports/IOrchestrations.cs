using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Watch;

namespace RegionSud.AiWorkflow.Ports;

/// <summary>What the process asks of the engine from outside: to start a life and to wake a wait.</summary>
public interface IOrchestrations
{
    /// <summary>Starts the lifecycle of a case unless it is pending, running or suspended already.</summary>
    Task StartAsync(CaseId id, CancellationToken cancellation);

    /// <summary>Stops the lifecycle of a case and its step at work, where there are any, and starts the life again from its journal.</summary>
    /// <param name="step">Instance of the step at work.</param>
    Task RestartAsync(CaseId id, string step, CancellationToken cancellation);

    /// <summary>Starts the fan-out of a model's change unless it is under way already.</summary>
    Task StartModelChangeAsync(string changeId, string modelId, CancellationToken cancellation);

    /// <summary>Starts a look at the law unless it is under way already.</summary>
    Task StartLawWatchAsync(LawWatchInput input, CancellationToken cancellation);

    /// <summary>Raises an event that carries nothing but the fact's key. Raising it twice changes nothing.</summary>
    Task WakeAsync(string instance, string eventName, string key, CancellationToken cancellation);
}
