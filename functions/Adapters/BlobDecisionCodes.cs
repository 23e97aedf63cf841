using Azure.Storage.Blobs;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>A decision that waits for the code which was mailed for it.</summary>
/// <param name="Submission">As it was sent.</param>
/// <param name="Salt">Hexadecimal, random.</param>
/// <param name="Hash">Hexadecimal: of salt and code, slow to make.</param>
/// <param name="MailedAt">When the code was mailed.</param>
/// <param name="Tries">Wrong codes so far.</param>
public sealed record PendingDecision(Submission Submission, string Salt, string Hash, DateTimeOffset MailedAt, int Tries);

/// <summary>
/// Decisions that wait for their code: container <c>drafts</c>, one blob per task and person. They prove nothing and decide nothing; what is left of them
/// goes with the drafts.
/// </summary>
public sealed class BlobDecisionCodes(BlobServiceClient blobs)
{
    private readonly BlobContainerClient container = blobs.GetBlobContainerClient(StorageNames.DraftsContainer);

    /// <summary>What waits, and its tag; null when nothing does. One request.</summary>
    public Task<(PendingDecision Pending, string Tag)?> FindAsync(string taskId, string person, CancellationToken cancellation) =>
        TaggedBlob.FindAsync<PendingDecision>(BlobOf(taskId, person), cancellation);

    /// <summary>Keeps it, unless another request has changed it since. One request.</summary>
    /// <param name="seen">Its tag as it was read; null when nothing waited.</param>
    /// <returns>False when it was changed: nothing is written.</returns>
    public Task<bool> TrySaveAsync(string taskId, string person, PendingDecision pending, string? seen, CancellationToken cancellation) =>
        TaggedBlob.TrySaveAsync(BlobOf(taskId, person), pending, seen, cancellation);

    /// <summary>Forgets it. One request.</summary>
    public async Task ForgetAsync(string taskId, string person, CancellationToken cancellation) =>
        await BlobOf(taskId, person).DeleteIfExistsAsync(cancellationToken: cancellation);

    private BlobClient BlobOf(string taskId, string person) => container.GetBlobClient($"codes/{taskId}/{person}.json");
}
