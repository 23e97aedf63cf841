using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Ports;

/// <summary>The delegations that services entered, with their acts.</summary>
public interface IDelegations
{
    /// <summary>Those in force on a day: one storage request, whatever ended in the years before; none where the answer may be as old as one that this process has.</summary>
    /// <param name="mostAge">How old the answer may be. Zero reads anew.</param>
    Task<IReadOnlyList<Delegation>> InForceAsync(DateOnly day, TimeSpan mostAge, CancellationToken cancellation);
}
