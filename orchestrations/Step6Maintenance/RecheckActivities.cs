using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.HumanTasks;
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
/// <param name="Opened">How the tasks stand that are open already, per kind; null when the step opens them itself.</param>
public sealed record RecheckPlan(
    int Number, bool Begins, DateTimeOffset At, bool Suspended, RecheckCourse Course = RecheckCourse.Review, bool ProposesHalt = false,
    IReadOnlyDictionary<string, TaskLook>? Opened = null)
{
    /// <summary>Kinds of the tasks that it begins with.</summary>
    [JsonIgnore]
    public IEnumerable<string> AsksFirst =>
    [
        .. Course switch
        {
            RecheckCourse.Resumption => (string[])["resume"],
            RecheckCourse.Confirmation => ["confirm-change"],
            RecheckCourse.Requalification => [],
            _ => ["recheck-directorate", "recheck-dsipn"],
        },
        .. ProposesHalt ? (string[])["confirm-suspension"] : [],
    ];
}

/// <summary>
/// Reads the journal: a re-check under way goes on; a halted use is decided on; a change of a model or of the law, or the date, begins one; else it says when
/// to look again. A second run finds the re-check that the first began. For steps that began before 1.4.0, which open its tasks themselves.
/// </summary>
public sealed class PlanRecheck(CaseFiles files, Rechecks rechecks) : TaskActivity<StepInput, RecheckPlan>
{
    public override async Task<RecheckPlan> RunAsync(TaskActivityContext context, StepInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var useCase = await files.GetAsync(input.CaseId, CancellationToken.None);
        return await rechecks.PlanAsync(input, rechecks.IsDue(useCase) ? await rechecks.OpenAsync(useCase) : useCase);
    }
}

/// <summary>
/// Begins a re-check with all that it asks first, in one write: thousands begin at once when a model changes. A re-check under way goes on, a halted use is decided on; where nothing is due it
/// says when to look again. A second run finds what the first began, and sends only the mails that had not left. Storage requests: two for the journal, one and those of the tasks' lists, one
/// for each cause; two or three where nothing is due.
/// </summary>
public sealed class BeginRecheck(CaseFiles files, Rechecks rechecks, TaskOpening opening, TaskClock clock) : TaskActivity<StepInput, RecheckPlan>
{
    // Working days, some two months: the engine notes every third day of a wait, and the history of a year would cost with each.
    private const int LongestWait = 40;

    public override async Task<RecheckPlan> RunAsync(TaskActivityContext context, StepInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var useCase = (await files.DecideAsync(input.CaseId, known => FactsAsync(input, known), CancellationToken.None)).Case;
        var plan = await rechecks.PlanAsync(input, useCase);
        if (!plan.Begins)
            return clock.After(LongestWait) is var latest && latest < plan.At ? plan with { At = latest } : plan;
        if (!plan.Suspended)
        {
            // The lists before the wakes: whoever stops between them is followed by the sweep, which mends the lists.
            await files.ProjectAsync(useCase, CancellationToken.None);
            await rechecks.HeardAsync(useCase);
        }

        var opened = new Dictionary<string, TaskLook>();
        foreach (var kind in plan.AsksFirst)
            opened.Add(kind, await opening.OpenAsync(input.Ask(kind, plan.Number), useCase));
        return plan with { Opened = opened };
    }

    private async Task<IReadOnlyList<Fact>> FactsAsync(StepInput input, UseCase known)
    {
        if (!rechecks.IsDue(known))
            return [];
        var begins = Rechecks.OpeningOf(known);
        var useCase = known.Apply(known.Version + 1, clock.Now, begins.Actor, begins.Event);
        var plan = rechecks.PlanOf(useCase);
        var facts = new List<Fact> { begins };
        foreach (var kind in plan.AsksFirst)
            facts.AddRange(await opening.FactsAsync(input.Ask(kind, plan.Number), useCase));
        // Too many to ask for one write: they are asked one after the other.
        return facts.Count <= ICaseJournal.MostFacts ? facts : [begins];
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
