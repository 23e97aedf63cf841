using RegionSud.AiWorkflow.Charter;
using UglyToad.PdfPig;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>The picture of a scanned page, in a format that browsers show.</summary>
internal static class ScanPicture
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(10);

    /// <summary>Null for a page that is not there, and for what browsers cannot show.</summary>
    /// <param name="contentType">As verified on the bytes.</param>
    /// <param name="page">From 1.</param>
    public static (ReadOnlyMemory<byte> Picture, string ContentType)? Of(ReadOnlyMemory<byte> content, string contentType, int page, FileLimits limits) => contentType switch
    {
        "image/png" or "image/jpeg" => page == 1 ? (content, contentType) : null,
        PdfFormReader.MediaType => OfPdf(content, page, limits),
        _ => null,
    };

    private static (ReadOnlyMemory<byte> Picture, string ContentType)? OfPdf(ReadOnlyMemory<byte> content, int number, FileLimits limits)
    {
        try
        {
            return DeepStack.Run<(ReadOnlyMemory<byte>, string)?>(
                () =>
                {
                    using var document = PdfDocument.Open(content, BoundedFilters.Options(limits));
                    if (number < 1 || number > document.NumberOfPages || document.GetPage(number).GetImages().MaxBy(image => image.WidthInSamples * image.HeightInSamples) is not { } image)
                        return null;
                    var raw = image.RawMemory;
                    return raw.Span.StartsWith<byte>([0xFF, 0xD8, 0xFF]) ? (raw, "image/jpeg") : image.TryGetPng(out var png) ? (png, "image/png") : null;
                },
                Most,
                () => new TimeoutException());
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The parser throws whatever the damage makes it stumble on: the page then shows what was read as text.
            return null;
        }
    }
}
