using System.Globalization;
using System.Text;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Local;
using RegionSud.AiWorkflow.Local.Engine;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Benchmarks;

/// <summary>
/// What one human task costs in storage requests: opened, reminded once, decided. Beside it the bare engine for the same waits: an activity, a timer, an
/// activity, an event, an activity. Counts, not times.
/// </summary>
[Trait("Category", "Benchmark")]
public sealed class HumanTaskBenchmark(ITestOutputHelper output) : CountedStorage
{
    private const int Instances = 20;

    private readonly FakeTimeProvider time = new(ParisTime.At(new DateOnly(2032, 1, 5), new TimeOnly(10, 0)));

    [Fact(Explicit = true)]
    public async Task A_human_task_beside_the_bare_engine_s_same_waits()
    {
        var bare = await BareAsync();
        var parts = await OursAsync();
        var ours = parts.Sum(part => part.Requests);
        var table = new StringBuilder("\n");
        table.AppendLine(CultureInfo.InvariantCulture, $"{"bare engine: activity, timer, activity, event, activity",-64}{bare,8:0.0}");
        foreach (var (name, requests) in parts)
            table.AppendLine(CultureInfo.InvariantCulture, $"{"  " + name,-64}{requests,8:0.0}");
        table.AppendLine(CultureInfo.InvariantCulture, $"{"ours beside the engine",-64}{ours,8:0.0}");
        table.AppendLine(CultureInfo.InvariantCulture, $"{"a human task, the engine’s part with it",-64}{bare + ours,8:0.0}");
        table.Append(CultureInfo.InvariantCulture, $"ratio {(bare + ours) / bare:0.00} of the bare engine. Storage requests of one task asked of one person, {Instances} measured.");
        output.WriteLine(table.ToString());
    }

    private async Task<double> BareAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddDirectEngine(new EngineSettings(ConnectionString, "BareTask", LocalHost.Version), tasks =>
        {
            tasks.AddOrchestrator<SameWaits>();
            tasks.AddActivity<Nothing>();
        });
        using var host = builder.Build();
        await host.StartAsync(Cancellation);
        var client = host.Services.GetRequiredService<DirectClient>();
        await RunAsync(client, 2);
        // What polling alone costs for as long as the measure lasts.
        var (idleBefore, idleSince) = (Count.Now.All, System.Diagnostics.Stopwatch.StartNew());
        await Task.Delay(TimeSpan.FromSeconds(8), Cancellation);
        var idle = (Count.Now.All - idleBefore) / idleSince.Elapsed.TotalSeconds;
        var (before, since) = (Count.Now.All, System.Diagnostics.Stopwatch.StartNew());
        await RunAsync(client, Instances);
        var cost = (Count.Now.All - before - (idle * since.Elapsed.TotalSeconds)) / Instances;
        await host.StopAsync(Cancellation);
        await ((IAsyncDisposable)host).DisposeAsync();
        return cost;
    }

    private static async Task RunAsync(DirectClient client, int instances)
    {
        var ids = new List<string>();
        for (var number = 0; number < instances; number++)
            ids.Add(await client.ScheduleNewOrchestrationInstanceAsync(nameof(SameWaits), Cancellation));
        // The timer runs out meanwhile, so that the event comes after it.
        await Task.Delay(TimeSpan.FromSeconds(8), Cancellation);
        foreach (var id in ids)
            await client.RaiseEventAsync(id, "go", "on", Cancellation);
        foreach (var id in ids)
            await client.WaitForInstanceCompletionAsync(id, Cancellation);
    }

    private async Task<IReadOnlyList<(string Name, double Requests)>> OursAsync()
    {
        await using var services = Counted(AppServices.On(ConnectionString, time)).BuildServiceProvider();
        foreach (var setup in services.GetServices<IHostedService>())
            await setup.StartAsync(Cancellation);
        var costs = new Dictionary<string, List<int>>();
        for (var number = 0; number < Instances + 1; number++)
        {
            var id = CaseId.Of(2032, 100 + number);
            var requester = await services.GetRequiredService<IPeople>().EnsureAsync("auteur.culture@region.example", null, "culture", Cancellation);
            await services.GetRequiredService<CaseFiles>().RecordAsync(
                id, [new Fact("deposited", new CaseEvent.NeedDeposited("web", Storage.Sample.Document, new string('f', 64), "culture", requester.Id), requester.Id)], Cancellation);
            var order = new TaskOrder(id, Step.Need, 1, "endorse", 1);
            var look = await CostAsync("opened, its mail", () => Activity<OpenTask>(services).RunAsync(null!, order));
            time.SetUtcNow(look.NextLookAt);
            await CostAsync("reminded, the day’s mail", () => Activity<RemindTask>(services).RunAsync(null!, new Reminder(order, look.NextReminder)));
            var useCase = await services.GetRequiredService<CaseFiles>().GetAsync(id, Cancellation);
            await CostAsync("decided", () => services.GetRequiredService<DecisionDesk>().RecordAsync(
                order.TaskId, useCase.Tasks[0].People[0], new Submission("endorse", "Un motif.", [], null, new Dictionary<string, string>(), useCase.FileVersion), null, Cancellation));
            await CostAsync("read by the step", () => Activity<ReadTask>(services).RunAsync(null!, order));
            time.Advance(TimeSpan.FromDays(10));
        }

        // The first one warms up: keys, people, tables.
        return [.. costs.Select(cost => (cost.Key, cost.Value.Skip(1).Average()))];

        async Task<T> CostAsync<T>(string name, Func<Task<T>> act)
        {
            var before = Count.Now.Own;
            var result = await act();
            if (!costs.TryGetValue(name, out var known))
                costs[name] = known = [];
            known.Add(Count.Now.Own - before);
            return result;
        }
    }

    private static T Activity<T>(IServiceProvider services) => ActivatorUtilities.CreateInstance<T>(services);
}

internal sealed class SameWaits : TaskOrchestrator<string?, bool>
{
    public override async Task<bool> RunAsync(TaskOrchestrationContext context, string? input)
    {
        await context.CallActivityAsync<bool>(nameof(Nothing), context.InstanceId);
        using var waitEnded = new CancellationTokenSource();
        var go = context.WaitForExternalEvent<string>("go", CancellationToken.None);
        await Task.WhenAny(go, context.CreateTimer(context.CurrentUtcDateTime.AddSeconds(3), waitEnded.Token));
        await context.CallActivityAsync<bool>(nameof(Nothing), context.InstanceId);
        await go;
        return await context.CallActivityAsync<bool>(nameof(Nothing), context.InstanceId);
    }
}

internal sealed class Nothing : TaskActivity<string, bool>
{
    public override Task<bool> RunAsync(TaskActivityContext context, string input) => Task.FromResult(true);
}
