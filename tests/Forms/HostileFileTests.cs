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

    internal static UnreadableCause CauseOf(IFormReader reader, byte[] content) =>
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
}
