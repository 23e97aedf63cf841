using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Step6Maintenance;

namespace RegionSud.AiWorkflow.Step5Evaluation;

/// <summary>What DTISU and the directorate decided together, or the DGS between them.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EvaluationOutcome>))]
public enum EvaluationOutcome
{
    Deploy,
    Modify,
    Stop,
}

/// <summary>
/// Evaluation (charter 5.5): a trial with an end date in an isolated environment, then its results and, where there were personal data, the
/// attestation of their deletion, which is chased until it is given. DTISU and the directorate decide together.
/// </summary>
public sealed class EvaluationStep : TaskOrchestrator<StepInput, EvaluationOutcome>
{
    public override async Task<EvaluationOutcome> RunAsync(TaskOrchestrationContext context, StepInput input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        var outcome = context.IsFrom("1.3.0") ? await WatchedAsync(context, input) : await TryAsync(context, input, CancellationToken.None);
        await context.DoAsync(nameof(ConcludeStep), new StepConclusion(input, outcome.ToString()));
        if (outcome != EvaluationOutcome.Stop)
            await context.DoAsync(nameof(AnnounceMilestone), new Milestone(input, outcome == EvaluationOutcome.Deploy ? "deployed" : "modify"));
        return outcome;
    }

    // What a change of the model asks is asked beside the trial; it may send the solution back before the trial has ended.
    private static async Task<EvaluationOutcome> WatchedAsync(TaskOrchestrationContext context, StepInput input)
    {
        using var over = new CancellationTokenSource();
        var trial = TryAsync(context, input, over.Token);
        var sentBack = SentBackAsync(context, input, over.Token);
        var first = await Task.WhenAny(trial, sentBack);
        over.Cancel();
        if (first == trial)
            return await trial;
        await context.DoAsync(nameof(RecallTasks), input);
        return EvaluationOutcome.Modify;
    }

    private static async Task<EvaluationOutcome> TryAsync(TaskOrchestrationContext context, StepInput input, CancellationToken over)
    {
        var plan = await context.AskAsync(input.Ask("plan-trial"), over);
        var trial = await context.DoAsync<Trial>(nameof(FindTrial), new TrialPlan(input, plan.Until!.Value));
        if (trial.EndsAt.UtcDateTime > context.CurrentUtcDateTime)
            await context.CreateTimer(trial.EndsAt.UtcDateTime, over);

        var results = context.AskAsync(input.Ask("report-trial"), over);
        if (trial.HasPersonalData)
            await Task.WhenAll(results, context.AskAsync(input.Ask("attest-deletion"), over));
        await results;

        var decision = await context.AskBothAsync(input.Ask("evaluate-dtisu"), input.Ask("evaluate-directorate"), input.Ask("evaluate-dgs"), over);
        return decision.Choice switch
        {
            "deploy" => EvaluationOutcome.Deploy,
            "modify" => EvaluationOutcome.Modify,
            _ => EvaluationOutcome.Stop,
        };
    }

    // Ends when DSIPN sends the solution back to development for a change of its model.
    private static async Task SentBackAsync(TaskOrchestrationContext context, StepInput input, CancellationToken over)
    {
        var sentBack = false;
        while (!sentBack)
        {
            var plan = await context.DoAsync<RecheckPlan>(nameof(PlanTrialRecheck), input);
            if (!plan.Begins)
            {
                await context.WaitForExternalEvent<string>(MaintenanceStep.ModelChanged, over);
                continue;
            }

            var decision = await context.AskAsync(input.Ask("review-trial", plan.Number), over);
            await context.DoAsync(nameof(ConcludeRecheck), new RecheckConclusion(input, plan, decision.Choice!));
            sentBack = decision.Choice == "modify";
        }
    }
}

/// <summary>A trial's end, as planned.</summary>
public sealed record TrialPlan(StepInput At, DateOnly EndsOn);

/// <summary>What the rest of the step must know of a trial.</summary>
public sealed record Trial(DateTimeOffset EndsAt, bool HasPersonalData);

/// <summary>
/// Reads what a trial is. Its end is computed from the day of the decision, so that a second run, even much later, gives the same instant.
/// </summary>
public sealed class FindTrial(CaseFiles files, IWorkingDays calendar) : TaskActivity<TrialPlan, Trial>
{
    public override async Task<Trial> RunAsync(TaskActivityContext context, TrialPlan input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var useCase = await files.GetAsync(input.At.CaseId, CancellationToken.None);
        var decidedAt = useCase.Decisions["plan-trial"].At;
        return new Trial(calendar.At(input.EndsOn, decidedAt), useCase.Has(CaseFacts.PersonalData));
    }
}
