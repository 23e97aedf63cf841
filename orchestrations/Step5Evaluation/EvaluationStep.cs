using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.HumanTasks;

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
        var plan = await context.AskAsync(input.Ask("plan-trial"));
        var trial = await context.DoAsync<Trial>(nameof(FindTrial), new TrialPlan(input, plan.Until!.Value));
        if (trial.EndsAt.UtcDateTime > context.CurrentUtcDateTime)
            await context.CreateTimer(trial.EndsAt.UtcDateTime, CancellationToken.None);

        var results = context.AskAsync(input.Ask("report-trial"));
        if (trial.HasPersonalData)
            await Task.WhenAll(results, context.AskAsync(input.Ask("attest-deletion")));
        await results;

        var decision = await context.AskBothAsync(input.Ask("evaluate-dtisu"), input.Ask("evaluate-directorate"), input.Ask("evaluate-dgs"));
        var outcome = decision.Choice switch
        {
            "deploy" => EvaluationOutcome.Deploy,
            "modify" => EvaluationOutcome.Modify,
            _ => EvaluationOutcome.Stop,
        };
        await context.DoAsync(nameof(ConcludeStep), new StepConclusion(input, outcome.ToString()));
        if (outcome != EvaluationOutcome.Stop)
            await context.DoAsync(nameof(AnnounceMilestone), new Milestone(input, outcome == EvaluationOutcome.Deploy ? "deployed" : "modify"));
        return outcome;
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
