namespace RegionSud.AiWorkflow.Models;

/// <summary>A model of the inventory.</summary>
/// <param name="Id">Lower-case letters, digits, '-' and '.', at most 60: chosen by the administrator.</param>
/// <param name="Provider">Who provides it.</param>
/// <param name="Name">The model's name at its provider.</param>
/// <param name="Version">The exact version or snapshot.</param>
/// <param name="UpdatedAt">When this record was last changed.</param>
/// <param name="Changes">Every change of version, oldest first.</param>
public sealed record ModelRecord(
    string Id, string Provider, string Name, string Version, DateTimeOffset UpdatedAt, IReadOnlyList<ModelVersionChange> Changes)
{
    /// <summary>What optimistic writing compares; the store's business.</summary>
    public string? ETag { get; init; }
}

/// <summary>One change of version.</summary>
/// <param name="Id"><c>model-7-gpt-4o</c>: the model's id and the number of the change; also the fan-out's instance id.</param>
/// <param name="By">Directory id or role of who recorded it.</param>
/// <param name="Spread">Whether every case that uses the model has it in its journal.</param>
public sealed record ModelVersionChange(string Id, string From, string To, DateTimeOffset At, string By, bool Spread = false);
