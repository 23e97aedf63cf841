using Microsoft.DurableTask;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Step6Maintenance;

/// <summary>What maintenance does next.</summary>
/// <param name="Number">Number of the re-check, over the case's whole life.</param>
/// <param name="Begins">Whether it begins now.</param>
/// <param name="At">When to look again otherwise.</param>
/// <param name="Suspended">The use is halted: it is not re-checked but decided on.</param>
public sealed record RecheckPlan(int Number, bool Begins, DateTimeOffset At, bool Suspended);

/// <summary>
/// Reads the journal: a suspended use is decided on; a re-check under way goes on; a model's change or the date begins one; else it says when
/// to look again. A second run finds the re-check that the first began.
/// </summary>
public sealed class PlanRecheck(CaseFiles files, IWakes wakes, CharterRules rules, IWorkingDays calendar, TimeProvider time)
    : TaskActivity<StepInput, RecheckPlan>
{
    public override async Task<RecheckPlan> RunAsync(TaskActivityContext context, StepInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var (useCase, now) = (await files.GetAsync(input.CaseId, CancellationToken.None), time.GetUtcNow());
        if (useCase.Status == CaseStatus.Suspended)
            return new RecheckPlan(useCase.Rechecks, true, now, true);
        if (useCase.OpenRecheck is { } underWay)
            return new RecheckPlan(underWay, true, now, false);

        // The date is computed from what the journal has, so that it is the same after a restart.
        var date = useCase.NextRecheck ?? calendar.After(useCase.StepSince, rules.Delays.Recheck.Of(useCase.Risk));
        var number = useCase.Rechecks + 1;
        if (useCase.PendingChanges.IsEmpty && date > now)
            return new RecheckPlan(number, false, date, false);

        var causes = useCase.PendingChanges.ConvertAll(change => change.ChangeId);
        await files.RecordAsync(input.CaseId, [new Fact($"recheck:{number}", new CaseEvent.RecheckOpened(number, causes))], CancellationToken.None);
        foreach (var change in causes)
            await wakes.ClearAsync(input.CaseId, Models.ModelChanges.KeyOf(change), CancellationToken.None);
        return new RecheckPlan(number, true, now, false);
    }
}

/// <summary>A re-check and what humans decided.</summary>
public sealed record RecheckConclusion(StepInput At, RecheckPlan Plan, string Choice);

/// <summary>Writes a re-check's end and the date of the next. A second run changes nothing.</summary>
public sealed class ConcludeRecheck(CaseFiles files, CharterRules rules, IWorkingDays calendar, TimeProvider time) : TaskActivity<RecheckConclusion, bool>
{
    public override async Task<bool> RunAsync(TaskActivityContext context, RecheckConclusion input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var (at, plan, choice) = input;
        var useCase = await files.GetAsync(at.CaseId, CancellationToken.None);
        var next = choice == "conform" ? calendar.After(time.GetUtcNow(), rules.Delays.Recheck.Of(useCase.Risk)) : (DateTimeOffset?)null;
        var key = $"recheck-concluded:{plan.Number}{(plan.Suspended ? ".resumed" : "")}";
        await files.RecordAsync(at.CaseId, [new Fact(key, new CaseEvent.RecheckConcluded(plan.Number, choice, next))], CancellationToken.None);
        return true;
    }
}
