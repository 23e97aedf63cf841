using System.Globalization;
using System.IO.Compression;
using System.Text;
using RegionSud.AiWorkflow.Edge.Adapters.Forms;
using RegionSud.AiWorkflow.Ports;
using Xunit;

namespace RegionSud.AiWorkflow.Tests.Forms;

/// <summary>Files built to harm: too big to commit, or clearer as code.</summary>
public sealed class HostileFileTests
{
    private static readonly IFormReader Pdf = Readers.Of<PdfFormReader>();
    private static readonly IFormReader Docx = Readers.Of<DocxFormReader>();

    [Fact]
    public void A_zip_bomb_is_refused_before_it_is_unpacked()
    {
        var bomb = Changed(zip =>
        {
            using var entry = zip.CreateEntry("word/media/image.bin", CompressionLevel.Optimal).Open();
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 100; i++)
                entry.Write(zeros);
        });

        Assert.Equal(UnreadableCause.Damaged, CauseOf(Docx, bomb));
    }

    [Fact]
    public void A_document_type_declaration_in_a_word_file_is_refused() =>
        Assert.Equal(UnreadableCause.Damaged, CauseOf(Docx, WithText(
            "<!DOCTYPE d [<!ENTITY a SYSTEM \"file:///etc/hostname\">]><d>&a;</d>")));

    [Fact]
    public void Xml_nested_without_end_in_a_word_file_is_refused() =>
        Assert.Equal(UnreadableCause.Damaged, CauseOf(Docx, WithText(
            string.Concat(Enumerable.Repeat("<d>", 100_000)) + string.Concat(Enumerable.Repeat("</d>", 100_000)))));

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

        Assert.Equal(UnreadableCause.NotOurForm, CauseOf(Pdf, Simple(objects)));
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

        Assert.Equal(UnreadableCause.NotOurForm, CauseOf(Pdf, big));
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
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(UnreadableCause.Damaged, CauseOf(Pdf, pdf));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100_000_000);
    }

    [Theory]
    [InlineData("2026-2/libreoffice.odt", "content.xml")]
    [InlineData("2026-2/libreoffice.xlsx", "xl/worksheets/sheet1.xml")]
    public void Other_office_files_are_held_to_the_same_bounds(string sample, string part)
    {
        var bomb = Replaced(sample, part, new string(' ', 100_000_000));
        var nested = Replaced(sample, part, string.Concat(Enumerable.Repeat("<d>", 100_000)) + string.Concat(Enumerable.Repeat("</d>", 100_000)));
        var entity = Replaced(sample, part, "<!DOCTYPE d [<!ENTITY a SYSTEM \"file:///etc/hostname\">]><d>&a;</d>");

        Assert.All(new[] { bomb, nested, entity }, file => Assert.Equal(UnreadableCause.Damaged, CauseOf(Readers.For(file)!, file)));
    }

    [Fact]
    public void A_text_document_with_a_script_is_not_a_form()
    {
        using var stream = new MemoryStream();
        stream.Write(SampleFiles.Bytes("2026-2/libreoffice.odt"));
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var script = zip.CreateEntry("Basic/Standard/script-lb.xml").Open();
            script.Write("<x/>"u8);
        }

        Assert.Equal(UnreadableCause.ActiveContent, CauseOf(Readers.Of<OdtFormReader>(), stream.ToArray()));
    }

    [Theory]
    [InlineData("/OpenAction<</S/JavaScript/JS(app.alert(1))>>")]
    [InlineData("/OpenAction 6 0 R")]
    [InlineData("/AA<</WC<</S/Launch/F(cmd.exe)>>>>")]
    [InlineData("/Names<</JavaScript<</Names[(a)6 0 R]>>>>")]
    [InlineData("/Names<</EmbeddedFiles<</Kids[6 0 R]>>>>")]
    public void A_pdf_that_acts_by_itself_or_carries_files_is_not_opened(string active) =>
        Assert.Equal(UnreadableCause.ActiveContent, CauseOf(Pdf, Acting(active)));

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

    [Fact]
    public void An_archive_of_forms_has_no_reader_whatever_its_paths_say()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var form = zip.CreateEntry("../../etc/besoin.pdf").Open();
            form.Write(SampleFiles.Bytes("2026-2/pdftk.pdf"));
        }

        Assert.Null(Readers.For(stream.ToArray()));
    }

    [Fact]
    public void A_file_that_is_two_formats_at_once_is_read_as_one_and_the_other_is_not_opened()
    {
        byte[] both = [.. SampleFiles.Bytes("2026-2/pdftk.pdf"), .. SampleFiles.Bytes("2026-2/vide.docx")];

        var reader = Readers.For(both)!;

        Assert.Equal("application/pdf", reader.ContentType);
        // Behind its end the PDF goes on as something else: its end is not where it should be.
        Assert.Equal(UnreadableCause.Damaged, CauseOf(reader, both));
    }

    [Fact]
    public void A_reader_that_takes_too_long_is_left_alone()
    {
        using var never = new ManualResetEventSlim();
        var reader = new TimedReader(new StuckReader(never), TimeSpan.FromMilliseconds(50));

        Assert.Equal(UnreadableCause.TooLong, CauseOf(reader, [1]));
        never.Set();
    }

    [Fact]
    public void Noise_behind_a_good_beginning_is_damage_and_nothing_worse()
    {
        var random = new Random(42);
        for (var i = 0; i < 200; i++)
        {
            var noise = new byte[2000];
            random.NextBytes(noise);
            Assert.Equal(UnreadableCause.Damaged, CauseOf(Pdf, [.. "%PDF-1.7\n"u8, .. noise, .. "\n%%EOF"u8]));
            Assert.Equal(UnreadableCause.Damaged, CauseOf(Docx, [.. "PK\u0003\u0004word/"u8, .. noise]));
        }
    }

    private static byte[] Replaced(string sample, string part, string text)
    {
        using var stream = new MemoryStream();
        stream.Write(SampleFiles.Bytes(sample));
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry(part)!.Delete();
            using var writer = new StreamWriter(zip.CreateEntry(part, CompressionLevel.Optimal).Open());
            writer.Write(text);
        }

        return stream.ToArray();
    }

    private sealed class StuckReader(ManualResetEventSlim until) : IFormReader
    {
        public string ContentType => "application/pdf";

        public bool Recognises(ReadOnlyMemory<byte> content) => true;

        public FormReading Read(ReadOnlyMemory<byte> content)
        {
            until.Wait();
            throw new FormUnreadableException(UnreadableCause.Damaged, "late");
        }
    }

    private static UnreadableCause CauseOf(IFormReader reader, byte[] content) =>
        Assert.Throws<FormUnreadableException>(() => reader.Read(content)).Cause;

    private static byte[] WithText(string xml) => Changed(zip =>
    {
        zip.GetEntry("word/document.xml")!.Delete();
        using var writer = new StreamWriter(zip.CreateEntry("word/document.xml").Open());
        writer.Write(xml);
    });

    private static byte[] Changed(Action<ZipArchive> change)
    {
        using var stream = new MemoryStream();
        stream.Write(new DocxFormWriter().Write(TestForms.EveryKind).Span);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
            change(zip);
        return stream.ToArray();
    }

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
