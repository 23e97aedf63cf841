using System.Collections.Concurrent;
using Microsoft.DurableTask;

namespace RegionSud.AiWorkflow.Tests.Engine;

/// <summary>What the sample activities leave behind for a test to see.</summary>
internal sealed class Traces
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Made anew in each scope, and says when its scope ends.</summary>
internal sealed class ScopedThing(Traces traces) : IDisposable
{
    public Guid Id { get; } = Guid.NewGuid();

    public void Dispose() => traces.Lines.Enqueue("disposed");
}

internal sealed record Greeting(string Name, int Times);

/// <summary>Small orchestrators and activities, one for each thing that the process asks of the engine.</summary>
internal static class SampleTasks
{
    public static void Register(DurableTaskRegistry tasks)
    {
        tasks.AddOrchestrator<GreetTwice>();
        tasks.AddOrchestrator<Retrying>();
        tasks.AddOrchestrator<CallByName>();
        tasks.AddOrchestrator<Decision>();
        tasks.AddOrchestrator<GatedThenEvent>();
        tasks.AddOrchestrator<Parent>();
        tasks.AddOrchestrator<Child>();
        tasks.AddOrchestrator<Sum>();
        tasks.AddOrchestrator<ParentOfRounds>();
        tasks.AddOrchestrator<Rounds>();
        tasks.AddOrchestrator<Versions>();
        tasks.AddOrchestrator<Failing>();
        tasks.AddActivity<Greet>();
        tasks.AddActivity<Flaky>();
        tasks.AddActivity<PassGate>();
    }
}

internal sealed class Greet(ScopedThing thing) : TaskActivity<Greeting, string>
{
    public override Task<string> RunAsync(TaskActivityContext context, Greeting input) =>
        Task.FromResult($"{input.Name}×{input.Times}:{thing.Id}");
}

internal sealed class GreetTwice : TaskOrchestrator<Greeting, string[]>
{
    public override async Task<string[]> RunAsync(TaskOrchestrationContext context, Greeting input) =>
    [
        await context.CallActivityAsync<string>(nameof(Greet), input),
        await context.CallActivityAsync<string>(nameof(Greet), input with { Times = input.Times + 1 }),
    ];
}

internal sealed class Flaky(Traces traces) : TaskActivity<int, int>
{
    public override Task<int> RunAsync(TaskActivityContext context, int input)
    {
        traces.Lines.Enqueue("attempt");
        return traces.Lines.Count < input
            ? throw new InvalidOperationException($"attempt {traces.Lines.Count} fails")
            : Task.FromResult(traces.Lines.Count);
    }
}

internal sealed class Retrying : TaskOrchestrator<int, int>
{
    public override Task<int> RunAsync(TaskOrchestrationContext context, int input) =>
        context.CallActivityAsync<int>(nameof(Flaky), input, TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMilliseconds(20))));
}

/// <summary>Calls the activity that its input names.</summary>
internal sealed class CallByName : TaskOrchestrator<string, string>
{
    public override Task<string> RunAsync(TaskOrchestrationContext context, string input) =>
        context.CallActivityAsync<string>(input, 1, TaskOptions.FromRetryPolicy(new RetryPolicy(10, TimeSpan.FromMinutes(1))));
}

/// <summary>An event against a timer of so many seconds.</summary>
internal sealed class Decision : TaskOrchestrator<int, string>
{
    public override async Task<string> RunAsync(TaskOrchestrationContext context, int input)
    {
        context.SetCustomStatus("waiting");
        using var done = new CancellationTokenSource();
        var decided = context.WaitForExternalEvent<string>("decided");
        var late = context.CreateTimer(TimeSpan.FromSeconds(input), done.Token);
        if (await Task.WhenAny(decided, late) == late)
            return "late";
        // Not CancelAsync: it leaves the orchestrator's thread, and the instance then waits for ever.
        done.Cancel();
        return "decided:" + await decided;
    }
}

internal sealed class PassGate(Traces traces) : TaskActivity<int, int>
{
    public override async Task<int> RunAsync(TaskActivityContext context, int input)
    {
        traces.Lines.Enqueue("at the gate");
        await traces.Gate.Task.WaitAsync(TimeSpan.FromSeconds(30));
        return input;
    }
}

internal sealed class GatedThenEvent : TaskOrchestrator<int, string>
{
    public override async Task<string> RunAsync(TaskOrchestrationContext context, int input)
    {
        await context.CallActivityAsync<int>(nameof(PassGate), input);
        return await context.WaitForExternalEvent<string>("early");
    }
}

internal sealed class Parent : TaskOrchestrator<string, string>
{
    public override async Task<string> RunAsync(TaskOrchestrationContext context, string input) =>
        "parent of " + await context.CallSubOrchestratorAsync<string>(
            nameof(Child), input, new SubOrchestrationOptions { InstanceId = context.InstanceId + ".Child.1" });
}

internal sealed class Child : TaskOrchestrator<string, string>
{
    public override async Task<string> RunAsync(TaskOrchestrationContext context, string input)
    {
        context.SetCustomStatus("child waits");
        var word = await context.WaitForExternalEvent<string>("word");
        return $"{context.Parent?.Name}/{context.Parent?.InstanceId}/{input}/{word}";
    }
}

internal sealed record Tally(int Left, int Total);

/// <summary>Takes one number per generation and carries the rest over.</summary>
internal sealed class Sum : TaskOrchestrator<Tally, int>
{
    public override async Task<int> RunAsync(TaskOrchestrationContext context, Tally input)
    {
        var total = input.Total + await context.WaitForExternalEvent<int>("add");
        if (input.Left == 1)
            return total;
        context.ContinueAsNew(new Tally(input.Left - 1, total));
        return 0;
    }
}

internal sealed class ParentOfRounds : TaskOrchestrator<int, string>
{
    public override async Task<string> RunAsync(TaskOrchestrationContext context, int input) =>
        await context.CallSubOrchestratorAsync<string>(nameof(Rounds), input);
}

internal sealed class Rounds : TaskOrchestrator<int, string>
{
    public override async Task<string> RunAsync(TaskOrchestrationContext context, int input)
    {
        await context.CallActivityAsync<string>(nameof(Greet), new Greeting("round", input));
        if (input == 0)
            return $"done for {context.Parent?.Name} under {context.Version}";
        context.ContinueAsNew(input - 1);
        return "";
    }
}

internal sealed class Versions : TaskOrchestrator<bool, string>
{
    public override async Task<string> RunAsync(TaskOrchestrationContext context, bool input) =>
        input ? $"{context.Version}>{await context.CallSubOrchestratorAsync<string>(nameof(Versions), false)}" : context.Version;
}

/// <summary>Fails until the gate is open.</summary>
internal sealed class Failing : TaskOrchestrator<int, int>
{
    public override async Task<int> RunAsync(TaskOrchestrationContext context, int input) =>
        await context.CallActivityAsync<int>(nameof(Flaky), input);
}
