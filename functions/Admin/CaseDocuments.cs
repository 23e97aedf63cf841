using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Step1Need;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>A document that arrived with a case, or later by mail.</summary>
/// <param name="Name">As its sender called it.</param>
/// <param name="At">When it arrived.</param>
/// <param name="Unread">Why it was not read (see <see cref="CaseEvent.DocumentUnread"/>); null when it was, or was not to be.</param>
public sealed record ArrivedDocument(string Name, DocumentRef Document, DateTimeOffset At, string? Unread)
{
    /// <summary>Known malware is kept as evidence and handed to nobody.</summary>
    public bool IsMalware => Unread?.StartsWith("Malware.", StringComparison.Ordinal) == true;
}

/// <summary>What people sent about a case, as they sent it.</summary>
public sealed class CaseDocuments(ICaseJournal journal, CaseFiles files, CaseReaders readers, FileHandout handout)
{
    private const int PageLength = 500;

    /// <summary>The list: one table read for each 500 entries of the journal, and one blob for each time that something arrived.</summary>
    [Function("CaseDocumentsPage")]
    [Access]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dossiers/{id}/documents")] HttpRequest request, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (useCase, refusal) = await readers.FindAsync(request.HttpContext, id, cancellation);
        return useCase is null
            ? refusal!
            : Page.Of<CaseDocumentsPage>(new() { [nameof(CaseDocumentsPage.Id)] = useCase.Id.Value, [nameof(CaseDocumentsPage.Documents)] = await ArrivedAsync(useCase.Id, cancellation) });
    }

    /// <summary>
    /// The bytes of one, to be saved and never opened by the browser; 404 for what did not arrive with this case, 410 for what was erased, 403 for malware,
    /// 503 while the malware scan has no verdict.
    /// </summary>
    /// <param name="document">SHA-256.</param>
    [Function("CaseDocument")]
    [Access]
    public async Task<IResult> DownloadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dossiers/{id}/documents/{document}")] HttpRequest request, string id, string document, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        var (useCase, refusal) = await readers.FindAsync(http, id, cancellation);
        if (useCase is null)
            return refusal!;
        if ((await ArrivedAsync(useCase.Id, cancellation)).FirstOrDefault(each => each.Document.Sha256 == document) is not { } found)
            return Refusals.NotFound(http);
        if (found.IsMalware)
            return FileHandout.Dangerous(http);
        return await handout.HandAsync(http, useCase.Id, found.Document, found.Name, cancellation);
    }

    private async Task<IReadOnlyList<ArrivedDocument>> ArrivedAsync(CaseId id, CancellationToken cancellation)
    {
        var (arrived, unread) = (new List<ArrivedDocument>(), new Dictionary<string, string>(StringComparer.Ordinal));
        IReadOnlyList<JournalEntry> page;
        for (var after = 0L; (page = await journal.ReadAsync(id, after, PageLength, cancellation)).Count > 0; after = page[^1].Seq)
        {
            foreach (var entry in page)
            {
                if (entry.Event is CaseEvent.DocumentUnread refused)
                    unread.TryAdd(refused.Document.Sha256, refused.Cause);
                else if (entry.Event is CaseEvent.DocumentsReceived received && await files.ReadAsync<ReceivedFiles>(id, received.Manifest, cancellation) is { } manifest)
                    arrived.AddRange(manifest.Files.Select(file => new ArrivedDocument(file.Name, file.Document, entry.At, null)));
            }

            if (page.Count < PageLength)
                break;
        }

        return [.. arrived.Select(each => each with { Unread = unread.GetValueOrDefault(each.Document.Sha256) })];
    }
}
