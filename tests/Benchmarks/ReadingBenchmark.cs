using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.Attributes;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Tests.Forms;

namespace RegionSud.AiWorkflow.Tests.Benchmarks;

/// <summary>What it costs to read one filled form of each format.</summary>
[MemoryDiagnoser]
public class ReadingFigures
{
    private byte[] content = [];
    private IFormReader reader = null!;

    [Params("pdftk.pdf", "aplati.pdf", "libreoffice.docx", "libreoffice.odt", "libreoffice.xlsx", "tableau.docx")]
    public string File { get; set; } = "";

    [GlobalSetup]
    public void Find() => (content, reader) = (SampleFiles.Bytes($"2026-2/{File}"), Readers.For(SampleFiles.Bytes($"2026-2/{File}"))!);

    [Benchmark]
    public FormReading Read() => reader.Read(content);
}

/// <summary>Runs <see cref="ReadingFigures"/>, then reads twenty at once: <c>./test --bench</c>.</summary>
[Trait("Category", "Benchmark")]
public sealed class ReadingBenchmark(ITestOutputHelper output)
{
    private const int AtOnce = 20;
    private const long MostMegabytes = 300;

    [Fact(Explicit = true)]
    public void Reading_a_filled_form_of_each_format()
    {
        output.WriteLine(Figures.Of<ReadingFigures>());
    }

    [Fact(Explicit = true)]
    public async Task Reading_twenty_at_once()
    {
        foreach (var file in new[] { "pdftk.pdf", "aplati.pdf", "libreoffice.docx" })
        {
            var content = SampleFiles.Bytes($"2026-2/{file}");
            var reader = Readers.For(content)!;
            reader.Read(content);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            using var stop = new CancellationTokenSource();
            var most = 0L;
            var watching = Task.Run(
                async () =>
                {
                    while (!stop.IsCancellationRequested)
                    {
                        most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false) - before);
                        await Task.Yield();
                    }
                },
                TestContext.Current.CancellationToken);
            var begun = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => reader.Read(content), TestContext.Current.CancellationToken)));
            var took = Stopwatch.GetElapsedTime(begun);
            await stop.CancelAsync();
            await watching;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: {AtOnce} at once in {took.TotalMilliseconds:N0} ms, {most / 1_000_000} MB at most (bound {MostMegabytes} MB)"));
            Assert.True(most < MostMegabytes * 1_000_000, $"{most} bytes");
        }
    }
}
