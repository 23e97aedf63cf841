using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>The head row of a journal: the case as its entries give it, and the end of its chain.</summary>
internal sealed record JournalHead(UseCase Case, string Hash, ETag ETag);

/// <summary>A key row: where a fact was recorded, and by which call, so that a call whose answer was lost finds its own writing.</summary>
internal sealed record JournalKey(long Seq, string Append);

/// <summary>The shapes of the rows of table <c>cases</c>: <c>head</c>, <c>e-000000042</c> (entries), <c>k-…</c> (keys).</summary>
internal static class JournalRows
{
    public const string Head = "head";

    /// <summary>Twelve pieces are 720 kB: the head stays under the row's 1 MiB.</summary>
    private const int HeadPieces = 12;

    private const int KeyLength = 200;

    private static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_:");

    /// <summary>Nine digits: rows are read in the order of their keys as texts.</summary>
    public static string EntryKey(long seq) => string.Create(CultureInfo.InvariantCulture, $"e-{seq:D9}");

    /// <exception cref="ArgumentException">The key is empty, too long or has other characters than <see cref="Fact.Key"/> allows.</exception>
    public static string KeyKey(string key) =>
        key.Length is > 0 and <= KeyLength && !key.AsSpan().ContainsAnyExcept(KeyCharacters)
            ? "k-" + key
            : throw new ArgumentException($"'{key}' is not a key of a fact: 1 to {KeyLength} letters, digits, '.', '-', '_' or ':'.", nameof(key));

    public static TableEntity Of(UseCase useCase, string hash)
    {
        var row = new TableEntity(useCase.Id.Value, Head) { ["Seq"] = useCase.Version, ["Hash"] = hash };
        LongText.Write(row, "State", JsonSerializer.Serialize(useCase, CaseEventJson.Options), HeadPieces);
        return row;
    }

    public static JournalHead ReadHead(TableEntity row) => new(
        JsonSerializer.Deserialize<UseCase>(LongText.Read(row, "State"), CaseEventJson.Options)
            ?? throw new InvalidDataException($"The head of {row.PartitionKey} is empty."),
        Text(row, "Hash"),
        row.ETag);

    /// <exception cref="ArgumentException">The data is over what a property holds: long texts are documents.</exception>
    public static TableEntity Of(CaseId id, JournalEntry entry)
    {
        if (entry.Data.Length > LongText.Piece)
            throw new ArgumentException($"The entry under '{entry.Key}' has {entry.Data.Length} characters; at most {LongText.Piece}: put texts in a document.");
        return new TableEntity(id.Value, EntryKey(entry.Seq))
        {
            ["Seq"] = entry.Seq,
            // As text: the hash is of the exact tick, whatever the store's own date type keeps.
            ["At"] = entry.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["Type"] = entry.Type,
            ["Actor"] = entry.Actor,
            ["Key"] = entry.Key,
            ["Data"] = entry.Data,
            ["PreviousHash"] = entry.PreviousHash,
            ["Hash"] = entry.Hash,
        };
    }

    public static JournalEntry ReadEntry(TableEntity row) => new(
        Number(row, "Seq"),
        DateTimeOffset.Parse(Text(row, "At"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        Text(row, "Type"), Text(row, "Actor"), Text(row, "Key"), Text(row, "Data"), Text(row, "PreviousHash"), Text(row, "Hash"));

    public static TableEntity KeyOf(CaseId id, JournalEntry entry, string append) =>
        new(id.Value, KeyKey(entry.Key)) { ["Seq"] = entry.Seq, ["Append"] = append };

    public static JournalKey ReadKey(TableEntity row) => new(Number(row, "Seq"), Text(row, "Append"));

    // A property that is missing comes back empty: a tampered row must reach the check of the chain, which names it.
    private static string Text(TableEntity row, string name) => row.GetString(name) ?? "";

    private static long Number(TableEntity row, string name) => row.GetInt64(name) ?? 0;
}
