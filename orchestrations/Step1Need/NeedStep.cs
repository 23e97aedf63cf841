using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Step1Need;

/// <summary>How the first step ends.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NeedOutcome>))]
public enum NeedOutcome
{
    /// <summary>Passed on to DSIPN for qualification (5.1-c).</summary>
    PassedOn,

    /// <summary>The directorate does not pursue it.</summary>
    NotPursued,
}

/// <summary>
/// Expression of need (charter 5.1): reading, gaps asked back, the directorate's endorsement, DTISU's judgement. What DTISU passes on is
/// always a version that the directorate's head endorsed: a corrected need goes to the head again.
/// </summary>
public sealed class NeedStep : TaskOrchestrator<StepInput, NeedOutcome>
{
    public override async Task<NeedOutcome> RunAsync(TaskOrchestrationContext context, StepInput input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        var gaps = await context.DoAsync<int>(nameof(ReadForm), input.CaseId);
        await context.DoAsync(nameof(SendReceipt), input.CaseId);
        if (gaps > 0)
            await context.AskAsync(input.Ask("complete"));

        var outcome = await AgreeAsync(context, input);
        await context.DoAsync(nameof(ConcludeStep), new StepConclusion(input, outcome.ToString()));
        if (outcome == NeedOutcome.PassedOn)
            await context.DoAsync(nameof(AnnounceMilestone), new Milestone(input, "passed-on"));
        return outcome;
    }

    private static async Task<NeedOutcome> AgreeAsync(TaskOrchestrationContext context, StepInput input)
    {
        var (endorsements, reviews, closings, corrections) = (0, 0, 0, 0);
        while (true)
        {
            var endorsed = await context.AskAsync(input.Ask("endorse", ++endorsements));
            if (endorsed.Choice == "decline")
                return NeedOutcome.NotPursued;

            while (endorsed.Choice == "endorse")
            {
                var reviewed = await context.AskAsync(input.Ask("review", ++reviews));
                if (reviewed.Choice == "pass")
                    return NeedOutcome.PassedOn;
                if (reviewed.Choice == "return")
                    break;
                var closing = await context.AskAsync(input.Ask("closing", ++closings));
                if (closing.Choice == "accept")
                    return NeedOutcome.NotPursued;
            }

            await context.AskAsync(input.Ask("correct", ++corrections));
        }
    }
}
