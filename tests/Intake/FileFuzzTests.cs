using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using CsCheck;
using RegionSud.AiWorkflow.Edge.Admin.TakeOver;
using RegionSud.AiWorkflow.Edge.Intake;
using RegionSud.AiWorkflow.Tests.Forms;

namespace RegionSud.AiWorkflow.Tests.Intake;

/// <summary>
/// Sound forms with bytes changed, cut, doubled or moved, in the file or in a part of its zip: the front desk takes each or says why not, within its
/// time. 200 by default; <c>./test --fuzz</c> sets <c>FUZZ</c> to as many as it says.
/// </summary>
public sealed class FileFuzzTests(ITestOutputHelper output)
{
    private const int Default = 200;

    private static readonly byte[][] Sound =
        [.. new[] { "2026-2/vide.docx", "2026-2/libreoffice.docx", "2026-2/libreoffice.xlsx", "2026-2/libreoffice.odt", "2026-2/tableau.docx", "2026-2/word-imprime.pdf", "2026-2/pdftk.pdf", "besoin-poppler.pdf" }.Select(SampleFiles.Bytes)];

    private static readonly Gen<byte[]> Broken = Gen.Select(Gen.Int[0, Sound.Length - 1], Gen.Bool, Gen.Int[0, 30], Gen.Select(Gen.Int[0, 5], Gen.Int[0, 400_000], Gen.Byte).Array[1, 8])
        .Select((which, inside, part, changes) => inside && Sound[which].AsSpan().StartsWith("PK"u8) ? InsideZip(Sound[which], part, changes) : Changed(Sound[which], changes));

    /// <summary>How many are tried.</summary>
    public static int Iterations => int.TryParse(Environment.GetEnvironmentVariable("FUZZ"), CultureInfo.InvariantCulture, out var asked) ? asked : Default;

    [Fact]
    public void A_broken_form_is_taken_or_refused_with_a_sentence_within_its_time()
    {
        var files = new NeedFiles(Readers.All, Readers.Rules);
        var columns = StockColumns.Of(Readers.Rules.Forms["need"].BeforeCase);
        var (taken, refused, longest) = (0, 0, 0L);
        Broken.Sample(
            bytes =>
            {
                var begun = Stopwatch.GetTimestamp();
                var found = files.Check(bytes, "besoin.pdf", null);
                InterlockedMax(ref longest, (long)Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                if (found.Refusal is { } refusal)
                {
                    Assert.NotEmpty(refusal.Detail);
                    Interlocked.Increment(ref refused);
                }
                else
                {
                    Interlocked.Increment(ref taken);
                }

                StockFile.Read(bytes, columns, Readers.Rules.Intake.Files);
            },
            iter: Iterations,
            threads: 2);
        var memory = GC.GetTotalMemory(forceFullCollection: true) / 1_000_000;
        output.WriteLine($"{taken} taken, {refused} refused, the longest in {longest} ms; {memory} MB in use, {Environment.WorkingSet / 1_000_000} MB at work.");
        Assert.True(taken > 0 && refused > 0);
        Assert.True(longest < Readers.Rules.Intake.Files.Seconds * 1000, $"{longest} ms");
        Assert.True(memory < 1000, $"{memory} MB");
    }

    internal static byte[] Changed(byte[] sound, (int Kind, int Place, byte Value)[] changes) =>
        changes.Aggregate(sound, (bytes, change) => MailFuzzTests.Change(bytes, change.Kind, change.Place, change.Value));

    /// <summary>The same zip, sound, with one of its parts broken: past the zip's own checks, into the readers of XML and forms.</summary>
    private static byte[] InsideZip(byte[] sound, int part, (int Kind, int Place, byte Value)[] changes)
    {
        using var stream = new MemoryStream();
        stream.Write(sound);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = zip.Entries[part % zip.Entries.Count];
            var bytes = new byte[entry.Length];
            using var content = entry.Open();
            content.ReadExactly(bytes);
            var broken = Changed(bytes, changes);
            content.SetLength(0);
            content.Write(broken);
        }

        return stream.ToArray();
    }

    private static void InterlockedMax(ref long most, long value)
    {
        for (var seen = Interlocked.Read(ref most); value > seen; seen = Interlocked.Read(ref most))
            Interlocked.CompareExchange(ref most, value, seen);
    }
}
