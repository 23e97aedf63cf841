using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Models;

/// <summary>The records of the models that a case uses.</summary>
public static class ModelsInUse
{
    /// <summary>Those that the inventory has: one storage request each.</summary>
    public static async Task<IReadOnlyList<ModelRecord>> UsedByAsync(this IModelInventory inventory, UseCase useCase, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(useCase);
        return [.. (await Task.WhenAll(useCase.Models.Select(model => inventory.FindAsync(model.ModelId, cancellation)))).OfType<ModelRecord>()];
    }
}
