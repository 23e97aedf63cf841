namespace RegionSud.AiWorkflow.Models;

/// <summary>What the fan-out of a model's change is started with: ids only.</summary>
/// <param name="ChangeId">See <see cref="ModelVersionChange.Id"/>; also the fan-out's instance id.</param>
/// <param name="ModelId">See <see cref="ModelRecord.Id"/>.</param>
public sealed record ModelChangeInput(string ChangeId, string ModelId);
