using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>A case’s page, and the check of its journal: for the services, its requester and its directorate's head.</summary>
public sealed class CasePages(ICaseJournal journal, CaseReaders readers, CaseViews views)
{
    private const int ChainPage = 500;

    /// <summary>The page of a case. <c>?avant=</c> pages through its timeline.</summary>
    [Function("CasePage")]
    [Access]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dossiers/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (useCase, refusal) = await readers.FindAsync(request.HttpContext, id, cancellation);
        if (useCase is null)
            return refusal!;
        long? before = long.TryParse(request.Query["avant"], NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq : null;
        var view = await views.OpenAsync(useCase.Id, before, cancellation);
        return Page.Of<CasePage>(new()
        {
            [nameof(CasePage.View)] = view,
            [nameof(CasePage.MayHand)] = request.HttpContext.Visitor().Holds(Role.Dtisu),
            [nameof(CasePage.MayTest)] = request.HttpContext.Visitor().Holds(Role.Dsipn, Role.Dtisu, Role.Administrator),
        });
    }

    /// <summary>Checks the whole chain of a journal: one storage request per 500 entries.</summary>
    [Function("CaseVerification")]
    [Access]
    public async Task<IResult> VerifyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dossiers/{id}/verification")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (useCase, refusal) = await readers.FindAsync(request.HttpContext, id, cancellation);
        if (useCase is null)
            return refusal!;
        var entries = new List<JournalEntry>();
        IReadOnlyList<JournalEntry> page;
        do
        {
            page = await journal.ReadAsync(useCase.Id, entries.Count == 0 ? 0 : entries[^1].Seq, ChainPage, cancellation);
            entries.AddRange(page);
        }
        while (page.Count == ChainPage);

        return Page.Of<VerificationPage>(new()
        {
            [nameof(VerificationPage.CaseId)] = useCase.Id.Value,
            [nameof(VerificationPage.Verdict)] = ChainVerdict.Of(useCase, entries),
        });
    }

}

/// <summary>What checking a journal found.</summary>
/// <param name="Entries">How many entries were read.</param>
/// <param name="Broken">Number of the first bad entry; null when all hold.</param>
/// <param name="Why">French: what is wrong with it.</param>
public sealed record ChainVerdict(int Entries, long? Broken, string Why)
{
    /// <summary>Checks the entries against each other and against the case's head: entries cut off at the end break no link, only the count.</summary>
    public static ChainVerdict Of(UseCase useCase, IReadOnlyList<JournalEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        ArgumentNullException.ThrowIfNull(entries);
        if (Chain.FirstBroken(useCase.Id, entries) is { } broken)
        {
            var entry = entries.FirstOrDefault(candidate => candidate.Seq == broken.Seq);
            var why = entry is null ? "elle manque"
                : entry.Hash == Chain.HashOf(useCase.Id, entry.PreviousHash, entry.Seq, entry.At, entry.Type, entry.Actor, entry.Key, entry.Data)
                    ? "elle ne porte pas l’empreinte de l’entrée précédente"
                    : "son contenu ne correspond plus à son empreinte";
            return new ChainVerdict(entries.Count, broken.Seq, why);
        }

        // The head is read first: entries written meanwhile are no fault.
        return entries.Count < useCase.Version
            ? new ChainVerdict(entries.Count, entries.Count + 1, "elle manque, alors que l’état du cas en tient compte")
            : new ChainVerdict(entries.Count, null, "");
    }
}
