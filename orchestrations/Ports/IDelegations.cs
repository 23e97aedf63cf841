using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Ports;

/// <summary>The delegations that services entered, with their acts.</summary>
public interface IDelegations
{
    /// <summary>Those in force on a day: one storage request, whatever ended in the years before.</summary>
    Task<IReadOnlyList<Delegation>> InForceAsync(DateOnly day, CancellationToken cancellation);
}
