using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>What became of a provider's event. The names are kept: add, never rename.</summary>
public enum ModelEventVerdict
{
    /// <summary>The record says it now, or said it already.</summary>
    Noted,

    /// <summary>The inventory has no such model.</summary>
    UnknownModel,

    /// <summary>What it says cannot be: nothing was changed.</summary>
    Unusable,
}

/// <summary>A provider's event that came in.</summary>
/// <param name="Key">SHA-256 of its id: the same event brought again has the same key.</param>
/// <param name="Subject">The model's id as the event says; empty when it cannot be read.</param>
/// <param name="Detail">French: what it said, or what is wrong with it.</param>
/// <param name="Seen">Somebody has looked at it.</param>
public sealed record KeptModelEvent(string Key, DateTimeOffset At, string Subject, ModelEventVerdict Verdict, string Detail, bool Seen = false)
{
    /// <summary>Whether an administrator should look.</summary>
    public bool Waits => Verdict != ModelEventVerdict.Noted && !Seen;
}

/// <summary>Events of providers: partition <c>events</c> of table <c>models</c>. One storage request a call, but for <see cref="ForgetAsync"/>.</summary>
public sealed class TableModelEvents(TableServiceClient tables)
{
    private const string Partition = "events";

    private readonly TableClient table = tables.GetTableClient(StorageNames.ModelsTable);

    /// <summary>The key of an event's id.</summary>
    public static string KeyOf(string id) => TableKey.Hash(id);

    /// <summary>The event under a key, or null.</summary>
    public async Task<KeptModelEvent?> FindAsync(string key, CancellationToken cancellation)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(Partition, key, cancellationToken: cancellation);
        return row.HasValue ? Read(row.Value!) : null;
    }

    /// <summary>Keeps an event, in the place of what was there.</summary>
    public Task KeepAsync(KeptModelEvent kept, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(kept);
        var row = new TableEntity(Partition, kept.Key)
        {
            ["At"] = kept.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["Subject"] = kept.Subject,
            ["Verdict"] = kept.Verdict.ToString(),
            ["Detail"] = kept.Detail,
            ["Waits"] = kept.Waits,
        };
        return table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
    }

    /// <summary>Events that wait for a look, newest first.</summary>
    public async Task<IReadOnlyList<KeptModelEvent>> WaitingAsync(int most, CancellationToken cancellation) =>
        [.. (await table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and Waits eq {true}"), cancellationToken: cancellation)
            .Select(Read).ToListAsync(cancellation)).OrderByDescending(kept => kept.At).Take(most)];

    /// <summary>Erases the events before a day that wait for nobody: whoever brings one again so late is heard again. One request, and one for each that goes.</summary>
    public async Task ForgetAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        var day = before.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and At lt {day} and Waits eq {false}"), cancellationToken: cancellation))
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
    }

    private static KeptModelEvent Read(TableEntity row)
    {
        var verdict = Enum.Parse<ModelEventVerdict>(row.GetString("Verdict"));
        return new KeptModelEvent(
            row.RowKey,
            DateTimeOffset.Parse(row.GetString("At"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
            row.GetString("Subject"),
            verdict,
            row.GetString("Detail"),
            Seen: verdict != ModelEventVerdict.Noted && row.GetBoolean("Waits") == false);
    }
}
