using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Ports;

/// <summary>Which case a document belongs to: what makes a second deposit of it join the first.</summary>
public interface IDeposits
{
    /// <summary>The case of a fingerprint, or null: one storage request.</summary>
    Task<CaseId?> FindAsync(string fingerprint, CancellationToken cancellation);

    /// <summary>The case of a fingerprint; a first call takes the next number of the year, under the counter's ETag.</summary>
    /// <returns>The id, and whether it is new.</returns>
    Task<(CaseId Id, bool IsNew)> ReserveAsync(string fingerprint, int year, CancellationToken cancellation);
}
