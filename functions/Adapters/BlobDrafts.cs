using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>
/// What people have typed in a long form and not sent yet: container <c>drafts</c>, one blob per task and person. No part of the case: nobody
/// else sees it, it proves nothing, and it goes when the decision is taken, or thirty days after the last saving.
/// </summary>
public sealed class BlobDrafts(BlobServiceClient blobs)
{
    private readonly BlobContainerClient container = blobs.GetBlobContainerClient(StorageNames.DraftsContainer);

    /// <summary>Keeps a draft in place of the one before. One request.</summary>
    public async Task SaveAsync(string taskId, string person, Submission draft, CancellationToken cancellation) =>
        await BlobOf(taskId, person).UploadAsync(BinaryData.FromObjectAsJson(draft, JsonSerializerOptions.Web), overwrite: true, cancellation);

    /// <summary>The draft of a person; null without one. One request.</summary>
    public async Task<Submission?> FindAsync(string taskId, string person, CancellationToken cancellation)
    {
        try
        {
            return (await BlobOf(taskId, person).DownloadContentAsync(cancellation)).Value.Content.ToObjectFromJson<Submission>(JsonSerializerOptions.Web);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Forgets a draft, if there is one. One request.</summary>
    public async Task ForgetAsync(string taskId, string person, CancellationToken cancellation) =>
        await BlobOf(taskId, person).DeleteIfExistsAsync(cancellationToken: cancellation);

    private BlobClient BlobOf(string taskId, string person) => container.GetBlobClient($"{taskId}/{person}.json");
}
