using PdfSharp.Drawing;
using PdfSharp.Pdf;
using PdfSharp.UniversalAccessibility;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>Makes the fillable PDF: tagged, in French, with every font inside.</summary>
public sealed class PdfFormWriter : IFormWriter
{
    /// <inheritdoc />
    public string ContentType => PdfFormReader.MediaType;

    /// <inheritdoc />
    public ReadOnlyMemory<byte> Write(FormDefinition form, IReadOnlyDictionary<string, string>? values = null)
    {
        ArgumentNullException.ThrowIfNull(form);
        FormFonts.Register();
        using var document = new PdfDocument();
        // PDFsharp leaves out the checksum that ends a compressed stream, which strict programs complain about.
        document.Options.NoCompression = true;
        document.Options.CompressContentStreams = false;
        document.Info.Title = form.Title;
        document.Info.Author = "Région Sud";
        document.Info.Subject = form.Code;
        document.Info.Keywords = form.Code;
        var tags = UAManager.ForDocument(document);
        tags.SetDocumentLanguage("fr-FR");

        using var measure = XGraphics.CreateMeasureContext(PdfSheet.Size, XGraphicsUnit.Point, XPageDirection.Downwards);
        var fields = new PdfFields(document, new PdfFieldFont(document, measure));
        var blocks = PdfBlocks.Of(form, values ?? new Dictionary<string, string>(), new PdfText(measure), fields);
        var pages = Paginate(blocks);
        for (var i = 0; i < pages.Count; i++)
        {
            var page = document.AddPage();
            page.Width = XUnit.FromPoint(PdfSheet.Size.Width);
            page.Height = XUnit.FromPoint(PdfSheet.Size.Height);
            using var graphics = XGraphics.FromPdfPage(page);
            var sheet = new PdfSheet(page, graphics, tags.StructureBuilder);
            var y = PdfSheet.Top;
            foreach (var block in pages[i])
            {
                block.Draw(sheet, y);
                y += block.Height;
            }

            sheet.Foot(form.Title, form.Code, i + 1, pages.Count);
            if (i == 0)
                fields.Code(page, form.Code);
        }

        using var stream = new MemoryStream();
        document.Save(stream, closeStream: false);
        return stream.ToArray();
    }

    /// <summary>Fills page after page; a block is never split, since a label alone at the foot of a page asks nothing.</summary>
    private static List<List<PdfBlock>> Paginate(IEnumerable<PdfBlock> blocks)
    {
        List<List<PdfBlock>> pages = [[]];
        var used = 0.0;
        foreach (var block in blocks)
        {
            if (used > 0 && used + block.Height > PdfSheet.Bottom - PdfSheet.Top)
            {
                pages.Add([]);
                used = 0;
            }

            pages[^1].Add(block);
            used += block.Height;
        }

        return pages;
    }
}
