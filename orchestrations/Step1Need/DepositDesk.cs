using System.Security.Cryptography;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Step1Need;

/// <summary>A need as it arrived, checked.</summary>
/// <param name="Channel">See <see cref="CaseEvent.NeedDeposited"/>.</param>
/// <param name="Form">The form, or what stands for it. Its bytes are the deposit's fingerprint: the same form again is the same need.</param>
/// <param name="Directorate">Id of the directorate.</param>
/// <param name="Email">The requester's address.</param>
public sealed record Deposit(string Channel, DepositedFile Form, string Directorate, string Email)
{
    /// <summary>What came along with the form: kept with the case, not read.</summary>
    public IReadOnlyList<DepositedFile> Enclosures { get; init; } = [];
}

/// <summary>What a deposit gave.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="IsNew">False when the same document had opened it before.</param>
public sealed record DepositReceipt(CaseId CaseId, bool IsNew);

/// <summary>
/// The front desk: one document, one case, however often it is handed in. The journal is written first; whoever calls it starts the
/// lifecycle afterwards, and if nobody does, the sweep will.
/// </summary>
public sealed class DepositDesk(CaseFiles files, IDocuments documents, IDeposits deposits, IPeople people, IWakes wakes)
{
    /// <summary>Key of the first entry of every journal.</summary>
    public const string Key = "deposited";

    /// <summary>Key of the entry that says which files came with the deposit.</summary>
    public const string FilesKey = "deposited-files";

    /// <summary>Takes a need in. Handing in the same bytes again finds the first case and completes what a crash had left undone.</summary>
    /// <param name="today">In Paris: its year is the case number's.</param>
    public Task<DepositReceipt> TakeAsync(Deposit deposit, DateOnly today, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(deposit);
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(deposit.Form.Content.Span));
        return TakeAsync(deposit, fingerprint, today, (_, _) => Task.FromResult<IReadOnlyList<Fact>>([]), cancellation);
    }

    /// <summary>The same under a fingerprint that the caller makes, with what else is known of the case from its beginning.</summary>
    /// <param name="also">Written in the same transaction; asked for when the case's number is known.</param>
    public async Task<DepositReceipt> TakeAsync(
        Deposit deposit, string fingerprint, DateOnly today, Func<CaseId, CancellationToken, Task<IReadOnlyList<Fact>>> also, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(deposit);
        ArgumentNullException.ThrowIfNull(also);
        var (id, _) = await deposits.ReserveAsync(fingerprint, today.Year, cancellation);
        if (await files.FindAsync(id, cancellation) is { } known)
        {
            await files.ProjectAsync(known, cancellation);
            return new DepositReceipt(id, false);
        }

        var requester = await people.EnsureAsync(deposit.Email, null, deposit.Directorate, cancellation);
        List<ReceivedFile> received = [];
        foreach (var file in deposit.Enclosures.Prepend(deposit.Form))
            received.Add(new ReceivedFile(file.Name, await documents.PutAsync(id, file.Content, file.ContentType, cancellation)));
        var manifest = await files.WriteAsync(id, new ReceivedFiles(received, CaseFiles.NewSalt()), cancellation);
        var more = await also(id, cancellation);
        await wakes.AnnounceAsync(new Wake(id, Key, id.Value, null), cancellation);
        var appended = await files.TryRecordAsync(
            id,
            [
                new Fact(Key, new CaseEvent.NeedDeposited(deposit.Channel, received[0].Document, fingerprint, deposit.Directorate, requester.Id), requester.Id),
                new Fact(FilesKey, new CaseEvent.DocumentsReceived(deposit.Channel, manifest), requester.Id),
                .. more,
            ],
            null,
            cancellation);
        return new DepositReceipt(id, appended.New.Count > 0);
    }
}
