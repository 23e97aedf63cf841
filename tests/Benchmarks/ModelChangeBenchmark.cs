using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Local;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Benchmarks;

/// <summary>
/// One model, many live cases: noting its change, bringing it to every case, and having each re-check's task open; beside it the bare engine, which raises one event to as
/// many waiting instances, each of which runs one activity. <c>CASES</c> says how many; the goal speaks of ten thousand.
/// </summary>
[Trait("Category", "Benchmark")]
public sealed class ModelChangeBenchmark(ITestOutputHelper output) : CountedStorage
{
    private static readonly int Cases = int.Parse(Environment.GetEnvironmentVariable("CASES") ?? "500", CultureInfo.InvariantCulture);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(60);

    // Requests that only watched.
    private int looks;

    [Fact(Explicit = true)]
    public async Task A_change_of_a_model_beside_a_bare_fan_out_of_as_many_events()
    {
        Measure bare;
        Measure? dated;
        await using (var engine = await BareEngine.StartAsync(ConnectionString))
        {
            bare = await BareAsync(engine, "bare fan-out: event → activity, each", dated: false);
            dated = await BareAsync(engine, "the same, each waiting for a date too, as a case does", dated: true);
        }

        await using var site = await DirectSite.StartAsync(ConnectionString, TimeSpan.FromDays(1), builder =>
        {
            Counted(builder.Services);
        });
        await LiveCases.PutAsync(site, Cases, Cancellation);
        await SettleAsync();
        var rows = new List<Measure>();
        var change = default(RecordedChange);
        rows.Add(await MeasureAsync("noting the change", async () => change = (await Desk(site).ObserveAsync(new Observation(LiveCases.Model, "azure") { Version = "2026-06" }, Cancellation)).Change));
        rows.Add(await MeasureAsync("bringing it to every case, each re-check’s task open", async () =>
        {
            await new DurableOrchestrations(site.Client).StartModelChangeAsync(change!.Id, LiveCases.Model, Cancellation);
            await AllAskedAsync(site);
        }));
        await LiveCases.AssertOnceEachAsync(site.Services, Cases, Cancellation);
        Print(bare, dated, rows);
    }

    private async Task<Measure> BareAsync(BareEngine engine, string name, bool dated)
    {
        var ids = await engine.WaitingAsync(Cases, dated);
        return await MeasureAsync(name, () => Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (id, _) => await engine.RaiseAsync(id)));
    }

    private static ModelDesk Desk(DirectSite site) => site.Services.GetRequiredService<ModelDesk>();

    private async Task AllAskedAsync(DirectSite site)
    {
        var files = site.Services.GetRequiredService<CaseFiles>();
        var since = Stopwatch.StartNew();
        // Watching costs a request a look, which is not counted: from the last case backwards, each until it is there.
        for (var number = Cases; number >= 1; number--)
        {
            for (looks++; (await files.GetAsync(LiveCases.IdOf(number), Cancellation)).Tasks.IsEmpty; looks++)
            {
                if (since.Elapsed > Patience)
                    throw new TimeoutException($"Case {number} is not asked.");
                await Task.Delay(200, Cancellation);
            }
        }
    }

    private static Task SettleAsync() => Task.Delay(TimeSpan.FromSeconds(5), Cancellation);

    private async Task<Measure> MeasureAsync(string name, Func<Task> act)
    {
        looks = 0;
        var (before, since) = (Count.Now, Stopwatch.StartNew());
        await act();
        var (after, took) = (Count.Now, since.Elapsed);
        return new Measure(name, took.TotalSeconds, (double)(after.All - before.All - looks) / Cases, (double)(after.Own - before.Own - looks) / Cases, System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64 >> 20);
    }

    private void Print(Measure bare, Measure? dated, List<Measure> rows)
    {
        var (table, ours) = (new StringBuilder("\n"), rows[^1]);
        table.AppendLine(CultureInfo.InvariantCulture, $"{Cases + " live cases, one model",-56}{"seconds",9}{"× bare",8}{"requests a case",17}{"ours",7}{"peak MB",9}");
        foreach (var row in new[] { bare, dated }.Concat(rows).OfType<Measure>())
            table.AppendLine(CultureInfo.InvariantCulture, $"{row.Name,-56}{row.Seconds,9:0.0}{row.Seconds / bare.Seconds,8:0.00}{row.All,17:0.0}{row.Own,7:0.0}{row.Memory,9}");
        table.AppendLine(CultureInfo.InvariantCulture, $"ratio {ours.Seconds / bare.Seconds:0.00} in time and {ours.All / bare.All:0.00} in requests of the bare fan-out;");
        if (dated is not null)
            table.AppendLine(CultureInfo.InvariantCulture, $"      {ours.Seconds / dated.Seconds:0.00} in time and {ours.All / dated.All:0.00} in requests of the one that waits as cases do;");
        table.Append("memory is the whole process’s peak so far.");
        output.WriteLine(table.ToString());
    }

    private sealed record Measure(string Name, double Seconds, double All, double Own, long Memory);
}
