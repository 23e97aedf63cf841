using System.Globalization;
using System.IO.Compression;
using System.Text;
using RegionSud.AiWorkflow.Edge.Adapters.Forms;
using RegionSud.AiWorkflow.Ports;
using Xunit;

namespace RegionSud.AiWorkflow.Tests.Forms;

/// <summary>PDFs built to harm, or only unusual.</summary>
public sealed class HostilePdfTests
{
    private static readonly IFormReader Pdf = Readers.Of<PdfFormReader>();

    [Fact]
    public void A_field_that_is_its_own_descendant_does_not_hold_the_reader()
    {
        var pdf = Simple(
            "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 6 0 R]>>>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>",
            "<</T(a)/Kids[5 0 R]/Parent 5 0 R>>",
            "<</T(b)/Kids[4 0 R]/Parent 4 0 R>>",
            "<</T(form-code)/FT/Tx/V(RS-IA need 2026-1)>>");

        Assert.Equal("RS-IA need 2026-1", Pdf.Read(pdf).Code);
    }

    [Theory]
    [InlineData("<FEFF00E9007400E9>", "été")]
    [InlineData("(\\357\\273\\277\\303\\251t\\303\\251)", "été")]
    [InlineData("(\\351t\\351 \\220\\240)", "été ’€")]
    [InlineData("(  un\\rdeux\\r\\ntrois  )", "un\ndeux\ntrois")]
    public void A_text_is_read_in_each_encoding_that_pdf_programs_write(string written, string read)
    {
        var pdf = Simple(
            "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 5 0 R]>>>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>",
            $"<</T(title)/FT/Tx/V{written}>>",
            "<</T(form-code)/FT/Tx/V(RS-IA need 2026-1)>>");

        Assert.Equal(read, Pdf.Read(pdf).Values["title"]);
    }

    [Theory]
    [InlineData("(a)")]
    [InlineData("(l'\\351t\\351  court)")]
    [InlineData("[(a)]")]
    public void A_list_gives_its_option_by_export_value_or_by_label(string written)
    {
        var pdf = Simple(
            "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 5 0 R]>>>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>",
            $"<</T(list)/FT/Ch/Ff 131072/Opt[[()(Choisir)][(a)(L\\220\\351t\\351 court)]]/V{written}>>",
            "<</T(form-code)/FT/Tx/V(RS-IA need 2026-1)>>");

        Assert.Equal("a", Pdf.Read(pdf).Values["list"]);
    }

    [Fact]
    public void A_pdf_of_too_many_pages_is_not_a_form()
    {
        var pages = string.Join(' ', Enumerable.Repeat("3 0 R", 1)) + string.Concat(Enumerable.Range(4, 60).Select(i => $" {i} 0 R"));
        string[] objects =
        [
            "<</Type/Catalog/Pages 2 0 R>>", $"<</Type/Pages/Kids[{pages}]/Count 61>>",
            .. Enumerable.Repeat("<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>", 61),
        ];

        Assert.Equal(UnreadableCause.NotOurForm, HostileFileTests.CauseOf(Pdf, Simple(objects)));
    }

    [Fact]
    public void A_page_tree_as_deep_as_a_file_can_hold_does_not_end_the_process()
    {
        const int depth = 150_000;
        string[] objects =
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            .. Enumerable.Range(3, depth).Select(next => $"<</Type/Pages/Kids[{next} 0 R]/Count 1>>"),
            "<</Type/Page/MediaBox[0 0 9 9]>>",
        ];

        Assert.Throws<FormUnreadableException>(() => Pdf.Read(Simple(objects)));
    }

    [Fact]
    public void A_file_over_twenty_megabytes_is_refused()
    {
        var big = new byte[20 * 1024 * 1024 + 1];
        "%PDF-1.7"u8.CopyTo(big);

        Assert.Equal(UnreadableCause.NotOurForm, HostileFileTests.CauseOf(Pdf, big));
    }

    [Theory]
    [InlineData("FlateDecode")]
    [InlineData("Fl")]
    public void A_stream_of_a_pdf_that_unpacks_to_gigabytes_is_refused_without_being_unpacked(string filter)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 200; i++)
                zlib.Write(zeros);
        }

        var stream = Encoding.Latin1.GetString(packed.ToArray());
        var pdf = Simple(
            "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 5 0 R]>>>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 6 0 R>>",
            "<</T(title)/FT/Tx/V 6 0 R>>",
            "<</T(form-code)/FT/Tx/V(RS-IA need 2026-1)>>",
            $"<</Length {packed.Length}/Filter/{filter}>>stream\n{stream}\nendstream");
        // On this very thread, whose allocations are counted.
        var reader = new PdfFormReader(Readers.Rules);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(UnreadableCause.Damaged, HostileFileTests.CauseOf(reader, pdf));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 100_000_000);
    }

    [Theory]
    [InlineData("/OpenAction<</S/JavaScript/JS(app.alert(1))>>")]
    [InlineData("/OpenAction 6 0 R")]
    [InlineData("/AA<</WC<</S/Launch/F(cmd.exe)>>>>")]
    [InlineData("/Names<</JavaScript<</Names[(a)6 0 R]>>>>")]
    [InlineData("/Names<</EmbeddedFiles<</Kids[6 0 R]>>>>")]
    public void A_pdf_that_acts_by_itself_or_carries_files_is_not_opened(string active) =>
        Assert.Equal(UnreadableCause.ActiveContent, HostileFileTests.CauseOf(Pdf, Acting(active)));

    [Theory]
    [InlineData("/OpenAction[3 0 R/Fit]")]
    [InlineData("/OpenAction<</S/GoTo/D[3 0 R/Fit]>>")]
    [InlineData("/Names<</JavaScript<</Names[]>>/EmbeddedFiles<<>>>>")]
    public void A_pdf_that_opens_at_a_page_is_read(string harmless) => Assert.Equal("RS-IA need 2026-1", Pdf.Read(Acting(harmless)).Code);

    private static byte[] Acting(string entries) => Simple(
        $"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 5 0 R]>>{entries}>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>",
        "<</T(title)/FT/Tx/V(Un titre)>>",
        "<</T(form-code)/FT/Tx/V(RS-IA need 2026-1)>>",
        "<</S/JavaScript/JS(app.alert(1))>>");

    /// <summary>A PDF of these objects, numbered from 1; the first is the catalogue.</summary>
    private static byte[] Simple(params string[] objects)
    {
        var pdf = new StringBuilder("%PDF-1.7\n");
        var offsets = new List<int>();
        for (var i = 0; i < objects.Length; i++)
        {
            offsets.Add(pdf.Length);
            pdf.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var table = pdf.Length;
        pdf.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
            pdf.Append(CultureInfo.InvariantCulture, $"{offset:0000000000} 00000 n \n");
        pdf.Append(CultureInfo.InvariantCulture, $"trailer\n<</Size {objects.Length + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(pdf.ToString());
    }
}
