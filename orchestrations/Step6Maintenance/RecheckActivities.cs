using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Step6Maintenance;

/// <summary>Which way a re-check goes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RecheckCourse>))]
public enum RecheckCourse
{
    /// <summary>The directorate and DSIPN decide; DTISU settles between them.</summary>
    Review,

    /// <summary>A light change: the acceptance set is replayed, and DSIPN confirms.</summary>
    Confirmation,

    /// <summary>A full change: the case goes back to qualification.</summary>
    Requalification,

    /// <summary>The use is halted: it is asked whether it goes on.</summary>
    Resumption,
}

/// <summary>What maintenance does next.</summary>
/// <param name="Number">Number of the re-check, over the case's whole life.</param>
/// <param name="Begins">Whether it begins now.</param>
/// <param name="At">When to look again otherwise.</param>
/// <param name="Suspended">The use is halted: it is not re-checked but decided on.</param>
/// <param name="Course">Which way it goes.</param>
/// <param name="ProposesHalt">Whether the directorate is asked to halt the use meanwhile.</param>
public sealed record RecheckPlan(
    int Number, bool Begins, DateTimeOffset At, bool Suspended, RecheckCourse Course = RecheckCourse.Review, bool ProposesHalt = false);

/// <summary>
/// Reads the journal: a re-check under way goes on; a halted use is decided on; a change of a model or of the law, or the date, begins one; else it says when
/// to look again. A second run finds the re-check that the first began.
/// </summary>
public sealed class PlanRecheck(CaseFiles files, IWakes wakes, CharterRules rules, IWorkingDays calendar, TimeProvider time)
    : TaskActivity<StepInput, RecheckPlan>
{
    public override async Task<RecheckPlan> RunAsync(TaskActivityContext context, StepInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var (useCase, now) = (await files.GetAsync(input.CaseId, CancellationToken.None), time.GetUtcNow());
        if (useCase.OpenRecheck is { } underWay)
            return Begin(underWay, useCase, now);
        if (useCase.Status == CaseStatus.Suspended)
            return new RecheckPlan(await ResumptionAsync(useCase), true, now, true, RecheckCourse.Resumption);

        // The date is computed from what the journal has, so that it is the same after a restart.
        var date = useCase.NextRecheck ?? calendar.After(useCase.StepSince, rules.Delays.Recheck.Of(useCase.Risk));
        if (useCase.PendingChanges.IsEmpty && useCase.PendingLawChanges.IsEmpty && date > now)
        {
            // Written down, so that people see it coming.
            if (useCase.NextRecheck is null)
                await files.RecordAsync(input.CaseId, [new Fact($"recheck-planned:{input.Round}", new CaseEvent.RecheckPlanned(date))], CancellationToken.None);
            return new RecheckPlan(useCase.Rechecks + 1, false, date, false);
        }

        return Begin(useCase.Rechecks + 1, await Rechecks.OpenAsync(files, wakes, useCase), now);
    }

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

    private static RecheckPlan Begin(int number, UseCase useCase, DateTimeOffset now)
    {
        var causes = useCase.RecheckCauses;
        var course =
            causes.Exists(change => change.Grade == ChangeGrade.Full) ? RecheckCourse.Requalification
            : !causes.IsEmpty && useCase.RecheckLawCauses.IsEmpty && causes.TrueForAll(change => change.Grade == ChangeGrade.Light) ? RecheckCourse.Confirmation
            : RecheckCourse.Review;
        return new RecheckPlan(
            number, true, now, false, course, useCase.HaltedAt is null && causes.Exists(change => change.Meanwhile == UseMeanwhile.Suspension));
    }
}

/// <summary>Beginning a re-check, in use or on trial.</summary>
internal static class Rechecks
{
    /// <summary>Takes up all that is pending. A second call finds nothing pending, and begins nothing: call it when no re-check is open.</summary>
    public static async Task<UseCase> OpenAsync(CaseFiles files, IWakes wakes, UseCase useCase)
    {
        var (models, laws) = (useCase.PendingChanges.ConvertAll(change => change.ChangeId), useCase.PendingLawChanges.ConvertAll(change => change.ChangeId));
        var number = useCase.Rechecks + 1;
        // What the re-check asks comes next, and brings the lists up to date.
        var opened = await files.AppendAsync(useCase.Id, [new Fact($"recheck:{number}", new CaseEvent.RecheckOpened(number, [.. models, .. laws]))], CancellationToken.None);
        foreach (var key in models.Select(ModelChanges.KeyOf).Concat(laws.Select(Watch.LawWatch.KeyOf)))
            await wakes.ClearAsync(useCase.Id, key, CancellationToken.None);
        return opened;
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
