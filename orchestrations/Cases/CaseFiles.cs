using System.Security.Cryptography;
using System.Text.Json;
using RegionSud.AiWorkflow.Acceptance;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Register;
using RegionSud.AiWorkflow.Step1Need;

namespace RegionSud.AiWorkflow.Cases;

/// <summary>A case with its texts, as a person reads it.</summary>
/// <param name="Case">The state.</param>
/// <param name="Answers">Latest answers, per form id; an erased document is left out.</param>
/// <param name="Decisions">Words of the latest decision of each kind of task, by its <see cref="DecisionRef.PlaceOf"/>; likewise.</param>
public sealed record CaseFile(UseCase Case, IReadOnlyDictionary<string, Answers> Answers, IReadOnlyDictionary<string, DecisionText> Decisions)
{
    /// <summary>Answers that a machine made out and that a person has still to confirm, per form id.</summary>
    public IReadOnlyDictionary<string, Answers> Proposals { get; init; } = new Dictionary<string, Answers>();

    /// <summary>Lines of the cases whose need looks like this one's, the most alike first.</summary>
    public IReadOnlyList<CaseLine> Alike { get; init; } = [];

    /// <summary>The acceptance measures with what was measured; null while there is no plan, or once it was erased.</summary>
    public AcceptanceFile? Acceptance { get; init; }

    /// <summary>The need's title, or the number.</summary>
    public string Title => Answers.GetValueOrDefault("need")?["title"] ?? Case.Id.Value;

    /// <summary>The words of one of the case's decisions; null when they were erased.</summary>
    public DecisionText? WordsOf(DecisionRef decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return Decisions.GetValueOrDefault(DecisionRef.PlaceOf(decision.Kind, decision.TaskId));
    }

    /// <summary>What the rules say of the use on a day; null while the characterisation sheet is not answered.</summary>
    public Assessment? AssessOn(CharterRules rules, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return Answers.GetValueOrDefault(Assessment.Sheet) is { } sheet
            ? Assessment.Of(
                rules,
                FormMigrating.Migrate(rules.Forms[Assessment.Sheet], sheet).Answers.Texts,
                day,
                fact => Case.FactsByForm.Any(form => form.Key != Assessment.Sheet && form.Value.Contains(fact)),
                place => place.Split('.') is [var form, var question] && Answers.GetValueOrDefault(form)?[question] is not null)
            : null;
    }
}

/// <summary>Reads and writes case files: journal first, then the projections.</summary>
public sealed class CaseFiles(ICaseJournal journal, IDocuments documents, ICaseLists lists)
{
    private const string Json = "application/json";
    private const int FirstEntries = 30;

    /// <summary>The case, or null.</summary>
    public Task<UseCase?> FindAsync(CaseId id, CancellationToken cancellation) => journal.FindAsync(id, cancellation);

    /// <exception cref="InvalidOperationException">There is no such case.</exception>
    public async Task<UseCase> GetAsync(CaseId id, CancellationToken cancellation) =>
        await journal.FindAsync(id, cancellation) ?? throw new InvalidOperationException($"There is no case {id}.");

    /// <summary>
    /// The case with its texts: one table read, one blob read per document and one table read per case that looks like it, side by side. A case with acceptance
    /// measures has up to three documents more.
    /// </summary>
    public async Task<CaseFile?> OpenAsync(CaseId id, CancellationToken cancellation)
    {
        if (await journal.FindAsync(id, cancellation) is not { } useCase)
            return null;
        var answers = await Task.WhenAll(useCase.Answers.Select(async pair => (pair.Key, Value: await ReadAsync<Answers>(id, pair.Value.Document, cancellation))));
        var decisions = await Task.WhenAll(useCase.Decisions.Select(async pair => (pair.Key, Value: await ReadAsync<DecisionText>(id, pair.Value.Document, cancellation))));
        var proposals = await Task.WhenAll(useCase.Answers.Where(pair => pair.Value.Proposals is not null)
            .Select(async pair => (pair.Key, Value: await ReadAsync<Answers>(id, pair.Value.Proposals!, cancellation))));
        var alike = await Task.WhenAll(useCase.Alike.Select(other => lists.FindAsync(other.CaseId, cancellation)));
        return new CaseFile(
            useCase,
            answers.Where(a => a.Value is not null).ToDictionary(a => a.Key, a => a.Value!),
            decisions.Where(d => d.Value is not null).ToDictionary(d => d.Key, d => d.Value!))
        {
            Alike = [.. alike.OfType<CaseLine>()],
            Proposals = proposals.Where(p => p.Value is not null).ToDictionary(p => p.Key, p => p.Value!),
            Acceptance = await AcceptanceAsync(useCase, cancellation),
        };
    }

    /// <summary>The acceptance measures with what was measured; null while there is no plan, or once it was erased. No request without a plan, else one to three blob reads side by side.</summary>
    public async Task<AcceptanceFile?> AcceptanceAsync(UseCase useCase, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        if (useCase.Acceptance is not { } known)
            return null;
        var (before, now) = (ReportedAsync(useCase.Id, known.BeforeOn(useCase.Models), cancellation), ReportedAsync(useCase.Id, known.NowOn(useCase.Models), cancellation));
        var plan = await ReadAsync<AcceptancePlan>(useCase.Id, known.Plan, cancellation);
        var (was, newest) = (await before, await now);
        return plan is null ? null : new AcceptanceFile(plan, known.PlannedAt, was, newest);
    }

    private async Task<ReportedResults?> ReportedAsync(CaseId id, EvaluationRef? report, CancellationToken cancellation) =>
        report is null ? null : new ReportedResults(report, await ReadAsync<AcceptanceResults>(id, report.Document, cancellation));

    /// <summary>What arrived with the need; empty in cases older than its keeping, or once erased. One table read and one blob read.</summary>
    public async Task<IReadOnlyList<ReceivedFile>> ReceivedAsync(CaseId id, CancellationToken cancellation) =>
        await FindEntryAsync(id, DepositDesk.FilesKey, cancellation) is { Event: CaseEvent.DocumentsReceived received }
            ? (await ReadAsync<ReceivedFiles>(id, received.Manifest, cancellation))?.Files ?? []
            : [];

    /// <summary>Why documents of the deposit were not read, per SHA-256. One table read: they stand among the first entries.</summary>
    public async Task<IReadOnlyDictionary<string, string>> UnreadAsync(CaseId id, CancellationToken cancellation) =>
        (await journal.ReadAsync(id, 0, FirstEntries, cancellation)).Select(entry => entry.Event).OfType<CaseEvent.DocumentUnread>()
        .DistinctBy(unread => unread.Document.Sha256).ToDictionary(unread => unread.Document.Sha256, unread => unread.Cause, StringComparer.Ordinal);

    /// <summary>The entry under a key, or null.</summary>
    public Task<JournalEntry?> FindEntryAsync(CaseId id, string key, CancellationToken cancellation) => journal.FindEntryAsync(id, key, cancellation);

    /// <summary>Appends facts, then brings the lists up to date. A second call appends nothing and mends the lists.</summary>
    public async Task<UseCase> RecordAsync(CaseId id, IReadOnlyList<Fact> facts, CancellationToken cancellation) =>
        (await TryRecordAsync(id, facts, null, cancellation)).Case;

    /// <summary>
    /// Appends facts and leaves the lists as they are: for whoever is followed at once by another write of the same case, which brings them up to date.
    /// Two storage requests.
    /// </summary>
    public async Task<UseCase> AppendAsync(CaseId id, IReadOnlyList<Fact> facts, CancellationToken cancellation) =>
        (await journal.AppendAsync(id, facts, null, cancellation)).Case;

    /// <summary>
    /// Appends what follows from the case as it stands, see <see cref="ICaseJournal.AppendAsync(CaseId, Func{UseCase, Task{IReadOnlyList{Fact}}}, CancellationToken)"/>, and leaves the lists as
    /// they are. Two storage requests, one when nothing follows.
    /// </summary>
    public Task<Appended> DecideAsync(CaseId id, Func<UseCase, Task<IReadOnlyList<Fact>>> decide, CancellationToken cancellation) =>
        journal.AppendAsync(id, decide, cancellation);

    /// <summary>Appends facts, then brings the lists up to date, unless the file has another version than expected.</summary>
    public async Task<Appended> TryRecordAsync(CaseId id, IReadOnlyList<Fact> facts, long? expectedFileVersion, CancellationToken cancellation)
    {
        var appended = await journal.AppendAsync(id, facts, expectedFileVersion, cancellation);
        if (!appended.Conflict)
            await ProjectAsync(appended.Case, cancellation);
        return appended;
    }

    /// <summary>Brings the lists up to date with a case.</summary>
    public async Task ProjectAsync(UseCase useCase, CancellationToken cancellation) =>
        await lists.PutAsync(CaseLineProjection.Of(useCase, await AnswersAsync(useCase, "need", cancellation)), cancellation);

    /// <summary>The latest answers to a form; null when there are none or they were erased.</summary>
    public async Task<Answers?> AnswersAsync(UseCase useCase, string form, CancellationToken cancellation) =>
        useCase.Answers.TryGetValue(form, out var known) ? await ReadAsync<Answers>(useCase.Id, known.Document, cancellation) : null;

    /// <summary>Stores a text document.</summary>
    public Task<DocumentRef> WriteAsync<T>(CaseId id, T value, CancellationToken cancellation) =>
        documents.PutAsync(id, JsonSerializer.SerializeToUtf8Bytes(value, CaseEventJson.Options), Json, cancellation);

    /// <summary>Stores a file that somebody sent, as it is.</summary>
    public Task<DocumentRef> KeepAsync(CaseId id, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellation) =>
        documents.PutAsync(id, content, contentType, cancellation);

    /// <summary>Reads a text document; null when it was erased.</summary>
    public async Task<T?> ReadAsync<T>(CaseId id, DocumentRef document, CancellationToken cancellation)
        where T : class =>
        await documents.GetAsync(id, document, cancellation) is { } content ? JsonSerializer.Deserialize<T>(content.Span, CaseEventJson.Options) : null;

    /// <summary>The bytes of a document; null when it was erased.</summary>
    public Task<ReadOnlyMemory<byte>?> ReadBytesAsync(CaseId id, DocumentRef document, CancellationToken cancellation) =>
        documents.GetAsync(id, document, cancellation);

    /// <summary>A new salt for a text document, see <see cref="Charter.Forms.Answers.Salt"/>.</summary>
    public static string NewSalt() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
