using Microsoft.DurableTask;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Step6Maintenance;

namespace RegionSud.AiWorkflow.Step5Evaluation;

/// <summary>
/// Reads the journal of a case on trial: a change of its model begins a re-check of the trial; one under way goes on. Changes of the law wait until the solution is in
/// use. A second run finds the re-check that the first began.
/// </summary>
public sealed class PlanTrialRecheck(CaseFiles files, Rechecks rechecks, TimeProvider time) : TaskActivity<StepInput, RecheckPlan>
{
    public override async Task<RecheckPlan> RunAsync(TaskActivityContext context, StepInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var (useCase, now) = (await files.GetAsync(input.CaseId, CancellationToken.None), time.GetUtcNow());
        if (useCase.OpenRecheck is { } underWay)
            return new RecheckPlan(underWay, true, now, false);
        if (useCase.PendingChanges.IsEmpty)
            return new RecheckPlan(useCase.Rechecks + 1, false, now, false);
        await rechecks.OpenAsync(useCase with { PendingLawChanges = [] });
        return new RecheckPlan(useCase.Rechecks + 1, true, now, false);
    }
}
