using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>
/// The mails on table <c>outbox</c>, one partition a case, one row a mail: what makes a mail go out once. Those that the mail service did not
/// take have a row in table <c>undelivered</c> too, so that the follow-up finds them without looking through all.
/// </summary>
public sealed class TableOutbox(TableServiceClient tables, TimeProvider time)
{
    // Four pieces each for text and HTML: 480 kB, under the row's 1 MiB.
    private const int TextPieces = 4;
    private const int MostErrorCharacters = 2_000;

    private const string UndeliveredPartition = "undelivered";

    private readonly TableClient table = tables.GetTableClient(StorageNames.OutboxTable);
    private readonly TableClient undelivered = tables.GetTableClient(StorageNames.UndeliveredTable);

    /// <summary>Writes a mail down before it is handed over: one storage request, two when it is there already.</summary>
    /// <returns>
    /// The mail as it stands: the given one when it is new, else the first one, with its texts and its state. What is not
    /// <see cref="MailState.Sent"/> is to be handed over, under its <see cref="OutboxMail.MessageId"/>.
    /// </returns>
    /// <exception cref="ArgumentException">A text is over its limit.</exception>
    public async Task<OutboxMail> TryBeginAsync(OutboxMail mail, CancellationToken cancellation)
    {
        try
        {
            await table.AddEntityAsync(Row(mail), cancellation);
            return mail;
        }
        catch (RequestFailedException failure) when (failure.IsConflict())
        {
            return await FindAsync(mail.CaseId, mail.MailId, cancellation) ?? mail;
        }
    }

    /// <summary>Notes that it was handed over: one storage request, two when it had failed; a second call only moves the time.</summary>
    /// <param name="mail">As <see cref="TryBeginAsync"/> gave it.</param>
    public async Task MarkSentAsync(OutboxMail mail, CancellationToken cancellation)
    {
        // First of the two: who stops in between sends it again, and notes it again if it fails.
        if (mail.State == MailState.Failed)
            await undelivered.DeleteEntityAsync(UndeliveredPartition, UndeliveredRow(mail.CaseId, mail.MailId), ETag.All, cancellation);
        await MarkAsync(mail.CaseId, mail.MailId, new() { ["State"] = nameof(MailState.Sent), ["SentAt"] = Written(time.GetUtcNow()), ["Error"] = "" }, cancellation);
    }

    /// <summary>Notes that it was refused: two storage requests; a second call keeps the later error.</summary>
    /// <param name="failure">Its error is shortened to 2 000 characters.</param>
    /// <param name="attempts">How often it was refused, this time included.</param>
    public Task MarkFailedAsync(UndeliveredMail failure, int attempts, CancellationToken cancellation) => MarkAsync(failure, MailState.Failed, attempts, cancellation);

    /// <summary>Notes that it was taken and came back: likewise.</summary>
    public Task MarkBouncedAsync(UndeliveredMail failure, CancellationToken cancellation) => MarkAsync(failure, MailState.Bounced, null, cancellation);

    private async Task MarkAsync(UndeliveredMail failure, MailState state, int? attempts, CancellationToken cancellation)
    {
        var error = failure.Error.Length > MostErrorCharacters ? failure.Error[..MostErrorCharacters] : failure.Error;
        var row = new TableEntity(UndeliveredPartition, UndeliveredRow(failure.CaseId, failure.MailId))
        {
            ["CaseId"] = failure.CaseId.Value,
            ["MailId"] = failure.MailId,
            ["To"] = failure.To.ToString(),
            ["Since"] = Written(failure.Since),
            ["ForGood"] = failure.ForGood,
            ["Error"] = error,
        };
        await undelivered.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
        var changes = new Dictionary<string, object> { ["State"] = state.ToString(), ["Error"] = error };
        if (attempts is { } count)
            changes["Attempts"] = count;
        await MarkAsync(failure.CaseId, failure.MailId, changes, cancellation);
    }

    /// <summary>Mails that did not go out: one storage request.</summary>
    /// <param name="limit">1 to 500. Of more than that, those of the oldest cases are given.</param>
    public async Task<UndeliveredMails> UndeliveredAsync(int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 500);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {UndeliveredPartition}");
        var mails = await undelivered.QueryAsync<TableEntity>(filter, limit + 1, cancellationToken: cancellation).Take(limit + 1).Select(ReadUndelivered).ToListAsync(cancellation);
        return new UndeliveredMails([.. mails.Take(limit).OrderBy(mail => mail.Since)], mails.Count > limit);
    }

    /// <summary>Notes that it may not go out from this installation: one storage request.</summary>
    /// <param name="reason">Which setting keeps it.</param>
    public Task MarkWithheldAsync(CaseId caseId, string mailId, string reason, CancellationToken cancellation) =>
        MarkAsync(caseId, mailId, new() { ["State"] = nameof(MailState.Withheld), ["Error"] = reason }, cancellation);

    /// <summary>Takes the words of a mail away: one storage request. What remains is that it went, to whom and when.</summary>
    public Task ForgetWordsAsync(CaseId caseId, string mailId, CancellationToken cancellation)
    {
        var gone = new TableEntity();
        LongText.Write(gone, "Text", "", TextPieces);
        LongText.Write(gone, "Html", "", TextPieces);
        return MarkAsync(caseId, mailId, gone.Where(cell => cell.Key is not ("PartitionKey" or "RowKey" or "odata.etag" or "Timestamp")).ToDictionary(cell => cell.Key, cell => cell.Value), cancellation);
    }

    /// <summary>One mail: one point read. Null when it was never begun.</summary>
    public async Task<OutboxMail?> FindAsync(CaseId caseId, string mailId, CancellationToken cancellation)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(caseId.Value, TableKey.Escape(mailId), cancellationToken: cancellation);
        return row.HasValue ? Read(row.Value!) : null;
    }

    /// <summary>The mails of a case, oldest first: one storage request a thousand mails.</summary>
    public async Task<IReadOnlyList<OutboxMail>> ListAsync(CaseId caseId, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {caseId.Value}");
        var mails = await table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation).Select(Read).ToListAsync(cancellation);
        return [.. mails.OrderBy(mail => mail.CreatedAt)];
    }

    /// <summary>Whether one of these Message-IDs (without brackets) is of a mail about the case: one storage request per thousand mails of it.</summary>
    public async Task<bool> HasSentAsync(CaseId caseId, IReadOnlyCollection<string> messageIds, CancellationToken cancellation)
    {
        var wanted = messageIds.Select(id => $"<{id}>").ToHashSet(StringComparer.OrdinalIgnoreCase);
        return await table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {caseId.Value}"), select: ["MessageId"], cancellationToken: cancellation)
            .AnyAsync(row => wanted.Contains(row.GetString("MessageId")), cancellation);
    }

    /// <summary>The mail about a case that has a Message-ID; null when there is none. One storage request per thousand mails of the case.</summary>
    /// <param name="messageId">Without brackets.</param>
    public async Task<string?> MailIdOfAsync(CaseId caseId, string messageId, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {caseId.Value} and MessageId eq {$"<{messageId}>"}");
        var row = await table.QueryAsync<TableEntity>(filter, select: ["MailId"], cancellationToken: cancellation).FirstOrDefaultAsync(cancellation);
        return row?.GetString("MailId");
    }

    /// <summary>Every mail, newest first: it scans the table and is for the outbox page of a laptop alone.</summary>
    public async Task<IReadOnlyList<OutboxMail>> AllAsync(CancellationToken cancellation)
    {
        var mails = await table.QueryAsync<TableEntity>(cancellationToken: cancellation).Select(Read).ToListAsync(cancellation);
        return [.. mails.OrderByDescending(mail => mail.CreatedAt)];
    }

    private Task<Response> MarkAsync(CaseId caseId, string mailId, Dictionary<string, object> changes, CancellationToken cancellation)
    {
        var row = new TableEntity(changes) { PartitionKey = caseId.Value, RowKey = TableKey.Escape(mailId) };
        return table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Merge, cancellation);
    }

    private static TableEntity Row(OutboxMail mail)
    {
        var row = new TableEntity(mail.CaseId.Value, TableKey.Escape(mail.MailId))
        {
            ["MailId"] = mail.MailId,
            ["Recipient"] = mail.Recipient,
            ["To"] = mail.To,
            ["Subject"] = mail.Subject,
            ["Links"] = JsonSerializer.Serialize(mail.Links, CaseEventJson.Options),
            ["State"] = mail.State.ToString(),
            ["MessageId"] = mail.MessageId,
            ["CreatedAt"] = Written(mail.CreatedAt),
            ["SentAt"] = mail.SentAt is { } sent ? Written(sent) : null,
            ["Error"] = mail.Error,
            ["Due"] = mail.Due?.ToString("O", CultureInfo.InvariantCulture),
        };
        LongText.Write(row, "Text", mail.Text, TextPieces);
        LongText.Write(row, "Html", mail.Html, TextPieces);
        return row;
    }

    private static OutboxMail Read(TableEntity row) => new(
        row.GetString("MailId"),
        CaseId.Parse(row.PartitionKey),
        row.GetString("Recipient"),
        row.GetString("To"),
        row.GetString("Subject"),
        LongText.Read(row, "Text"),
        LongText.Read(row, "Html"),
        JsonSerializer.Deserialize<string[]>(row.GetString("Links"), CaseEventJson.Options) ?? [],
        Enum.Parse<MailState>(row.GetString("State")),
        row.GetString("MessageId"),
        Instant(row.GetString("CreatedAt")),
        row.GetString("SentAt") is { } sent ? Instant(sent) : null,
        row.GetString("Error") is { Length: > 0 } error ? error : null)
    {
        Attempts = row.GetInt32("Attempts") ?? 0,
        Due = row.GetString("Due") is { } due ? DateOnly.ParseExact(due, "O", CultureInfo.InvariantCulture) : null,
    };

    private static string UndeliveredRow(CaseId caseId, string mailId) => TableKey.Escape($"{caseId}/{mailId}");

    private static UndeliveredMail ReadUndelivered(TableEntity row) => new(
        CaseId.Parse(row.GetString("CaseId")),
        row.GetString("MailId"),
        Enum.Parse<Role>(row.GetString("To")),
        Instant(row.GetString("Since")),
        row.GetBoolean("ForGood") ?? false,
        row.GetString("Error"));

    // As text, to the tick: what is read back is what was written.
    private static string Written(DateTimeOffset instant) => instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
