using System.Globalization;
using System.Text;
using Azure.Data.Tables;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>
/// Texts that may be over what one property holds (32 Ki UTF-16 characters) are cut into <c>Name0</c>, <c>Name1</c>… A row holds 1 MiB:
/// that is where the limits on the number of pieces come from.
/// </summary>
internal static class LongText
{
    /// <summary>Characters of one piece, some under the limit.</summary>
    public const int Piece = 30_000;

    /// <summary>Writes a text into an entity.</summary>
    /// <exception cref="ArgumentException">The text is over <paramref name="pieces"/> × <see cref="Piece"/> characters; it says so.</exception>
    public static void Write(TableEntity entity, string name, string text, int pieces)
    {
        var index = 0;
        for (var start = 0; start < text.Length || index == 0; index++)
        {
            if (index == pieces)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"{name} of row '{entity.RowKey}' has {text.Length} characters; a row takes at most {pieces * Piece}."));
            }

            var length = Math.Min(Piece, text.Length - start);
            // A pair cut in two would come back as two replacement characters.
            if (start + length < text.Length && char.IsHighSurrogate(text[start + length - 1]))
                length--;
            entity[Name(name, index)] = text.Substring(start, length);
            start += length;
        }
    }

    /// <summary>Reads it back; empty when there is none.</summary>
    public static string Read(TableEntity entity, string name)
    {
        var first = entity.GetString(Name(name, 0)) ?? "";
        if (!entity.ContainsKey(Name(name, 1)))
            return first;
        var text = new StringBuilder(first);
        for (var index = 1; entity.GetString(Name(name, index)) is { } piece; index++)
            text.Append(piece);
        return text.ToString();
    }

    private static string Name(string name, int index) => string.Create(CultureInfo.InvariantCulture, $"{name}{index}");
}
