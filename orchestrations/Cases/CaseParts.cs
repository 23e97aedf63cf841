using System.Collections.Immutable;
using System.Text.Json.Serialization;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Models;

namespace RegionSud.AiWorkflow.Cases;

/// <summary>A task that waits for a person.</summary>
/// <param name="People">Directory ids of those who were written to.</param>
public sealed record PendingTask(
    string TaskId, string Kind, Role Role, ImmutableList<string> People, DateTimeOffset OpenedAt, DateTimeOffset DueAt, int Reminders, bool Escalated)
{
    /// <summary>Whether a mail about it came back: somebody may not know that they are asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Unreached { get; init; }

    /// <summary>How it passed from one to another, in that order; null while it did not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableList<Handing>? Handings { get; init; }

    /// <summary>Directory ids of those who were asked and may no longer decide.</summary>
    [JsonIgnore]
    public IEnumerable<string> Left => (Handings ?? []).Select(one => one.From).OfType<string>().Where(person => !People.Contains(person)).Distinct();

    /// <summary>Whether a person may decide it on a day: they are asked, and what they were asked by has not run out.</summary>
    public bool Asks(string person, DateOnly day) => People.Contains(person) && !(HandingTo(person)?.Until < day);

    /// <summary>Those who may decide it on a day.</summary>
    public IEnumerable<string> AskedOn(DateOnly day) => People.Where(person => Asks(person, day));

    /// <summary>What brought the task to a person; null for those it was opened for.</summary>
    public Handing? HandingTo(string person) => Handings?.FindLast(one => one.To == person);

    /// <summary>Directory ids of those from whom an automatic answer came; null while none did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableList<string>? Absent { get; init; }

    /// <summary>The choice of each person who gave a voice, where several must agree; null while nobody did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableDictionary<string, string>? Voices { get; init; }

    /// <summary>Who is or was consulted; null while nobody was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableList<Consultation>? Consultations { get; init; }

    /// <summary>Working days for which its clock stood still.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int PausedDays { get; init; }

    /// <summary>Whether its clock stands still: the author of the need was asked a question.</summary>
    [JsonIgnore]
    public bool IsPaused => Consultations?.Exists(one => one.IsOpen && one.Kind == ConsultationKind.Question) == true;

    /// <summary>The task after somebody was consulted.</summary>
    public PendingTask Consulted(CaseEvent.ConsultationAsked e, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(e);
        return this with { Consultations = (Consultations ?? []).Add(new Consultation(e.Number, e.Kind, e.Rule, e.Role, [.. e.People], at, e.DueAt, e.Document)) };
    }

    /// <summary>The task after the answer.</summary>
    public PendingTask Answered(CaseEvent.ConsultationAnswered e, string actor, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(e);
        return this with
        {
            DueAt = e.DueAt ?? DueAt,
            PausedDays = PausedDays + e.StoppedDays,
            Consultations = (Consultations ?? []).ConvertAll(one => one.Number == e.Number ? one with { AnsweredAt = at, AnsweredBy = actor, Answer = e.Document, Verdict = e.Verdict } : one),
        };
    }

    /// <summary>The task after it passed on.</summary>
    public PendingTask Handed(CaseEvent.TaskHanded e)
    {
        ArgumentNullException.ThrowIfNull(e);
        var people = e.Leaves && e.From is not null ? People.Remove(e.From) : People;
        return this with
        {
            People = e.To is null || people.Contains(e.To) ? people : people.Add(e.To),
            Handings = (Handings ?? []).Add(new Handing(e.From, e.To, e.Cause, e.Until)),
        };
    }
}

/// <summary>A model change that no re-check has answered yet.</summary>
public sealed record PendingChange(string ChangeId, string ModelId, string From, string To, DateTimeOffset At)
{
    /// <summary>What changed; null in journals older than its keeping, where the version did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableList<ModelDifference>? Differences { get; init; }

    /// <summary>What it asks; in journals older than its keeping, that the directorate and DSIPN look.</summary>
    public ChangeGrade Grade { get; init; } = ChangeGrade.Review;

    /// <summary>What becomes of the use until then.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public UseMeanwhile Meanwhile { get; init; }

    /// <summary>Whether it is of some kind.</summary>
    public bool Has(ModelAspect aspect) => Differences?.Exists(difference => difference.Aspect == aspect) == true;
}

/// <summary>The DGS's or any other decision as later steps need it: the verdict, and the document that has the words.</summary>
/// <param name="Role">In what capacity; null where an older version of the code noted it down.</param>
public sealed record DecisionRef(
    string TaskId, string Kind, string Choice, string DecidedBy, DateTimeOffset At, DocumentRef Document, DateOnly? Until, Role? Role = null)
{
    /// <summary>How the task had come to who decided, with the person in whose place they did; null when it was opened for them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Handing? By { get; init; }

    /// <summary>Its place in <see cref="UseCase.Decisions"/>: the kind, and for a condition its number too, since each has a decision of its own.</summary>
    public static string PlaceOf(string kind, string taskId)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(taskId);
        return kind == StandingCondition.TaskKind ? kind + taskId[taskId.LastIndexOf('.')..] : kind;
    }
}

/// <summary>A condition of the acceptance that holds for the case.</summary>
/// <param name="Met">Whether its owner has said how it is fulfilled.</param>
public sealed record StandingCondition(int Number, Role Owner, DateOnly Due, bool Met)
{
    /// <summary>The kind of task that asks for it; the task's number is the condition's.</summary>
    public const string TaskKind = "fulfil-condition";
}

/// <summary>A case whose need looks like this one's.</summary>
/// <param name="Percent">How much, 1 to 100: see <see cref="Ports.ILikeNeeds"/>.</param>
public sealed record AlikeCase(CaseId CaseId, int Percent);

/// <summary>An incident that is not over.</summary>
/// <param name="Number">From 1, over the case's whole life.</param>
/// <param name="At">When it was reported.</param>
/// <param name="By">Directory id of who reported it.</param>
/// <param name="KnownAt">Since when the region knows of it.</param>
/// <param name="Document">What happened, in words.</param>
public sealed record OpenIncident(int Number, DateTimeOffset At, string By, bool Serious, bool PersonalData, DateTimeOffset KnownAt, DocumentRef Document)
{
    /// <summary>What was done of what it asks.</summary>
    public ImmutableList<SettledDuty> Settled { get; init; } = [];

    /// <summary>What it was taken for before, the oldest first.</summary>
    public ImmutableList<FormerGrade> Before { get; init; } = [];

    /// <summary>What it asked once and asks no longer.</summary>
    public ImmutableList<DroppedDuty> Dropped { get; init; } = [];

    /// <summary>
    /// As it is seen after a correction. What opens anew is to be judged anew: that it was set aside when the incident was taken for something else no longer counts.
    /// </summary>
    public OpenIncident Regraded(CaseEvent.IncidentRegraded happened, DateTimeOffset at, string actor)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return this with
        {
            Serious = happened.Serious,
            PersonalData = happened.PersonalData,
            Before = Before.Add(new FormerGrade(Serious, PersonalData, at)),
            Settled = Settled.RemoveAll(settled => settled.SetAside && happened.Opened.Contains(settled.Duty)),
            Dropped = Dropped.RemoveAll(duty => happened.Opened.Contains(duty.Duty)).AddRange(happened.Dropped.Select(duty => new DroppedDuty(duty, at, actor, happened.Document))),
        };
    }
}

/// <summary>What an incident was taken for until it was corrected.</summary>
public sealed record FormerGrade(bool Serious, bool PersonalData, DateTimeOffset Until);

/// <summary>A duty of an incident that a correction ended.</summary>
/// <param name="Duty">Row of <c>incidents.yaml</c>.</param>
/// <param name="By">Directory id of who corrected it.</param>
/// <param name="Document">Why, in words.</param>
public sealed record DroppedDuty(string Duty, DateTimeOffset At, string By, DocumentRef Document);

/// <summary>A duty of an incident that is done or set aside.</summary>
/// <param name="Duty">Row of <c>incidents.yaml</c>.</param>
/// <param name="By">Directory id.</param>
public sealed record SettledDuty(string Duty, bool SetAside, DateTimeOffset At, string By, DocumentRef Document);
