using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>Partition and row keys: Tables forbid <c>/ \ # ?</c> and control characters, and hold 1 KiB a key.</summary>
internal static class TableKey
{
    private const int LastYear = 9999;
    private const int LastNumber = 999_999_999;

    /// <summary>
    /// Letters, digits, '.', '-' and ':' as they are, every other byte of the UTF-8 text as <c>_xx</c> ('_' too, so that two texts never
    /// give one key).
    /// </summary>
    public static string Escape(string text)
    {
        var key = new StringBuilder(text.Length);
        foreach (var unit in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)unit) || unit is (byte)'.' or (byte)'-' or (byte)':')
                key.Append((char)unit);
            else
                key.Append('_').Append(unit.ToString("x2", CultureInfo.InvariantCulture));
        }

        return key.ToString();
    }

    /// <summary>SHA-256 in lower-case hexadecimal: for keys whose text must not be read off the table, or may be long.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Rows come in the order of their keys: year and number are turned round, so that the newest case comes first.</summary>
    public static string NewestFirst(CaseId id)
    {
        var parts = id.Value.Split('-');
        var year = int.Parse(parts[1], CultureInfo.InvariantCulture);
        var number = int.Parse(parts[2], CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{LastYear - year:D4}{LastNumber - number:D9}");
    }
}
