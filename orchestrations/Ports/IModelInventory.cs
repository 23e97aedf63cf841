using RegionSud.AiWorkflow.Models;

namespace RegionSud.AiWorkflow.Ports;

/// <summary>The inventory of models that the region's solutions use (clauses 4.1.4-b, 5.6-b).</summary>
public interface IModelInventory
{
    Task<ModelRecord?> FindAsync(string modelId, CancellationToken cancellation);

    /// <summary>All of them: a small table, one request.</summary>
    Task<IReadOnlyList<ModelRecord>> AllAsync(CancellationToken cancellation);

    /// <summary>Writes the record under its ETag.</summary>
    /// <param name="record">The new record.</param>
    /// <param name="known">The record as it was read, null for a new one.</param>
    /// <returns>False when somebody else changed it meanwhile: nothing is written.</returns>
    Task<bool> PutAsync(ModelRecord record, ModelRecord? known, CancellationToken cancellation);
}
