using RegionSud.AiWorkflow.Step3Arbitration;

namespace RegionSud.AiWorkflow.Ports;

/// <summary>The weights that the DGS saved: every version is kept, so that an old decision can be computed again.</summary>
public interface IWeights
{
    /// <summary>The latest; null while the DGS has saved none. One request.</summary>
    Task<SavedWeights?> LatestAsync(CancellationToken cancellation);

    /// <summary>Those of a version; null when there are none. One request.</summary>
    Task<SavedWeights?> FindAsync(string version, CancellationToken cancellation);

    /// <summary>Makes weights the latest, in one transaction under the ETag of those before them.</summary>
    /// <param name="next">The new ones.</param>
    /// <param name="known">The latest as they were read, null when there were none.</param>
    /// <returns>False when somebody else saved meanwhile: nothing is written.</returns>
    Task<bool> PutAsync(SavedWeights next, SavedWeights? known, CancellationToken cancellation);
}
