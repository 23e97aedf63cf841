using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Step3Arbitration;

/// <summary>The DGS's decision.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ArbitrationOutcome>))]
public enum ArbitrationOutcome
{
    Accepted,
    Refused,
}

/// <summary>Arbitration (charter 5.3): the DGS accepts, accepts with conditions, refuses, or defers to a date at which the case is put to it again.</summary>
public sealed class ArbitrationStep : TaskOrchestrator<StepInput, ArbitrationOutcome>
{
    public override async Task<ArbitrationOutcome> RunAsync(TaskOrchestrationContext context, StepInput input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        var decision = await context.AskAsync(input.Ask("arbitrate"));
        for (var deferrals = 1; decision.Choice == "defer"; deferrals++)
        {
            var deferral = new Deferral(input, deferrals, decision.Until!.Value);
            var until = await context.DoAsync<DateTimeOffset>(nameof(DeferCase), deferral);
            await context.DoAsync(nameof(AnnounceMilestone), new Milestone(input, "deferred", deferrals));
            if (until.UtcDateTime > context.CurrentUtcDateTime)
                await context.CreateTimer(until.UtcDateTime, CancellationToken.None);
            await context.DoAsync(nameof(ResumeCase), deferral);
            decision = await context.AskAsync(input.Ask("arbitrate", deferrals + 1));
        }

        var outcome = decision.Choice == "refuse" ? ArbitrationOutcome.Refused : ArbitrationOutcome.Accepted;
        await context.DoAsync(nameof(ConcludeStep), new StepConclusion(input, outcome.ToString()));
        if (outcome == ArbitrationOutcome.Accepted)
            await context.DoAsync(nameof(AnnounceMilestone), new Milestone(input, "accepted"));
        return outcome;
    }
}

/// <summary>The n-th deferral of a round of arbitration.</summary>
public sealed record Deferral(StepInput At, int Number, DateOnly Until);

/// <summary>Writes a deferral and says when the case comes back. A second run gives the instant that the first wrote.</summary>
public sealed class DeferCase(CaseFiles files, TaskClock clock) : TaskActivity<Deferral, DateTimeOffset>
{
    public override async Task<DateTimeOffset> RunAsync(TaskActivityContext context, Deferral input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var key = $"deferred:{input.At.Round}.{input.Number}";
        if (await files.FindEntryAsync(input.At.CaseId, key, CancellationToken.None) is { } entry)
            return ((CaseEvent.CaseDeferred)entry.Event).Until;
        var until = clock.At(input.Until);
        await files.RecordAsync(input.At.CaseId, [new Fact(key, new CaseEvent.CaseDeferred(until))], CancellationToken.None);
        return until;
    }
}

/// <summary>Writes that a deferred case is back. A second run changes nothing.</summary>
public sealed class ResumeCase(CaseFiles files) : TaskActivity<Deferral, bool>
{
    public override async Task<bool> RunAsync(TaskActivityContext context, Deferral input)
    {
        ArgumentNullException.ThrowIfNull(input);
        await files.RecordAsync(input.At.CaseId, [new Fact($"resumed:{input.At.Round}.{input.Number}", new CaseEvent.CaseResumed())], CancellationToken.None);
        return true;
    }
}
