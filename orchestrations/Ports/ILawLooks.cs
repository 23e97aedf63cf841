using RegionSud.AiWorkflow.Watch;

namespace RegionSud.AiWorkflow.Ports;

/// <summary>When the law was last looked at: one small row.</summary>
public interface ILawLooks
{
    /// <summary>One point read.</summary>
    Task<LawLook> FindAsync(CancellationToken cancellation);

    /// <summary>Writes it under its ETag: one storage request.</summary>
    /// <param name="look">As it is to be.</param>
    /// <param name="known">As it was read.</param>
    /// <returns>False when somebody else changed it meanwhile: nothing is written.</returns>
    Task<bool> PutAsync(LawLook look, LawLook known, CancellationToken cancellation);
}
