using MiniExcelLibs;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>Reads the region's form filled in a workbook: the answers stand beside the ids of their questions, or under their wordings where the ids are gone.</summary>
public sealed class XlsxFormReader(CharterRules rules) : IFormReader
{
    internal const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const int MostRows = 2000;

    /// <inheritdoc />
    public string ContentType => MediaType;

    /// <inheritdoc />
    public bool Recognises(ReadOnlyMemory<byte> content) => content.Span.StartsWith("PK\u0003\u0004"u8) && content.Span.IndexOf("xl/workbook.xml"u8) >= 0;

    /// <inheritdoc />
    public FormReading Read(ReadOnlyMemory<byte> content)
    {
        if (!Recognises(content))
            throw new FormUnreadableException(UnreadableCause.Damaged, "The file does not begin as a workbook.");
        if (content.Length > rules.Intake.Files.Bytes)
            throw new FormUnreadableException(UnreadableCause.NotOurForm, "The workbook is too large.");
        try
        {
            OfficePackage.Check(content, rules.Intake.Files);
            using var stream = new MemoryStream(content.ToArray(), writable: false);
            var rows = stream.Query(useHeaderRow: false, excelType: ExcelType.XLSX).Take(MostRows).Cast<IDictionary<string, object?>>()
                .Select(row => row.ToDictionary(cell => cell.Key, cell => WorkbookCell.TextOf(cell.Value))).ToList();
            var code = rows.Take(5).SelectMany(row => row.Values).Select(FormText.FindCode).FirstOrDefault(found => found is not null)
                ?? throw new FormUnreadableException(UnreadableCause.NotOurForm, "The workbook carries no form code.");
            return Reading(code, rows);
        }
        catch (Exception e) when (e is not (FormUnreadableException or OutOfMemoryException))
        {
            // Zip, XML and workbook readers each throw their own kinds.
            throw new FormUnreadableException(UnreadableCause.Damaged, "The workbook cannot be parsed.", e);
        }
    }

    private FormReading Reading(string code, List<Dictionary<string, string>> rows)
    {
        var form = CharterReleases.FormOf(rules, code);
        var ids = rows.Where(row => IsId(row.GetValueOrDefault(XlsxFormWriter.IdColumn))).ToList();
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in ids)
        {
            if (row.GetValueOrDefault(XlsxFormWriter.AnswerColumn) is { Length: > 0 } answer)
                values.TryAdd(row[XlsxFormWriter.IdColumn], answer);
        }

        return ids.Count > 0 || form is null
            ? new FormReading(code, values, "xlsx-cells")
            : new FormReading(code, values, "xlsx-text") { Inferred = PrintedForm.Answers(form, [.. rows.SelectMany(row => row.Values).SelectMany(cell => cell.Split('\n')).Select(text => new PrintedLine(text))]) };
    }

    private static bool IsId(string? text) => text is { Length: > 0 and <= 64 } && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
