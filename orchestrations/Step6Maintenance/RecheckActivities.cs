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
/// Reads the journal: a suspended use is decided on; a re-check under way goes on; a change of a model or of the law, or the date, begins one; else it says when
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
        var (models, laws) = (useCase.PendingChanges.ConvertAll(change => change.ChangeId), useCase.PendingLawChanges.ConvertAll(change => change.ChangeId));
        if (models.IsEmpty && laws.IsEmpty && date > now)
            return new RecheckPlan(number, false, date, false);

        await files.RecordAsync(input.CaseId, [new Fact($"recheck:{number}", new CaseEvent.RecheckOpened(number, [.. models, .. laws]))], CancellationToken.None);
        foreach (var key in models.Select(Models.ModelChanges.KeyOf).Concat(laws.Select(Watch.LawWatch.KeyOf)))
            await wakes.ClearAsync(input.CaseId, key, CancellationToken.None);
        return new RecheckPlan(number, true, now, false);
    }
}

/// <summary>A re-check and what humans decided.</summary>
public sealed record RecheckConclusion(StepInput At, RecheckPlan Plan, string Choice);

/// <summary>
/// Writes a re-check's end and the date of the next; when it answered a change of the law and the solution stays, what the rules said then is from now on
/// what the case was judged by. A second run changes nothing.
/// </summary>
public sealed class ConcludeRecheck(CaseFiles files, CharterRules rules, IWorkingDays calendar, TimeProvider time) : TaskActivity<RecheckConclusion, bool>
{
    public override async Task<bool> RunAsync(TaskActivityContext context, RecheckConclusion input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var (at, plan, choice) = input;
        var useCase = await files.GetAsync(at.CaseId, CancellationToken.None);
        var (judged, risk) = choice is "conform" or "suspend" ? await JudgedAsync(useCase, plan.Number) : ([], useCase.Risk);
        var next = choice == "conform" ? calendar.After(time.GetUtcNow(), rules.Delays.Recheck.Of(risk)) : (DateTimeOffset?)null;
        var key = $"recheck-concluded:{plan.Number}{(plan.Suspended ? ".resumed" : "")}";
        await files.RecordAsync(at.CaseId, [.. judged, new Fact(key, new CaseEvent.RecheckConcluded(plan.Number, choice, next))], CancellationToken.None);
        return true;
    }

    // What people had before them, as the look found it, and not what the rules say by now: a change that came meanwhile is a re-check of its own. The class
    // of record follows upwards; downwards only a new qualification takes it.
    private async Task<(IReadOnlyList<Fact> Facts, RiskClass? Risk)> JudgedAsync(UseCase useCase, int number)
    {
        if (useCase.RecheckLawCauses.IsEmpty ||
            await files.FindEntryAsync(useCase.Id, Watch.LawWatch.KeyOf(useCase.RecheckLawCauses[^1].ChangeId), CancellationToken.None) is not
            { Event: CaseEvent.LawChanged { Assessed: { } assessed } changed })
            return ([], useCase.Risk);
        var facts = new List<Fact> { new($"recheck-assessed:{number}", assessed) };
        if (useCase.Risk is { } known && assessed.Class <= known)
            return (facts, known);
        facts.Insert(0, new Fact($"recheck-classified:{number}", new CaseEvent.RiskClassified(assessed.Class, changed.Rows, changed.RulesVersion)));
        return (facts, assessed.Class);
    }
}
