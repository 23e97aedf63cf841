using RegionSud.AiWorkflow.Models;

namespace RegionSud.AiWorkflow.Ports;

/// <summary>How each source of models looked when it was last looked at: one row a source.</summary>
public interface IModelLooks
{
    /// <summary>Every source that was ever looked at: one storage request.</summary>
    Task<IReadOnlyList<SourceLook>> AllAsync(CancellationToken cancellation);

    /// <summary>Writes a source's row, whatever it was: of two looks at once the last counts. One storage request.</summary>
    Task PutAsync(SourceLook look, CancellationToken cancellation);
}
