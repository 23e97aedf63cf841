using System.Data;
using System.Globalization;
using System.Text;
using MiniExcelLibs;
using MiniExcelLibs.Csv;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Adapters.Forms;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Admin.TakeOver;

/// <summary>One line of the file.</summary>
/// <param name="Number">As a spreadsheet numbers it: the headers are line 1.</param>
/// <param name="Cells">Per id of a column; empty cells are left out.</param>
public sealed record StockLine(int Number, IReadOnlyDictionary<string, string> Cells);

/// <summary>Reads a file of existing uses, XLSX or CSV, and makes its template. Pure.</summary>
public static class StockFile
{
    private const int MostLines = 1000;
    private const int LongestCell = 20_000;

    private static readonly char[] Separators = [';', ',', '\t'];

    static StockFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The lines, or a French sentence that says what is wrong with the file as a whole.</summary>
    public static (IReadOnlyList<StockLine> Lines, string? Problem) Read(ReadOnlyMemory<byte> content, IReadOnlyList<StockColumn> columns, FileLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        List<IDictionary<string, object?>> rows;
        try
        {
            rows = Rows(content, limits);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The readers throw whatever the damage makes them stumble on.
            return ([], "Ce fichier ne peut pas être lu. Enregistrez-le en .xlsx ou en .csv, sans macro ni mot de passe, puis envoyez-le à nouveau.");
        }

        if (rows.Count == 0)
            return ([], "Ce fichier est vide. Prenez le modèle, remplissez une ligne par usage, puis envoyez-le.");
        if (rows.Count > MostLines + 1)
            return ([], $"Ce fichier a plus de {MostLines.ToString("N0", CultureInfo.GetCultureInfo("fr-FR"))} lignes. Partagez-le en plusieurs fichiers.");
        var named = rows[0].Select(cell => (cell.Key, Column: StockColumns.Find(columns, TextOf(cell.Value)))).Where(cell => cell.Column is not null).DistinctBy(cell => cell.Column!.Id).ToList();
        var missing = columns.Where(column => column.Required && !named.Exists(cell => cell.Column == column)).Select(column => $"«\u00a0{column.Header}\u00a0»").ToList();
        if (missing.Count > 0)
            return ([], $"Il manque {(missing.Count == 1 ? "la colonne" : "les colonnes")} {string.Join(", ", missing)}. La première ligne doit porter les titres du modèle.");
        var lines = rows.Skip(1).Select((row, index) => new StockLine(
            index + 2,
            named.Select(cell => (cell.Column!.Id, Text: TextOf(row[cell.Key]))).Where(cell => cell.Text.Length > 0).ToDictionary(cell => cell.Id, cell => cell.Text, StringComparer.Ordinal)));
        List<StockLine> filled = [.. lines.Where(line => line.Cells.Count > 0)];
        return filled.Count == 0 ? ([], "Ce fichier n’a que ses titres. Remplissez une ligne par usage, puis envoyez-le.") : (filled, null);
    }

    /// <summary>The template as a workbook: the columns, and a sheet that says what goes where.</summary>
    public static byte[] Template(IReadOnlyList<StockColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        using var uses = new DataTable("Usages") { Locale = CultureInfo.InvariantCulture };
        foreach (var column in columns)
            uses.Columns.Add(column.Header);
        using var help = new DataTable("Aide") { Locale = CultureInfo.InvariantCulture };
        help.Columns.AddRange([new DataColumn("Colonne"), new DataColumn("À remplir"), new DataColumn("Ce qu’il faut écrire")]);
        foreach (var column in columns)
            help.Rows.Add(column.Header, column.Required ? "toujours" : "si vous le savez", column.Help);
        using var stream = new MemoryStream();
        using var sheets = new DataSet { Locale = CultureInfo.InvariantCulture };
        sheets.Tables.Add(uses);
        sheets.Tables.Add(help);
        stream.SaveAs(sheets);
        return stream.ToArray();
    }

    private static List<IDictionary<string, object?>> Rows(ReadOnlyMemory<byte> content, FileLimits limits)
    {
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        if (content.Span.StartsWith("PK\u0003\u0004"u8))
        {
            OfficePackage.Check(content, limits);
            return [.. stream.Query(useHeaderRow: false, excelType: ExcelType.XLSX).Take(MostLines + 2).Cast<IDictionary<string, object?>>()];
        }

        if (content.Span[..Math.Min(content.Length, 4096)].Contains((byte)0))
            throw new FormUnreadableException(UnreadableCause.NotOurForm, "The file is neither a workbook nor a text.");
        var encoding = IsUtf8(content.Span) ? Encoding.UTF8 : Encoding.GetEncoding(1252);
        var csv = new CsvConfiguration { Seperator = SeparatorIn(encoding.GetString(content.Span)), ReadLineBreaksWithinQuotes = true, StreamReaderFunc = text => new StreamReader(text, encoding) };
        return [.. stream.Query(useHeaderRow: false, excelType: ExcelType.CSV, configuration: csv).Take(MostLines + 2).Cast<IDictionary<string, object?>>()];
    }

    // Excel in French writes semicolons; what other programs write is seen in the headers.
    private static char SeparatorIn(string text) =>
        Separators.MaxBy(separator => text.TakeWhile(c => c is not ('\n' or '\r')).Count(c => c == separator));

    private static bool IsUtf8(ReadOnlySpan<byte> content)
    {
        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(content);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static string TextOf(object? cell) => WorkbookCell.TextOf(cell) is { Length: > LongestCell } text ? text[..LongestCell] : WorkbookCell.TextOf(cell);
}
