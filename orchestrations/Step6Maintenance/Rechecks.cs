using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Step6Maintenance;

/// <summary>When a re-check begins and which way it goes, by what the journal says.</summary>
public sealed class Rechecks(CaseFiles files, IWakes wakes, CharterRules rules, IWorkingDays calendar, TimeProvider time)
{
    /// <summary>Whether one begins now: no other is under way, the use goes on, and there is a change or the date has come.</summary>
    public bool IsDue(UseCase useCase)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        return useCase is { OpenRecheck: null, Status: not CaseStatus.Suspended } &&
            (!useCase.PendingChanges.IsEmpty || !useCase.PendingLawChanges.IsEmpty || DateOf(useCase) <= time.GetUtcNow());
    }

    /// <summary>The fact that begins one: it takes up all that is pending.</summary>
    public static Fact OpeningOf(UseCase useCase)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        var number = useCase.Rechecks + 1;
        return new Fact($"recheck:{number}", new CaseEvent.RecheckOpened(
            number, [.. useCase.PendingChanges.Select(change => change.ChangeId), .. useCase.PendingLawChanges.Select(change => change.ChangeId)]));
    }

    /// <summary>Begins one, in use or on trial. A second call finds nothing pending, and begins nothing: call it when no re-check is open.</summary>
    public async Task<UseCase> OpenAsync(UseCase useCase)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        // What the re-check asks comes next, and brings the lists up to date.
        var opened = await files.AppendAsync(useCase.Id, [OpeningOf(useCase)], CancellationToken.None);
        await HeardAsync(opened);
        return opened;
    }

    /// <summary>Takes away the wakes of what the open re-check took up: a storage request for each.</summary>
    public async Task HeardAsync(UseCase useCase)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        foreach (var key in useCase.RecheckCauses.Select(change => ModelChanges.KeyOf(change.ChangeId)).Concat(useCase.RecheckLawCauses.Select(change => Watch.LawWatch.KeyOf(change.ChangeId))))
            await wakes.ClearAsync(useCase.Id, key, CancellationToken.None);
    }

    /// <summary>What a step does next: goes on with the open re-check, asks whether a halted use goes on, or waits for the date, which it writes down so that people see it coming.</summary>
    public async Task<RecheckPlan> PlanAsync(StepInput input, UseCase useCase)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(useCase);
        if (useCase.OpenRecheck is not null)
            return PlanOf(useCase);
        if (useCase.Status == CaseStatus.Suspended)
            return new RecheckPlan(await ResumptionAsync(useCase), true, time.GetUtcNow(), true, RecheckCourse.Resumption);
        var date = DateOf(useCase);
        if (useCase.NextRecheck is null)
            await files.RecordAsync(input.CaseId, [new Fact($"recheck-planned:{input.Round}", new CaseEvent.RecheckPlanned(date))], CancellationToken.None);
        return new RecheckPlan(useCase.Rechecks + 1, false, date, false);
    }

    /// <summary>Which way the open re-check goes.</summary>
    public RecheckPlan PlanOf(UseCase useCase)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        var causes = useCase.RecheckCauses;
        var course =
            causes.Exists(change => change.Grade == ChangeGrade.Full) ? RecheckCourse.Requalification
            : !causes.IsEmpty && useCase.RecheckLawCauses.IsEmpty && causes.TrueForAll(change => change.Grade == ChangeGrade.Light) ? RecheckCourse.Confirmation
            : RecheckCourse.Review;
        return new RecheckPlan(
            useCase.OpenRecheck!.Value, true, time.GetUtcNow(), false, course, useCase.HaltedAt is null && causes.Exists(change => change.Meanwhile == UseMeanwhile.Suspension));
    }

    // Computed from what the journal has, so that it is the same after a restart.
    private DateTimeOffset DateOf(UseCase useCase) => useCase.NextRecheck ?? calendar.After(useCase.StepSince, rules.Delays.Recheck.Of(useCase.Risk));

    // A use that a person halted, and not a re-check, has no number yet.
    private async Task<int> ResumptionAsync(UseCase useCase)
    {
        if (useCase.Resumption is { } asked)
            return asked;
        if (useCase.HaltedAt is null)
            return useCase.Rechecks;
        var number = useCase.Rechecks + 1;
        await files.RecordAsync(useCase.Id, [new Fact($"resumption:{number}", new CaseEvent.ResumptionAsked(number))], CancellationToken.None);
        foreach (var key in useCase.HaltKeys)
            await wakes.ClearAsync(useCase.Id, key, CancellationToken.None);
        return number;
    }
}
