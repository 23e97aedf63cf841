using System.Globalization;
using CsvHelper;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Edge.PublicRegister;

/// <summary>The register as a spreadsheet reads it in French: UTF-8 with its mark, semicolons, and no text that a spreadsheet would run as a formula.</summary>
public static class RegisterCsv
{
    private static readonly string[] Headers =
    [
        "Numéro", "Direction", "Titre", "Finalité", "Étape", "Situation", "Classe de risque", "Modèles", "Déposé le", "Étape commencée le", "Mise en service le",
    ];

    internal static readonly CsvWriterOptions Options = new()
    {
        Separator = ';',
        // Without the mark, Excel mistakes accents.
        WriteByteOrderMark = true,
        Injection = CsvInjection.Escape,
    };

    /// <summary>Writes the headers and the lines, page by page; only one page is held in memory.</summary>
    public static async Task WriteAsync(Stream destination, IAsyncEnumerable<IReadOnlyList<PublicLine>> pages, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(pages);
        await using var csv = CsvWriter.Create(destination, Options, leaveOpen: true);
        await csv.WriteRecordAsync(Headers, cancellation);
        await foreach (var page in pages)
        {
            foreach (var line in page)
                await csv.WriteRecordAsync(Fields(line), cancellation);
            await csv.FlushAsync(cancellation);
        }

        await csv.FlushAsync(cancellation);
    }

    private static string[] Fields(PublicLine line) =>
    [
        line.Id,
        Text(line.Directorate),
        Text(line.Title),
        Text(line.Purpose),
        French.Of(line.Step),
        RegisterWords.SituationOf(line),
        line.RiskClass is { } risk ? French.Of(risk) : "",
        Text(string.Join(", ", line.Models.Select(model => $"{model.ModelId} ({model.Version})"))),
        Date(line.OpenedAt),
        Date(line.Since),
        line.InProductionSince is { } since ? Date(since) : "",
    ];

    // The writer escapes ASCII signs at the very start; some spreadsheets also skip blanks, or take the full-width signs of East Asian keyboards.
    internal static string Text(string? text)
    {
        var trimmed = text?.Trim() ?? "";
        return trimmed is ['\uff1d' or '\uff0b' or '\uff0d' or '\uff20', ..] ? "'" + trimmed : trimmed;
    }

    private static string Date(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, ParisTime.Zone).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
}

/// <summary>Words of the register.</summary>
internal static class RegisterWords
{
    /// <summary>Where a case stands, in a few words.</summary>
    public static string SituationOf(PublicLine line) => line switch
    {
        { Status: CaseStatus.Closed, End: { } end } => French.Closed(end),
        _ => French.Of(line.Status),
    };
}
