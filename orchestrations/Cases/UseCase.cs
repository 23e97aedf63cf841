using System.Collections.Immutable;
using RegionSud.AiWorkflow.Acceptance;
using static RegionSud.AiWorkflow.Cases.CaseEvent;

namespace RegionSud.AiWorkflow.Cases;

/// <summary>
/// One AI use case: the fold of its journal. Holds ids, verdicts and references; its size does not grow with the years, so
/// that it is kept beside the journal's head and one read gives the case.
/// </summary>
public sealed partial record UseCase
{
    public required CaseId Id { get; init; }

    /// <summary>Sequence number of the last entry.</summary>
    public long Version { get; init; }

    /// <summary>Sequence number of the last entry that changed what a decider looks at: answers, decisions, class, models.</summary>
    public long FileVersion { get; init; }

    public DateTimeOffset OpenedAt { get; init; }

    public required string Directorate { get; init; }

    /// <summary>Directory id.</summary>
    public required string Requester { get; init; }

    public required DocumentRef Original { get; init; }

    public string Channel { get; init; } = "";

    public Step Step { get; init; }

    public int Round { get; init; }

    /// <summary>How the case was taken over, when its use existed before the system did; null for all others.</summary>
    public CaseTakenOver? TakenOver { get; init; }

    public DateTimeOffset StepSince { get; init; }

    public CaseStatus Status { get; init; }

    public EndState? End { get; init; }

    public DateTimeOffset? DeferredUntil { get; init; }

    public DateTimeOffset? InProductionSince { get; init; }

    public DateTimeOffset? NextRecheck { get; init; }

    public RiskClass? Risk { get; init; }

    /// <summary>Rows of the rules that led to the class.</summary>
    public ImmutableList<string> RiskRows { get; init; } = [];

    /// <summary>What the rules said of the use when its sheet was last answered; null before qualification.</summary>
    public UseAssessed? Assessed { get; init; }

    /// <summary>What the law watch last saw the rules say, when that differs from <see cref="Assessed"/>; null while it never did since qualification.</summary>
    public UseAssessed? LawSeen { get; init; }

    /// <summary>The day of the last look that found something; dates up to it have been told.</summary>
    public DateOnly? LawDay { get; init; }

    /// <summary>Until when its documents hold.</summary>
    public ImmutableList<DocumentValidity> Validities { get; init; } = [];

    /// <summary>Stops that the legal service lifted.</summary>
    public ImmutableList<string> LiftedGates { get; init; } = [];

    /// <summary>Rounds begun, per step.</summary>
    public ImmutableDictionary<Step, int> Rounds { get; init; } = ImmutableDictionary<Step, int>.Empty;

    /// <summary>Latest answers, per form id.</summary>
    public ImmutableDictionary<string, AnswersRef> Answers { get; init; } = ImmutableDictionary<string, AnswersRef>.Empty;

    /// <summary>Facts, per form that established them.</summary>
    public ImmutableDictionary<string, ImmutableList<string>> FactsByForm { get; init; } = ImmutableDictionary<string, ImmutableList<string>>.Empty;

    /// <summary>Cases whose need looks like this one's, the most alike first.</summary>
    public ImmutableList<AlikeCase> Alike { get; init; } = [];

    public ImmutableList<PendingTask> Tasks { get; init; } = [];

    /// <summary>Points per criterion when the sheet was last answered; null where that was before they were kept.</summary>
    public IReadOnlyDictionary<string, int>? Points { get; init; }

    /// <summary>The weights and scores of the DGS's latest decision; null before it.</summary>
    public WeightsApplied? Weighed { get; init; }

    /// <summary>The conditions of the acceptance in force.</summary>
    public ImmutableList<StandingCondition> Conditions { get; init; } = [];

    /// <summary>The latest decision of each kind of task, by its <see cref="DecisionRef.PlaceOf"/>.</summary>
    public ImmutableDictionary<string, DecisionRef> Decisions { get; init; } = ImmutableDictionary<string, DecisionRef>.Empty;

    public ImmutableList<ModelUse> Models { get; init; } = [];

    public ImmutableList<PendingChange> PendingChanges { get; init; } = [];

    /// <summary>Changes of the law that no re-check has answered yet.</summary>
    public ImmutableList<PendingLawChange> PendingLawChanges { get; init; } = [];

    /// <summary>Re-checks begun, over the whole life.</summary>
    public int Rechecks { get; init; }

    /// <summary>The number of the re-check under way, or null.</summary>
    public int? OpenRecheck { get; init; }

    /// <summary>The model changes that the re-check under way answers.</summary>
    public ImmutableList<PendingChange> RecheckCauses { get; init; } = [];

    /// <summary>The model changes that sent the case back to qualification; empty once it is in use again, and for others.</summary>
    public ImmutableList<PendingChange> RequalifiedFor { get; init; } = [];

    /// <summary>Since when the use is halted; null while it is not. It outlasts a new qualification.</summary>
    public DateTimeOffset? HaltedAt { get; init; }

    /// <summary>Whether a person halted it of their own: what others find of the use does not take that back, only the answer whether it goes on does.</summary>
    public bool HaltedByHand { get; init; }

    /// <summary>Incidents that are not over, the oldest first.</summary>
    public ImmutableList<OpenIncident> Incidents { get; init; } = [];

    /// <summary>Incidents reported, over the whole life.</summary>
    public int IncidentCount { get; init; }

    /// <summary>How often a person halted the use of their own.</summary>
    public int Halts { get; init; }

    /// <summary>Keys of the facts by which a person halted the use, of which the last one may not have been heard.</summary>
    public IEnumerable<string> HaltKeys => Halts == 0 ? [] : [HaltKey(Halts)];

    /// <summary>Key of the n-th halt by a person of their own.</summary>
    public static string HaltKey(int number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"halted:{number}");

    /// <summary>Whether a person may say that a halted trial goes on. A solution that was in use before is halted as such until it is put to use again.</summary>
    public bool MayResumeTrial => this is { Step: Step.Evaluation, HaltedAt: not null, InProductionSince: null, Status: not CaseStatus.Closed };

    /// <summary>The number under which it is asked whether a halted use goes on; null while it is not asked.</summary>
    public int? Resumption { get; init; }

    /// <summary>The changes of the law that the re-check under way answers.</summary>
    public ImmutableList<PendingLawChange> RecheckLawCauses { get; init; } = [];

    /// <summary>The acceptance measures and what was measured; null before they are set down.</summary>
    public CaseAcceptance? Acceptance { get; init; }

    /// <summary>The objection to the refusal, once it was made.</summary>
    public DocumentRef? Objection { get; init; }

    /// <summary>From when on a refused need may be looked at again; null for others.</summary>
    public DateOnly? ReviewOn { get; init; }

    /// <summary>The task whose decision is disowned and frozen; null for most cases.</summary>
    public string? Frozen { get; init; }

    /// <summary>Key of the fact that last brought the case back to life; null while none did.</summary>
    public string? ReopenedBy { get; init; }

    /// <summary>How often it was brought back to life.</summary>
    public int Reopenings { get; init; }

    /// <summary>Stops of the last assessment that the legal service has not lifted.</summary>
    public IEnumerable<string> StandingStops => Assessed is null ? [] : Assessed.Gates.Where(gate => gate.Outcome == "stop" && !LiftedGates.Contains(gate.Gate)).Select(gate => gate.Gate);

    /// <summary>Whether a fact of <see cref="CaseFacts"/> holds.</summary>
    public bool Has(string fact) => FactsByForm.Values.Any(facts => facts.Contains(fact));
}
