using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>A need that somebody has begun to type.</summary>
/// <param name="Nonce">See <see cref="Intake.PageForm.Nonce"/>.</param>
public sealed record NeedDraft(string? Direction, string? Courriel, IReadOnlyDictionary<string, string> Values, string Nonce);

/// <summary>
/// What people have typed in a long form and not sent yet: container <c>drafts</c>, one blob per task and person, or per need begun. No part of a case: nobody
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

    /// <summary>Keeps a need that is not handed in yet, unless somebody else has kept it since it was shown. One request.</summary>
    /// <param name="mark">Unguessable, of 32 hexadecimal digits: whoever knows it may go on.</param>
    /// <param name="seen">Tag of the draft that was shown; null for a new one.</param>
    /// <returns>False when it was changed since, or is gone: nothing is written.</returns>
    public Task<bool> SaveNeedAsync(string mark, NeedDraft draft, string? seen, CancellationToken cancellation) =>
        TaggedBlob.TrySaveAsync(NeedOf(mark), draft, seen, cancellation);

    /// <summary>The draft of a need, and its tag; null when there is none any more. One request.</summary>
    public Task<(NeedDraft Draft, string Tag)?> FindNeedAsync(string mark, CancellationToken cancellation) => TaggedBlob.FindAsync<NeedDraft>(NeedOf(mark), cancellation);

    /// <summary>Forgets the draft of a need that was handed in. One request.</summary>
    public async Task ForgetNeedAsync(string mark, CancellationToken cancellation) => await NeedOf(mark).DeleteIfExistsAsync(cancellationToken: cancellation);

    private BlobClient NeedOf(string mark) => container.GetBlobClient($"besoin/{mark}.json");

    private BlobClient BlobOf(string taskId, string person) => container.GetBlobClient($"{taskId}/{person}.json");
}
