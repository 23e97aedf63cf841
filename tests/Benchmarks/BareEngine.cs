using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Local;
using RegionSud.AiWorkflow.Local.Engine;

namespace RegionSud.AiWorkflow.Tests.Benchmarks;

/// <summary>The engine with nothing on it but one event and one activity: what the process is measured against.</summary>
internal sealed class BareEngine : IAsyncDisposable
{
    private readonly IHost host;

    private BareEngine(IHost host) => this.host = host;

    private DirectClient Client => host.Services.GetRequiredService<DirectClient>();

    public static async Task<BareEngine> StartAsync(string connectionString)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<Arrivals>();
        builder.Services.AddDirectEngine(new EngineSettings(connectionString, "Bare", LocalHost.Version), tasks =>
        {
            tasks.AddOrchestrator<EventThenActivity>();
            tasks.AddOrchestrator<EventOrDateThenActivity>();
            tasks.AddActivity<Arrive>();
        });
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new BareEngine(host);
    }

    /// <summary>Starts instances that wait for their event.</summary>
    /// <param name="dated">Whether they wait for a date too, before the activity and after it, as every step of a case does that asks something.</param>
    public async Task<IReadOnlyList<string>> WaitingAsync(int count, bool dated = false)
    {
        var ids = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, cancellation) =>
            ids.Add(await Client.ScheduleNewOrchestrationInstanceAsync(dated ? nameof(EventOrDateThenActivity) : nameof(EventThenActivity), cancellation)));
        foreach (var id in ids)
            await Client.WaitForInstanceStartAsync(id, cancellation: TestContext.Current.CancellationToken);
        return [.. ids];
    }

    /// <summary>Raises the event and comes back when the activity runs.</summary>
    public async Task RaiseAsync(string id)
    {
        var arrival = host.Services.GetRequiredService<Arrivals>().Of(id);
        await Client.RaiseEventAsync(id, "go", "on", TestContext.Current.CancellationToken);
        await arrival.WaitAsync(TimeSpan.FromMinutes(5));
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)host).DisposeAsync();
    }
}

internal sealed class EventThenActivity : TaskOrchestrator<string?, bool>
{
    public override async Task<bool> RunAsync(TaskOrchestrationContext context, string? input)
    {
        await context.WaitForExternalEvent<string>("go");
        return await context.CallActivityAsync<bool>(nameof(Arrive), context.InstanceId);
    }
}

internal sealed class EventOrDateThenActivity : TaskOrchestrator<string?, bool>
{
    public override async Task<bool> RunAsync(TaskOrchestrationContext context, string? input)
    {
        await EitherAsync(context, "go", 60);
        await context.CallActivityAsync<bool>(nameof(Arrive), context.InstanceId);
        await EitherAsync(context, "answer", 5);
        return true;
    }

    private static async Task EitherAsync(TaskOrchestrationContext context, string name, int days)
    {
        using var waitEnded = new CancellationTokenSource();
        await Task.WhenAny(
            context.WaitForExternalEvent<string>(name, waitEnded.Token), context.CreateTimer(context.CurrentUtcDateTime.AddDays(days), waitEnded.Token));
        waitEnded.Cancel();
    }
}

internal sealed class Arrive(Arrivals arrivals) : TaskActivity<string, bool>
{
    public override Task<bool> RunAsync(TaskActivityContext context, string input)
    {
        arrivals.Reach(input);
        return Task.FromResult(true);
    }
}

/// <summary>Places that something is awaited at.</summary>
internal sealed class Arrivals
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> places = new(StringComparer.Ordinal);

    /// <summary>Completes once the place is reached, with what was left there.</summary>
    public Task<string> Of(string place) => Source(place).Task;

    public void Reach(string place, string left = "") => Source(place).TrySetResult(left);

    private TaskCompletionSource<string> Source(string place) =>
        places.GetOrAdd(place, _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
}
