using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Ports;

/// <summary>Finds the cases whose need looks like another: refused and closed ones too, since what was said of them holds for the newcomer.</summary>
public interface ILikeNeeds
{
    /// <summary>The cases that look like a need, the most alike first; never the case itself.</summary>
    /// <param name="title">As the requester wrote it.</param>
    /// <param name="purpose">The result that is expected, likewise.</param>
    /// <param name="threshold">1 to 100.</param>
    /// <param name="most">How many at most.</param>
    Task<IReadOnlyList<AlikeCase>> FindAsync(CaseId id, string title, string purpose, int threshold, int most, CancellationToken cancellation);
}
