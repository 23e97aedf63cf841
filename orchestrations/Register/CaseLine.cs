using System.Globalization;
using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Register;

/// <summary>One case as lists and the register show it.</summary>
/// <param name="Version">Version of the case it was made from.</param>
/// <param name="Title">The need's title, or the case's number while it was not read.</param>
/// <param name="Purpose">What the use is for, in the requester's words, shortened to 500 characters.</param>
/// <param name="Holders">Who is waited for.</param>
/// <param name="Since">When the present step began.</param>
/// <param name="Due">The earliest delay that runs, null when nobody is waited for.</param>
/// <param name="Figures">What ranks it, while it is at arbitration.</param>
/// <param name="Asked">The tasks that wait; null in lines written before they were kept.</param>
/// <param name="FileVersion">Version of the file, for the links to them.</param>
/// <param name="ReviewOn">From when on a refused need may be looked at again.</param>
/// <param name="Alert">Whether an incident is open, or a person halted the use of their own; null in lines written before that was kept, and where neither is.</param>
/// <param name="ExpiryDays">Days on which a document's end of validity is to be looked at; null in lines written before there were any.</param>
public sealed record CaseLine(
    CaseId Id,
    long Version,
    string Title,
    string Purpose,
    string Directorate,
    Step Step,
    int Round,
    CaseStatus Status,
    EndState? End,
    IReadOnlyList<Role> Holders,
    DateTimeOffset OpenedAt,
    DateTimeOffset Since,
    DateTimeOffset? Due,
    RiskClass? Risk,
    IReadOnlyList<ModelUse> Models,
    DateTimeOffset? InProductionSince,
    DateTimeOffset? NextRecheck,
    ArbitrationFigures? Figures = null,
    IReadOnlyList<DateOnly>? ExpiryDays = null,
    IReadOnlyList<AskedTask>? Asked = null,
    long FileVersion = 0,
    DateOnly? ReviewOn = null,
    bool? Alert = null)
{
    /// <summary>The orchestration that carries the present step.</summary>
    public string Instance => Id.Instance(Step, Round);

    /// <summary>Whether a delay has run out: shown, never acted on.</summary>
    public bool IsLate(DateTimeOffset now) => Due < now;

    /// <summary>The lists that the case is in.</summary>
    public IReadOnlyList<string> Lists =>
    [
        CaseListNames.All,
        Status == CaseStatus.Closed ? CaseListNames.Closed : CaseListNames.OfStep(Step),
        .. Holders.Distinct().Select(CaseListNames.OfHolder),
        .. (Asked ?? []).SelectMany(task => task.People).Distinct().Select(CaseListNames.OfPerson),
        .. Asked?.Any(task => task.Escalated) == true ? [CaseListNames.Escalated] : Array.Empty<string>(),
        .. Alert == true ? [CaseListNames.Alert] : Array.Empty<string>(),
        .. Status == CaseStatus.Closed ? [] : Models.Select(model => CaseListNames.OfModel(model.ModelId)).Distinct(),
        .. Status == CaseStatus.Closed ? [] : (ExpiryDays ?? []).Select(CaseListNames.OfExpiry).Distinct(),
        .. Coming.Select(CaseListNames.OfMonth).Distinct(),
    ];

    private IEnumerable<DateOnly> Coming =>
    [
        .. Status == CaseStatus.Closed ? [] : ExpiryDays ?? [],
        .. Status != CaseStatus.Closed && NextRecheck is { } recheck ? [HumanTasks.ParisTime.DayOf(recheck)] : Array.Empty<DateOnly>(),
        .. ReviewOn is { } review ? [review] : Array.Empty<DateOnly>(),
    ];
}

/// <summary>A task that waits, as reminders gather it.</summary>
/// <param name="Kind">Row of <c>tasks.yaml</c>.</param>
/// <param name="People">Directory ids of those who are asked.</param>
/// <param name="Until">Last days of those whom a delegation alone lets decide, per directory id.</param>
public sealed record AskedTask(
    string TaskId, string Kind, Role Role, IReadOnlyList<string> People, DateTimeOffset OpenedAt, DateTimeOffset DueAt, bool Escalated, IReadOnlyDictionary<string, DateOnly>? Until = null)
{
    /// <summary>Whether a person may decide it on a day.</summary>
    public bool Asks(string person, DateOnly day) => People.Contains(person) && !(Until?.TryGetValue(person, out var last) == true && last < day);
}

/// <summary>What the DGS compares cases by: as the rules said it at qualification.</summary>
/// <param name="Points">Per criterion, so that other weights give other scores; null where they were not kept.</param>
/// <param name="Scores">Per score, under the weights of that day.</param>
/// <param name="Confidence">Share of the criteria answered with evidence, 0 to 100.</param>
/// <param name="Gates">Gates that do not pass, the hardest first.</param>
/// <param name="Lifted">Stops among them that the legal service lifted.</param>
public sealed record ArbitrationFigures(
    IReadOnlyDictionary<string, int>? Points, IReadOnlyDictionary<string, decimal> Scores, decimal Confidence, IReadOnlyList<GateVerdict> Gates, IReadOnlyList<string> Lifted)
{
    /// <summary>Stops that still hold.</summary>
    public IEnumerable<string> StandingStops => Gates.Where(gate => gate.Outcome == "stop" && !Lifted.Contains(gate.Gate)).Select(gate => gate.Gate);
}

/// <summary>Names of the lists.</summary>
public static class CaseListNames
{
    /// <summary>Every case.</summary>
    public const string All = "all";

    /// <summary>Cases that ended.</summary>
    public const string Closed = "closed";

    /// <summary>Open cases of a step.</summary>
    public static string OfStep(Step step) => $"step:{step}";

    /// <summary>Cases that wait for a role.</summary>
    public static string OfHolder(Role role) => $"holder:{role}";

    /// <summary>Cases of which a task waits for a person.</summary>
    /// <param name="person">Directory id.</param>
    public static string OfPerson(string person) => $"person:{person}";

    /// <summary>Cases of which a task is so late that the supervising role was told.</summary>
    public const string Escalated = "escalated";

    /// <summary>Cases, closed ones too, with an incident that is not over, and those whose use a person halted of their own: what the hourly look goes through.</summary>
    public const string Alert = "incident:open";

    /// <summary>Open cases that use a model.</summary>
    public static string OfModel(string modelId) => $"model:{modelId}";

    /// <summary>Cases of which something comes in a month: a re-check, an end of validity, a refusal that may be looked at again.</summary>
    /// <param name="day">Any day of it.</param>
    public static string OfMonth(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"month:{day:yyyy-MM}");

    /// <summary>Open cases of which a document's validity is to be looked at on a day: a list a day, so that the daily look reads that day's cases and no other.</summary>
    public static string OfExpiry(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"expiry:{day:yyyy-MM-dd}");
}
