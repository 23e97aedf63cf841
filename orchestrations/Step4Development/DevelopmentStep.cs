using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Step4Development;

/// <summary>How the development ends.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DevelopmentOutcome>))]
public enum DevelopmentOutcome
{
    /// <summary>Every item of the gate is there with its evidence.</summary>
    Ready,

    /// <summary>An owner says that it cannot be done: back to the DGS.</summary>
    Blocked,
}

/// <summary>
/// Development (charter 5.4): the owners of the gate's items are asked side by side, each for their own. The gate opens when all hold; as
/// soon as one says that it cannot be, the others are asked no more and the DGS arbitrates again. The conditions of the acceptance are items of the
/// gate like the others, each with the owner and the date that the DGS gave it.
/// </summary>
public sealed class DevelopmentStep : TaskOrchestrator<StepInput, DevelopmentOutcome>
{
    private static readonly string[] Owners = ["build", "protect", "secure", "accompany"];

    public override async Task<DevelopmentOutcome> RunAsync(TaskOrchestrationContext context, StepInput input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        using var blocked = new CancellationTokenSource();
        // 1.0.0 had the conditions in one text that DSIPN answered in its own form.
        var conditions = context.Version == "1.0.0" ? [] : await context.DoAsync<IReadOnlyList<int>>(nameof(FindConditions), input.CaseId);
        var open = Owners.Select(kind => input.Ask(kind)).Concat(conditions.Select(number => input.Ask(StandingCondition.TaskKind, number)))
            .Select(order => context.AskAsync(order, blocked.Token)).ToList();
        var outcome = DevelopmentOutcome.Ready;
        while (open.Count > 0 && outcome == DevelopmentOutcome.Ready)
        {
            var answered = await Task.WhenAny(open);
            open.Remove(answered);
            if ((await answered).Choice == "blocked")
                outcome = DevelopmentOutcome.Blocked;
        }

        if (outcome == DevelopmentOutcome.Blocked)
        {
            blocked.Cancel();
            await context.DoAsync(nameof(RecallTasks), input);
        }
        else
        {
            await context.DoAsync(nameof(RegisterModels), input.CaseId);
        }

        await context.DoAsync(nameof(ConcludeStep), new StepConclusion(input, outcome.ToString()));
        if (outcome == DevelopmentOutcome.Blocked)
            await context.DoAsync(nameof(AnnounceMilestone), new Milestone(input, "back-to-arbitration"));
        return outcome;
    }
}
