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
        var (pursued, closings) = gaps > 0 ? await CompleteAsync(context, input) : (true, 0);
        var outcome = pursued ? await AgreeAsync(context, input, closings) : NeedOutcome.NotPursued;
        await context.DoAsync(nameof(ConcludeStep), new StepConclusion(input, outcome.ToString()));
        if (outcome == NeedOutcome.PassedOn)
            await context.DoAsync(nameof(AnnounceMilestone), new Milestone(input, "passed-on"));
        return outcome;
    }

    /// <summary>
    /// Asks for what is missing. Whoever does not know it all sends what they know and is asked again, up to the limit of <c>intake.yaml</c>; then DTISU
    /// says how to go on.
    /// </summary>
    /// <returns>Whether the need goes on, and how often its closing was proposed.</returns>
    private static async Task<(bool Pursued, int Closings)> CompleteAsync(TaskOrchestrationContext context, StepInput input)
    {
        if (context.Version is "1.0.0" or "1.1.0")
        {
            await context.AskAsync(input.Ask("complete"));
            return (true, 0);
        }

        for (var (asked, settled, closings) = (1, 0, 0); ; asked++)
        {
            var sent = await context.AskAsync(input.Ask("complete", asked));
            if (sent.Choice == "send")
                return (true, closings);
            if (await context.DoAsync<bool>(nameof(MayAskAgain), asked))
                continue;
            var settlement = await context.AskAsync(input.Ask("settle-gaps", ++settled));
            if (settlement.Choice == "go-on")
                return (true, closings);
            if (settlement.Choice == "propose-closing" && (await context.AskAsync(input.Ask("closing", ++closings))).Choice == "accept")
                return (false, closings);
        }
    }

    private static async Task<NeedOutcome> AgreeAsync(TaskOrchestrationContext context, StepInput input, int closings)
    {
        var (endorsements, reviews, corrections) = (0, 0, 0);
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
