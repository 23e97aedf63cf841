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
/// Maintenance (charter 5.6): waits for the next periodic re-check or for a change of a model or of the law, has the solution re-checked by its directorate and
/// DSIPN, and begins again as new, so that its history stays short for years. What woke it is read from the journal: a wake that is lost, or
/// comes twice, changes nothing.
/// </summary>
public sealed class MaintenanceStep : TaskOrchestrator<StepInput, MaintenanceOutcome>
{
    /// <summary>Event that tells of a change, of a model or of the law: its name is in the histories of cases in flight.</summary>
    public const string ModelChanged = "model-changed";

    public override async Task<MaintenanceOutcome> RunAsync(TaskOrchestrationContext context, StepInput input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        var plan = await context.DoAsync<RecheckPlan>(nameof(PlanRecheck), input);
        while (!plan.Begins)
        {
            using var waitEnded = new CancellationTokenSource();
            var changed = context.WaitForExternalEvent<string>(ModelChanged, waitEnded.Token);
            var dueDate = context.CreateTimer(plan.At.UtcDateTime, waitEnded.Token);
            await Task.WhenAny(changed, dueDate);
            waitEnded.Cancel();
            plan = await context.DoAsync<RecheckPlan>(nameof(PlanRecheck), input);
        }

        var decision = plan.Suspended
            ? await context.AskAsync(input.Ask("resume", plan.Number))
            : await context.AskBothAsync(
                input.Ask("recheck-directorate", plan.Number), input.Ask("recheck-dsipn", plan.Number), input.Ask("recheck-dtisu", plan.Number));
        await context.DoAsync(nameof(ConcludeRecheck), new RecheckConclusion(input, plan, decision.Choice!));

        switch (decision.Choice)
        {
            case "requalify":
                await context.DoAsync(nameof(ConcludeStep), new StepConclusion(input, nameof(MaintenanceOutcome.Requalify)));
                await context.DoAsync(nameof(AnnounceMilestone), new Milestone(input, "requalify"));
                return MaintenanceOutcome.Requalify;
            case "withdraw":
                await context.DoAsync(nameof(ConcludeStep), new StepConclusion(input, nameof(MaintenanceOutcome.Withdrawn)));
                return MaintenanceOutcome.Withdrawn;
            case "suspend":
                await context.DoAsync(nameof(AnnounceMilestone), new Milestone(input, "suspended", plan.Number));
                break;
            case "conform" when plan.Suspended:
                await context.DoAsync(nameof(AnnounceMilestone), new Milestone(input, "resumed", plan.Number));
                break;
        }

        context.ContinueAsNew(input);
        return default;
    }
}
