using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Step6Maintenance;

/// <summary>How a deployed solution leaves maintenance.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MaintenanceOutcome>))]
public enum MaintenanceOutcome
{
    /// <summary>Back to step 2.</summary>
    Requalify,

    /// <summary>Taken out of use.</summary>
    Withdrawn,
}

/// <summary>
/// Maintenance (charter 5.6): waits for the next periodic re-check or for a change of a model or of the law, has the solution re-checked as the change asks, and
/// begins again as new, so that its history stays short for years. What woke it is read from the journal: a wake that is lost, or
/// comes twice, changes nothing.
/// </summary>
public sealed class MaintenanceStep : TaskOrchestrator<StepInput, MaintenanceOutcome>
{
    /// <summary>Event that tells of a change, of a model or of the law, or of a halt: its name is in the histories of cases in flight.</summary>
    public const string ModelChanged = "model-changed";

    public override async Task<MaintenanceOutcome> RunAsync(TaskOrchestrationContext context, StepInput input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        // Before 1.4.0 the step opened the tasks itself.
        var opens = context.IsFrom("1.4.0");
        var begin = opens ? nameof(BeginRecheck) : nameof(PlanRecheck);
        var plan = await context.DoAsync<RecheckPlan>(begin, input);
        while (!plan.Begins)
        {
            using var waitEnded = new CancellationTokenSource();
            var changed = context.WaitForExternalEvent<string>(ModelChanged, waitEnded.Token);
            var dueDate = context.CreateTimer(plan.At.UtcDateTime, waitEnded.Token);
            await Task.WhenAny(changed, dueDate);
            waitEnded.Cancel();
            plan = await context.DoAsync<RecheckPlan>(begin, input);
            if (opens && !plan.Begins)
            {
                // It goes on waiting with a history of its own, so that a wait of a year is as light as one of a month.
                GoOn(context, input);
                return default;
            }
        }

        // Before 1.3.0 every re-check was the directorate's and DSIPN's.
        var choice = context.IsFrom("1.3.0") ? await RecheckAsync(context, input, plan)
            : plan.Suspended ? (await context.AskAsync(input.Ask("resume", plan.Number))).Choice!
            : await ReviewAsync(context, input, plan);
        await context.DoAsync(nameof(ConcludeRecheck), new RecheckConclusion(input, plan with { Opened = null }, choice));

        switch (choice)
        {
            case "requalify":
                await context.DoAsync(nameof(ConcludeStep), new StepConclusion(input, nameof(MaintenanceOutcome.Requalify)));
                await context.DoAsync(nameof(AnnounceMilestone), new Milestone(input, "requalify"));
                return MaintenanceOutcome.Requalify;
            case "withdraw":
                // The decision is taken; the case closes when what follows from it is done.
                if (context.IsFrom("1.3.0"))
                {
                    await context.DoAsync(nameof(AnnounceMilestone), new Milestone(input, "withdrawing", plan.Number));
                    await context.AskAsync(input.Ask("finish-withdrawal", plan.Number));
                }

                await context.DoAsync(nameof(ConcludeStep), new StepConclusion(input, nameof(MaintenanceOutcome.Withdrawn)));
                return MaintenanceOutcome.Withdrawn;
            case "suspend":
                await context.DoAsync(nameof(AnnounceMilestone), new Milestone(input, "suspended", plan.Number));
                break;
            case "conform" when plan.Suspended:
                await context.DoAsync(nameof(AnnounceMilestone), new Milestone(input, "resumed", plan.Number));
                break;
        }

        GoOn(context, input);
        return default;
    }

    // A life that began under an older version goes on under today's.
    private static void GoOn(TaskOrchestrationContext context, StepInput input) =>
        context.ContinueAsNew(new ContinueAsNewOptions { NewInput = input, NewVersion = Process.Version });

    private static async Task<string> RecheckAsync(TaskOrchestrationContext context, StepInput input, RecheckPlan plan)
    {
        using var over = new CancellationTokenSource();
        var halt = plan.ProposesHalt ? HaltAsync(context, input, plan, over.Token) : null;
        var choice = plan.Course switch
        {
            RecheckCourse.Resumption => (await AskAsync(context, input, plan, "resume")).Choice!,
            RecheckCourse.Confirmation => (await AskAsync(context, input, plan, "confirm-change")).Choice!,
            RecheckCourse.Requalification => "requalify",
            _ => "review",
        };
        // DSIPN found more than it can confirm alone.
        if (choice == "review")
            choice = await ReviewAsync(context, input, plan);
        if (plan.Course == RecheckCourse.Requalification && halt is not null)
            await halt;
        if (halt is { IsCompleted: false })
        {
            over.Cancel();
            await context.DoAsync(nameof(RecallTasks), input);
        }

        return choice;
    }

    private static async Task HaltAsync(TaskOrchestrationContext context, StepInput input, RecheckPlan plan, CancellationToken over)
    {
        if ((await AskAsync(context, input, plan, "confirm-suspension", over)).Choice == "suspend")
            await context.DoAsync(nameof(AnnounceMilestone), new Milestone(input, "suspended", plan.Number));
    }

    private static async Task<string> ReviewAsync(TaskOrchestrationContext context, StepInput input, RecheckPlan plan) => (await context.AskBothAsync(
        input.Ask("recheck-directorate", plan.Number), input.Ask("recheck-dsipn", plan.Number), input.Ask("recheck-dtisu", plan.Number), plan.Opened)).Choice!;

    private static Task<TaskLook> AskAsync(TaskOrchestrationContext context, StepInput input, RecheckPlan plan, string kind, CancellationToken recalled = default) =>
        context.AskAsync(input.Ask(kind, plan.Number), plan.Opened?.GetValueOrDefault(kind), recalled);
}
