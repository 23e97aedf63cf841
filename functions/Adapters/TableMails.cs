using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Intake.Mail;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>One mail that came in, and what became of it.</summary>
/// <param name="Key">SHA-256 of its Message-ID, or of its bytes when it has none: the same mail brought again has the same key.</param>
/// <param name="Sha256">Of its bytes: names the copy that is kept.</param>
/// <param name="From">The author's address as the mail says; empty when it says none.</param>
/// <param name="Why">What DTISU wrote when it put the mail aside.</param>
public sealed record KeptMail(
    string Key, string Sha256, DateTimeOffset At, string From, string Subject, MailVerdict Verdict, MailReason Reason, CaseId? CaseId, string? Why = null)
{
    /// <summary>
    /// Whether DTISU must look at it: it was put before them, or a crash left it unsorted and nobody brought it again for a quarter of an hour.
    /// </summary>
    public bool Waits(DateTimeOffset now) => Verdict == MailVerdict.Quarantined || (Verdict == MailVerdict.Received && At < now.AddMinutes(-15));
}

/// <summary>
/// Mails that came in: the bytes in container <c>mails</c>, what became of them on table <c>mails</c>, and how many each sender sent in an hour.
/// Storage requests: keep 3, mark 2 or 3, find 1, read 1, count 2; list 1 and one for each mail shown, however many mails there are.
/// </summary>
/// <remarks>
/// What waits and what was put aside are lists of their own, newest first, that hold keys alone: a list may name a mail that has left it when a
/// crash came between, so each mail is asked what it is. A mail that must be looked at is in the list before it is anything else.
/// </remarks>
public sealed class TableMails(TableServiceClient tables, BlobServiceClient blobs, TimeProvider time)
{
    private const string Partition = "mails";
    private const string WaitingList = "waiting";
    private const string AsideList = "aside";
    private const int MostAttempts = 50;

    private readonly TableClient table = tables.GetTableClient(StorageNames.MailsTable);
    private readonly BlobContainerClient container = blobs.GetBlobContainerClient(StorageNames.MailsContainer);

    /// <summary>Keeps a mail before anything is done with it. A second call finds the first and changes nothing.</summary>
    /// <returns>The mail as it is known: sorted already when it was brought before.</returns>
    public async Task<KeptMail> KeepAsync(KeptMail mail, ReadOnlyMemory<byte> raw, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(mail);
        await container.GetBlobClient(mail.Sha256).UploadAsync(BinaryData.FromBytes(raw), overwrite: true, cancellation);
        try
        {
            await table.AddEntityAsync(Row(mail), cancellation);
        }
        catch (RequestFailedException failure) when (failure.IsConflict())
        {
            mail = await FindAsync(mail.Key, cancellation) ?? throw new InvalidOperationException("A mail was erased while it was kept.");
        }

        if (mail.Verdict == MailVerdict.Received)
            await ListAsync(WaitingList, mail, cancellation);
        return mail;
    }

    /// <summary>Writes down what became of a mail. A second call writes the same.</summary>
    public async Task MarkAsync(KeptMail mail, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(mail);
        if (mail.Verdict is MailVerdict.Dropped or MailVerdict.Discarded)
            await ListAsync(AsideList, mail, cancellation);
        await table.UpsertEntityAsync(Row(mail), TableUpdateMode.Replace, cancellation);
        if (mail.Verdict is not (MailVerdict.Received or MailVerdict.Quarantined))
            await table.DeleteEntityAsync(WaitingList, RowOf(mail), ETag.All, cancellation);
    }

    /// <summary>The mail under a key, or null.</summary>
    public async Task<KeptMail?> FindAsync(string key, CancellationToken cancellation)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(Partition, key, cancellationToken: cancellation);
        return row.HasValue ? Read(row.Value!) : null;
    }

    /// <summary>The bytes of a mail; null once erased.</summary>
    public async Task<ReadOnlyMemory<byte>?> RawAsync(KeptMail mail, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(mail);
        try
        {
            return (await container.GetBlobClient(mail.Sha256).DownloadContentAsync(cancellation)).Value.Content.ToMemory();
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null;
        }
    }

    /// <summary>The newest mails that DTISU must look at.</summary>
    public async Task<IReadOnlyList<KeptMail>> WaitingAsync(int most, CancellationToken cancellation) =>
        [.. (await NewestAsync(WaitingList, most, cancellation)).Where(mail => mail.Waits(time.GetUtcNow()))];

    /// <summary>The newest mails that were dropped or put aside.</summary>
    public async Task<IReadOnlyList<KeptMail>> AsideAsync(int most, CancellationToken cancellation) =>
        [.. (await NewestAsync(AsideList, most, cancellation)).Where(mail => mail.Verdict is MailVerdict.Dropped or MailVerdict.Discarded)];

    /// <summary>Counts one more mail of a sender in the present hour. A mail brought twice counts twice: it is a guard, not a ledger.</summary>
    public async Task<int> CountAsync(string sender, CancellationToken cancellation)
    {
        var partition = $"hour:{time.GetUtcNow().UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture)}";
        var key = Mails.MailSettings.Mark(sender);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var row = await table.GetEntityIfExistsAsync<TableEntity>(partition, key, cancellationToken: cancellation);
            var count = (row.HasValue ? row.Value!.GetInt32("Count") ?? 0 : 0) + 1;
            var next = new TableEntity(partition, key) { ["Count"] = count };
            try
            {
                await (row.HasValue ? table.UpdateEntityAsync(next, row.Value!.ETag, TableUpdateMode.Replace, cancellation) : table.AddEntityAsync(next, cancellation));
                return count;
            }
            catch (RequestFailedException failure) when (failure.IsConflict())
            {
                await StorageErrors.PauseAsync(attempt, cancellation);
            }
        }

        throw new TimeoutException($"A sender's count was written by others during each of {MostAttempts} attempts.");
    }

    /// <summary>
    /// Erases the copies and the rows of mails older than a day that wait for nobody, and old counts. A second run goes on where one stopped. Storage
    /// requests: a page of the table for each 1,000 mails kept, and three or four for each one erased.
    /// </summary>
    /// <param name="most">Mails erased in one run.</param>
    /// <returns>How many were.</returns>
    public async Task<int> ForgetAsync(DateTimeOffset before, int most, CancellationToken cancellation)
    {
        var day = before.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        var hour = $"hour:{before.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture)}";
        var erased = 0;
        // Those that wait are asked after in code: a list of verdicts in the filter would leave out the ones that come to be.
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and At lt {day}"), cancellationToken: cancellation))
        {
            var mail = Read(row);
            if (mail.Verdict is MailVerdict.Received or MailVerdict.Quarantined)
                continue;
            await container.DeleteBlobIfExistsAsync(mail.Sha256, cancellationToken: cancellation);
            await table.DeleteEntityAsync(AsideList, RowOf(mail), ETag.All, cancellation);
            await table.DeleteEntityAsync(Partition, mail.Key, ETag.All, cancellation);
            if (++erased == most)
                return erased;
        }

        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey ge 'hour:' and PartitionKey lt {hour}"), most, cancellationToken: cancellation))
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
        return erased;
    }

    private async Task<IReadOnlyList<KeptMail>> NewestAsync(string list, int most, CancellationToken cancellation)
    {
        var keys = await table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {list}"), most, cancellationToken: cancellation)
            .Take(most).Select(row => row.GetString("Key")).ToListAsync(cancellation);
        return [.. (await Task.WhenAll(keys.Select(key => FindAsync(key, cancellation)))).OfType<KeptMail>()];
    }

    private Task<Response> ListAsync(string list, KeptMail mail, CancellationToken cancellation) =>
        table.UpsertEntityAsync(new TableEntity(list, RowOf(mail)) { ["Key"] = mail.Key }, TableUpdateMode.Replace, cancellation);

    // Newest first.
    private static string RowOf(KeptMail mail) =>
        string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.MaxValue.UtcTicks - mail.At.UtcTicks:D19}-{mail.Key}");

    private static TableEntity Row(KeptMail mail) => new(Partition, mail.Key)
    {
        ["Sha256"] = mail.Sha256,
        ["At"] = mail.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        ["From"] = mail.From,
        ["Subject"] = mail.Subject,
        ["Verdict"] = mail.Verdict.ToString(),
        ["Reason"] = mail.Reason.ToString(),
        ["CaseId"] = mail.CaseId?.Value,
        ["Why"] = mail.Why,
    };

    private static KeptMail Read(TableEntity row) => new(
        row.RowKey,
        row.GetString("Sha256"),
        DateTimeOffset.Parse(row.GetString("At"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        row.GetString("From"),
        row.GetString("Subject"),
        Enum.Parse<MailVerdict>(row.GetString("Verdict")),
        Enum.Parse<MailReason>(row.GetString("Reason")),
        CaseId.TryParse(row.GetString("CaseId"), out var id) ? id : null,
        row.GetString("Why"));
}
