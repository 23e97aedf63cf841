using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RegionSud.AiWorkflow.Cases;

/// <summary>The hash chain of a journal: each entry carries the hash of the one before.</summary>
public static class Chain
{
    /// <summary>What the first entry has before it.</summary>
    public static readonly string Origin = new('0', 64);

    /// <summary>
    /// SHA-256, in lower-case hexadecimal, of the previous hash, case, sequence number, time (UTC, to the tick), type, actor, key and
    /// data, one a line. None of the fields but the last can hold a line feed, so that no two entries give one text.
    /// </summary>
    public static string HashOf(CaseId id, string previousHash, long seq, DateTimeOffset at, string type, string actor, string key, string data)
    {
        var text = string.Join('\n', previousHash, id.Value, seq.ToString(CultureInfo.InvariantCulture),
            at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), type, actor, key, data);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Links a new entry to the chain.</summary>
    public static JournalEntry Link(CaseId id, string previousHash, long seq, DateTimeOffset at, Fact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        var (type, data) = CaseEventJson.Write(fact.Event);
        return new JournalEntry(seq, at, type, fact.Actor, fact.Key, data, previousHash,
            HashOf(id, previousHash, seq, at, type, fact.Actor, fact.Key, data));
    }

    /// <summary>The first entry, of those given in order from the first one, that does not hold; null when all hold.</summary>
    public static BrokenLink? FirstBroken(CaseId id, IEnumerable<JournalEntry> entries)
    {
        var (expected, previous) = (1L, Origin);
        foreach (var entry in entries)
        {
            if (entry.Seq != expected)
                return new BrokenLink(expected, $"entry {expected} is missing: entry {entry.Seq} comes in its place");
            if (entry.PreviousHash != previous)
                return new BrokenLink(entry.Seq, "it does not name the hash of the entry before");
            if (entry.Hash != HashOf(id, entry.PreviousHash, entry.Seq, entry.At, entry.Type, entry.Actor, entry.Key, entry.Data))
                return new BrokenLink(entry.Seq, "its content does not give its hash");
            (expected, previous) = (expected + 1, entry.Hash);
        }

        return null;
    }
}

/// <summary>Where a chain breaks.</summary>
public sealed record BrokenLink(long Seq, string Why);
