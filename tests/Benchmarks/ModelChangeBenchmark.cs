using System.Diagnostics;
using System.Globalization;
using System.Text;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Local;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Step6Maintenance;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Benchmarks;

/// <summary>
/// One model, many live cases: noting its change, bringing it to every case, and having each re-check's task open; beside it the bare engine, which raises one event to as
/// many waiting instances, each of which runs one activity. <c>CASES</c> says how many; the goal speaks of ten thousand.
/// </summary>
[Trait("Category", "Benchmark")]
public sealed class ModelChangeBenchmark(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Model = "mistral-petit";
    private static readonly int Cases = int.Parse(Environment.GetEnvironmentVariable("CASES") ?? "500", CultureInfo.InvariantCulture);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    private readonly string folder = Directory.CreateTempSubdirectory("aiworkflow-change-bench-").FullName;
    private Azurite azurite = null!;
    private StorageCount count = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        azurite = await Azurite.StartAsync(new AzuriteSettings(folder));
        count = new StorageCount(azurite.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        count.Dispose();
        await azurite.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact(Explicit = true)]
    public async Task A_change_of_a_model_beside_a_bare_fan_out_of_as_many_events()
    {
        Measure bare;
        await using (var engine = await BareEngine.StartAsync(azurite.ConnectionString))
        {
            var ids = await engine.WaitingAsync(Cases);
            bare = await MeasureAsync("bare fan-out: event → activity, each", () => Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (id, _) => await engine.RaiseAsync(id)));
        }

        await using var site = await DirectSite.StartAsync(azurite.ConnectionString, TimeSpan.FromDays(1), builder =>
        {
            builder.Services.AddSingleton(new TableServiceClient(azurite.ConnectionString, count.Counted(new TableClientOptions())));
            builder.Services.AddSingleton(new BlobServiceClient(azurite.ConnectionString, count.Counted(new BlobClientOptions())));
        });
        await LiveAsync(site);
        var rows = new List<Measure>();
        var change = default(RecordedChange);
        rows.Add(await MeasureAsync("noting the change", async () => change = (await Desk(site).ObserveAsync(new Observation(Model, "azure") { Version = "2026-06" }, Cancellation)).Change));
        rows.Add(await MeasureAsync("bringing it to every case, each re-check’s task open", async () =>
        {
            await new DurableOrchestrations(site.Client).StartModelChangeAsync(change!.Id, Model, Cancellation);
            await AllAskedAsync(site);
        }));
        await OnceEachAsync(site);
        Print(bare, rows);
    }

    private static ModelDesk Desk(DirectSite site) => site.Services.GetRequiredService<ModelDesk>();

    // Cases as they are in maintenance, each with its step waiting for what comes.
    private static async Task LiveAsync(DirectSite site)
    {
        await Desk(site).PutAsync(new ModelEdit(Model, "Mistral AI", Model, "2026-01"), "bench", Cancellation);
        var files = site.Services.GetRequiredService<CaseFiles>();
        var requester = await site.Services.GetRequiredService<IPeople>().EnsureAsync("auteur.culture@region.example", null, "culture", Cancellation);
        await Parallel.ForEachAsync(Enumerable.Range(1, Cases), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) =>
        {
            var id = IdOf(number);
            await files.RecordAsync(
                id,
                [
                    new Fact("deposited", new CaseEvent.NeedDeposited("web", Storage.Sample.Document, new string('f', 64), "culture", requester.Id), requester.Id),
                    new Fact("models", new CaseEvent.ModelsDeclared([new ModelUse(Model, "2026-01")])),
                    new Fact("entered:Maintenance.1", new CaseEvent.StepEntered(Step.Maintenance, 1)),
                ],
                Cancellation);
            await site.Client.ScheduleNewOrchestrationInstanceAsync(
                nameof(MaintenanceStep), new StepInput(id, Step.Maintenance, 1), new StartOrchestrationOptions(id.Instance(Step.Maintenance, 1)), Cancellation);
        });
        for (var number = 1; number <= Cases; number++)
            await site.Client.WaitForInstanceStartAsync(IdOf(number).Instance(Step.Maintenance, 1), Cancellation);
        await SettleAsync();
    }

    private static CaseId IdOf(int number) => CaseId.Of(2040, number);

    private static async Task AllAskedAsync(DirectSite site)
    {
        var files = site.Services.GetRequiredService<CaseFiles>();
        var since = Stopwatch.StartNew();
        // Watching costs a request a look: from the last case backwards, each until it is there.
        for (var number = Cases; number >= 1; number--)
        {
            while ((await files.GetAsync(IdOf(number), Cancellation)).Tasks.IsEmpty)
            {
                if (since.Elapsed > Patience)
                    throw new TimeoutException($"Case {number} is not asked.");
                await Task.Delay(200, Cancellation);
            }
        }
    }

    private static async Task OnceEachAsync(DirectSite site)
    {
        var files = site.Services.GetRequiredService<CaseFiles>();
        for (var number = 1; number <= Cases; number++)
        {
            var useCase = await files.GetAsync(IdOf(number), Cancellation);
            Assert.Equal(("confirm-change", 1, 1), (Assert.Single(useCase.Tasks).Kind, useCase.Rechecks, useCase.RecheckCauses.Count));
        }
    }

    private static Task SettleAsync() => Task.Delay(TimeSpan.FromSeconds(5), Cancellation);

    private async Task<Measure> MeasureAsync(string name, Func<Task> act)
    {
        var (before, since) = (count.Now, Stopwatch.StartNew());
        await act();
        var (after, took) = (count.Now, since.Elapsed);
        return new Measure(name, took.TotalSeconds, (double)(after.All - before.All) / Cases, (double)(after.Own - before.Own) / Cases, System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64 >> 20);
    }

    private void Print(Measure bare, List<Measure> rows)
    {
        var table = new StringBuilder("\n");
        table.AppendLine(CultureInfo.InvariantCulture, $"{Cases + " live cases, one model",-56}{"seconds",9}{"× bare",8}{"requests a case",17}{"ours",7}{"peak MB",9}");
        foreach (var row in rows.Prepend(bare))
            table.AppendLine(CultureInfo.InvariantCulture, $"{row.Name,-56}{row.Seconds,9:0.0}{row.Seconds / bare.Seconds,8:0.00}{row.All,17:0.0}{row.Own,7:0.0}{row.Memory,9}");
        table.Append(CultureInfo.InvariantCulture, $"ratio {rows[^1].Seconds / bare.Seconds:0.00} in time and {rows[^1].All / bare.All:0.00} in requests of the bare fan-out. Memory is the whole process’s peak so far.");
        output.WriteLine(table.ToString());
    }

    private sealed record Measure(string Name, double Seconds, double All, double Own, long Memory);
}
