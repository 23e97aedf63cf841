using System.Text;
using CsvHelper;

namespace RegionSud.AiWorkflow.Edge.Evaluations;

/// <summary>Reads results from a CSV file: a measure, by its id or its name, and its value on each line. Pure.</summary>
public static class ResultsCsv
{
    private const int MostLines = 100;

    private static readonly string[] Headers = ["mesure", "measure"];

    static ResultsCsv() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>
    /// The values as written, or a French sentence that says what is wrong with the file as a whole. Semicolons, commas or tabulations; a line of headers
    /// is left out. A decimal comma between commas is refused: it would be read as another value.
    /// </summary>
    public static (IReadOnlyList<KeyValuePair<string, string>> Values, string? Problem) Read(ReadOnlyMemory<byte> content)
    {
        if (content.Span.Contains((byte)0))
            return ([], "Ce fichier n’est pas un CSV. Enregistrez-le en .csv, puis envoyez-le à nouveau.");
        var text = TextOf(content.Span);
        var separator = SeparatorIn(text);
        var values = new List<KeyValuePair<string, string>>();
        try
        {
            using var csv = CsvReader.Create(
                new StringReader(text), new CsvReaderOptions { Separator = separator, HasHeader = false, TrimWhitespace = true, MalformedData = CsvMalformedDataHandling.Throw }, leaveOpen: false);
            while (csv.Read())
            {
                if (csv.RowNumber > MostLines)
                    return ([], $"Ce fichier a plus de {MostLines} lignes. Gardez une ligne par mesure.");
                var cells = Enumerable.Range(0, csv.FieldCount).Select(csv.GetString).ToList();
                while (cells.Count > 2 && cells[^1].Length == 0)
                    cells.RemoveAt(cells.Count - 1);
                if (cells.TrueForAll(cell => cell.Length == 0) || (values.Count == 0 && Headers.Contains(cells[0].Trim().ToLowerInvariant())))
                    continue;
                if (cells.Count != 2)
                {
                    return ([], separator == ',' && cells.Count > 2
                        ? $"La ligne {csv.RowNumber} a plus de deux colonnes. Entre virgules, écrivez 0.93, ou \"0,93\" entre guillemets, ou séparez par des points-virgules."
                        : $"La ligne {csv.RowNumber} n’a pas deux colonnes. Écrivez une mesure et sa valeur par ligne\u00a0: mesure;valeur.");
                }

                values.Add(new(cells[0], cells[1]));
            }
        }
        catch (CsvFormatException)
        {
            return ([], "Ce fichier ne peut pas être lu\u00a0: des guillemets n’y sont pas fermés. Corrigez-le, puis envoyez-le à nouveau.");
        }

        return values.Count == 0 ? ([], "Ce fichier ne contient aucune valeur. Écrivez une mesure et sa valeur par ligne\u00a0: mesure;valeur.") : (values, null);
    }

    // Excel in French writes semicolons; what other programs write is seen on the first line that has something.
    private static char SeparatorIn(string text)
    {
        var first = text.Split('\n', '\r').FirstOrDefault(line => line.Trim().Length > 0) ?? "";
        return first.Contains(';', StringComparison.Ordinal) ? ';' : first.Contains('\t', StringComparison.Ordinal) ? '\t' : ',';
    }

    private static string TextOf(ReadOnlySpan<byte> content)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content).TrimStart('\ufeff');
        }
        catch (DecoderFallbackException)
        {
            return Encoding.GetEncoding(1252).GetString(content);
        }
    }
}
