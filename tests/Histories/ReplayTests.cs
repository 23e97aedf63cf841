using Microsoft.DurableTask;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Local.Engine;
using RegionSud.AiWorkflow.Step1Need;

namespace RegionSud.AiWorkflow.Tests.Histories;

/// <summary>Old cases live on: the histories of every released version are replayed against today's code.</summary>
public sealed class ReplayTests
{
    // Not by nameof in the calls: the analyzer looks for the activities in this project.
    private static readonly string Receipt = typeof(SendReceipt).Name;
    private static readonly string Reading = typeof(ReadForm).Name;

    public static TheoryData<string> Files => [.. Recordings.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_recorded_history_is_replayed_by_todays_code_without_a_difference(string file)
    {
        var json = Recordings.Read(file);

        Assert.Null(RecordedHistory.Replay(json, Recordings.Orchestrator(Recordings.OrchestratorOf(json))));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_recorded_history_names_nobody_and_no_machine(string file)
    {
        var json = Recordings.Read(file);

        Assert.DoesNotContain('@', json);
        Assert.DoesNotContain(Environment.MachineName, json, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Motif donné", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_orchestrator_of_the_process_has_a_recorded_history()
    {
        var registered = typeof(Process).Assembly.GetTypes().Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(ITaskOrchestrator))).Select(type => type.Name);
        var recorded = Recordings.Files.Select(file => Recordings.OrchestratorOf(Recordings.Read(file)));

        Assert.Empty(registered.Except(recorded));
    }

    [Fact]
    public void The_host_stamps_instances_with_the_version_that_the_process_names_and_that_version_is_recorded()
    {
        using var host = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(Recordings.Folder, "..", "..", "host.json")));

        Assert.Equal(Process.Version, host.RootElement.GetProperty("extensions").GetProperty("durableTask").GetProperty("defaultVersion").GetString());
        Assert.Contains(Recordings.Files, file => file.StartsWith($"{Process.Version}/", StringComparison.Ordinal));
    }

    [Fact]
    public void A_history_of_calls_in_another_order_is_caught()
    {
        var difference = RecordedHistory.Replay(Recordings.Read("1.0.0/Need.1.json"), new ReceiptFirst());

        Assert.Contains(nameof(SendReceipt), difference, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_that_the_history_does_not_have_is_caught() =>
        Assert.NotNull(RecordedHistory.Replay(Recordings.Read("1.0.0/Need.1.json"), new OneMoreCall()));

    /// <summary>The need's step as somebody might rewrite it: the receipt before the reading.</summary>
    private sealed class ReceiptFirst : TaskOrchestrator<StepInput, NeedOutcome>
    {
        public override async Task<NeedOutcome> RunAsync(TaskOrchestrationContext context, StepInput input)
        {
            await context.CallActivityAsync<bool>(Receipt, input.CaseId);
            await context.CallActivityAsync<int>(Reading, input.CaseId);
            return NeedOutcome.PassedOn;
        }
    }

    /// <summary>The need's step with one more activity at its end.</summary>
    private sealed class OneMoreCall : TaskOrchestrator<StepInput, NeedOutcome>
    {
        public override async Task<NeedOutcome> RunAsync(TaskOrchestrationContext context, StepInput input)
        {
            var outcome = await new NeedStep().RunAsync(context, input);
            await context.CallActivityAsync<bool>(Receipt, input.CaseId);
            return outcome;
        }
    }
}
