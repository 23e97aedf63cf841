namespace RegionSud.AiWorkflow.Step3Arbitration;

/// <summary>Weights that the DGS saved.</summary>
/// <param name="Version"><c>2026-2.dgs-3</c>: of the file that they began from, and their number.</param>
/// <param name="Number">From 1, never given twice.</param>
/// <param name="At">When.</param>
/// <param name="By">Directory id of who saved them.</param>
/// <param name="Reason">As typed.</param>
/// <param name="Criteria">Per cent, per criterion; those of one score sum to 100.</param>
public sealed record SavedWeights(
    string Version, int Number, DateTimeOffset At, string By, string Reason, IReadOnlyDictionary<string, decimal> Criteria)
{
    /// <summary>What optimistic writing compares; the store's business.</summary>
    public string? ETag { get; init; }
}
