using System.Collections.Immutable;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Admin;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Register;
using RegionSud.AiWorkflow.Watch;

namespace RegionSud.AiWorkflow.Tests.Admin;

/// <summary>A case in the middle of its life, and one event of each kind.</summary>
internal static class SampleCase
{
    public static CaseId Id { get; } = CaseId.Of(2026, 42);

    public static DocumentRef Document { get; } = new(new string('d', 64), "application/pdf", 12);

    public static string TaskId { get; } = new TaskOrder(Id, Step.Need, 1, "review", 1).TaskId;

    public static CaseEvent.UseAssessed Assessed { get; } = new(
        new DateOnly(2026, 11, 24),
        RiskClass.High,
        [new GateVerdict(Rendering.Rules.Gates.Rows[0].Id, "stop")],
        new Dictionary<string, decimal> { ["value"] = 62.5m },
        40,
        [new DutyDate("literacy", new DateOnly(2025, 2, 2), null)],
        "1");

    /// <summary>One difference of each kind.</summary>
    public static PendingLawChange LawChange { get; } = new(
        "law-2026-12-02-2026-2-1f2e3d4c",
        new DateOnly(2026, 12, 2),
        [
            new LawDifference(LawDifferenceKind.ClassChanged, "class", Was: RiskClass.Limited, Class: RiskClass.High),
            new LawDifference(LawDifferenceKind.GateStops, Rendering.Rules.Gates.Rows[0].Id),
            new LawDifference(LawDifferenceKind.DutyAdded, "instructions", new DateOnly(2027, 12, 2)),
            new LawDifference(LawDifferenceKind.DutyRemoved, "literacy", new DateOnly(2025, 2, 2)),
            new LawDifference(LawDifferenceKind.DutyMoved, "oversight", new DateOnly(2026, 8, 2), new DateOnly(2027, 12, 2), new DateOnly(2026, 12, 2)),
            new LawDifference(LawDifferenceKind.DutyApplies, "literacy", new DateOnly(2026, 12, 2)),
            new LawDifference(LawDifferenceKind.DocumentEnds, "non-training", new DateOnly(2027, 1, 1)),
            new LawDifference(LawDifferenceKind.DocumentEnded, "non-training", new DateOnly(2026, 12, 1)),
        ],
        Rendering.Now);

    public static LawLook Look { get; } = new(
        new FinishedLook(new DateOnly(2026, 11, 20), "2026-2+1f2e3d4c", Rendering.Now.AddDays(-4), new LawTally(31, 2, 1, [CaseId.Of(2026, 7)])),
        new BegunLook("law-2026-11-24-2026-2-1f2e3d4c", Rendering.Now));

    public static IReadOnlyList<CaseEvent> OneOfEach { get; } =
    [
        new CaseEvent.NeedDeposited("upload", Document, new string('f', 64), "lycees", "p-1"),
        new CaseEvent.DocumentsReceived("mail", Document),
        new CaseEvent.ConsultationAsked(TaskId, 1, ConsultationKind.Opinion, "dpo", Role.Dpo, ["p-4"], Rendering.Now.AddDays(8), null),
        new CaseEvent.ConsultationAnswered(TaskId, 1, Document, OpinionVerdict.WithReservations, 2, Rendering.Now.AddDays(12)),
        new CaseEvent.OpinionsPassedOver(TaskId, ["rssi"]),
        new CaseEvent.RefusalContested(Document),
        new CaseEvent.DecisionDisowned(TaskId, true, Document),
        new CaseEvent.DecisionUpheld(TaskId, Document),
        new CaseEvent.DecisionAnnulled(TaskId, Step.Arbitration, Document),
        new CaseEvent.AbsenceNoticed(TaskId, "p-2"),
        new CaseEvent.VoiceGiven(TaskId, "pass", Document, 7),
        new CaseEvent.TaskDueMoved(TaskId, Rendering.Now.AddDays(10), Rendering.Now.AddDays(11)),
        new CaseEvent.TaskHanded(TaskId, "p-2", "p-3", HandingCause.Delegation, false, new DateOnly(2026, 12, 24), null),
        new CaseEvent.MailBounced("receipt", null, "p-1"),
        new CaseEvent.DecisionProved(CaseId.Of(2026, 7) + ".Arbitration.1.arbitrate.1", Proof.MailedCode),
        new CaseEvent.CaseTakenOver(Step.Development, Step.Qualification, null, null),
        new CaseEvent.DocumentUnread(Document, "Unavailable"),
        new CaseEvent.LikenessFound([new AlikeCase(CaseId.Of(2026, 3), 62)]),
        new CaseEvent.AnswersRecorded(new AnswersRef("need", "2026-1", Document, ["title", "users"]), []),
        new CaseEvent.StepEntered(Step.Qualification, 2),
        new CaseEvent.TaskOpened(TaskId, "review", Role.Dtisu, ["p-2"], Rendering.Now.AddDays(10), "1"),
        new CaseEvent.TaskReminded(TaskId, 2, true),
        new CaseEvent.TaskDecided(TaskId, "review", Role.Dtisu, "pass", Document, 1, "1", new DateOnly(2027, 1, 4)),
        new CaseEvent.TaskRecalled(TaskId),
        new CaseEvent.RiskClassified(RiskClass.High, ["annex-iii-3-a", "article-50-1"], "1"),
        Assessed,
        new CaseEvent.GatesLifted(["competence"]),
        new CaseEvent.CriteriaScored(new Dictionary<string, int> { ["value-public"] = 3 }, "2026-2"),
        new CaseEvent.WeightsApplied(TaskId, "2026-2.dgs-3", new Dictionary<string, decimal> { ["value"] = 62.5m, ["risk"] = 20 }),
        new CaseEvent.ConditionsSet(TaskId, [new AcceptanceCondition(1, Role.DirectorateHead, new DateOnly(2027, 3, 1)), new AcceptanceCondition(3, Role.Rssi, new DateOnly(2027, 4, 1))]),
        new CaseEvent.ValidityRecorded("non-training", new DateOnly(2027, 1, 8), new DateOnly(2026, 11, 24)),
        new CaseEvent.LawChanged("law-2026-12-02-2026-2-1f2e3d4c", LawChange.Day, LawChange.Differences, Assessed, ["annex-iii-3-a"], "2026-2+1f2e3d4c"),
        new CaseEvent.ModelsDeclared([new ModelUse("mistral-large", "2411")]),
        new CaseEvent.ModelChanged("model-mistral-large-1", "mistral-large", "2411", "2508"),
        new CaseEvent.ModelRevised(
            "model-mistral-large-3f2a9c1b", "mistral-large", "2508", "2511", [new ModelDifference(ModelAspect.Version, "2508", "2511"), new ModelDifference(ModelAspect.Hosting, "France", "Outside")], ChangeGrade.Full, UseMeanwhile.Suspension, "1"),
        new CaseEvent.UseHalted(TaskId, null),
        new CaseEvent.TrialResumed(Document),
        new CaseEvent.RecheckPlanned(Rendering.Now.AddDays(180)),
        new CaseEvent.ResumptionAsked(2),
        new CaseEvent.RecheckOpened(1, ["model-mistral-large-1"]),
        new CaseEvent.RecheckConcluded(1, "conform", Rendering.Now.AddDays(180)),
        new CaseEvent.StepConcluded(Step.Evaluation, 1, "Deploy"),
        new CaseEvent.CaseDeferred(Rendering.Now.AddDays(30)),
        new CaseEvent.CaseResumed(),
        new CaseEvent.CaseRestarted(Document),
        new CaseEvent.CaseClosed(EndState.Withdrawn),
        new CaseEvent.AcceptancePlanned(2, Document),
        new CaseEvent.EvaluationReported(3, "csv", Document, [new ModelUse("mistral-large", "2508")]),
        new CaseEvent.IncidentReported(1, true, true, Rendering.Now.AddHours(-3), Document, "1"),
        new CaseEvent.IncidentDutyDone(1, "cnil", false, Document),
        new CaseEvent.IncidentClosed(1, Document),
        new CaseEvent.IncidentRegraded(1, false, true, ["risk"], ["provider-serious", "persons"], Document, "1"),
    ];

    public static IReadOnlyList<JournalEntry> Journal { get; } = Chained(OneOfEach.Take(6));

    public static UseCase Case { get; } = UseCase.Open(Id, Rendering.Now.AddDays(-30), OneOfEach[0]) with
    {
        Version = 6,
        Step = Step.Qualification,
        Round = 2,
        StepSince = Rendering.Now.AddDays(-12),
        Rounds = ImmutableDictionary<Step, int>.Empty.Add(Step.Need, 1).Add(Step.Qualification, 2),
        Risk = RiskClass.High,
        RiskRows = ["annex-iii-3-a"],
        Models = [new ModelUse("mistral-large", "2411")],
        Tasks =
        [
            new PendingTask(TaskId, "qualify", Role.Dsipn, ["p-2"], Rendering.Now.AddDays(-12), Rendering.Now.AddDays(-2), 2, true),
        ],
    };

    public static CaseLine Line { get; } = CaseLineProjection.Of(Case, null) with { Title = "Résumer les délibérations", Purpose = "Gagner du temps" };

    public static CaseView View(string text = "Les élus lisent 400\u00a0pages par séance.") => new(
        Case,
        text,
        "Direction des Lycées",
        "Camille Roux",
        ["L’usage entre dans un domaine de l’annexe\u00a0III. (RIA, art.\u00a06)"],
        [new WaitLine("Qualifier le cas d’usage", "DSIPN", Rendering.Now.AddDays(-12), Rendering.Now.AddDays(-2), true, 2, true, true)],
        new AnsweredForm("need", "Expression du besoin", [new AnswerLine("Quel problème rencontrez-vous aujourd’hui\u202f?", text)], false, 1),
        [new AnsweredForm("characterisation", "Fiche de caractérisation", [new AnswerLine("Cible du cas d’usage", text)], false, 0)],
        [new DecisionLine("Juger le besoin complet", Step.Need, "Transmettre à la DSIPN", text, Rendering.Now.AddDays(-12), null, new DecisionText(TaskId, "pass", text, text, "s"))],
        [.. Journal.Reverse().Select(entry => new TimelineLine(entry.Seq, entry.At, text, new Timeline(Rendering.Rules).SentenceOf(entry), null))],
        true,
        null);

    public static IReadOnlyList<JournalEntry> Chained(IEnumerable<CaseEvent> events)
    {
        var entries = new List<JournalEntry>();
        foreach (var happened in events)
        {
            var seq = entries.Count + 1;
            entries.Add(Chain.Link(Id, entries.Count == 0 ? Chain.Origin : entries[^1].Hash, seq, Rendering.Now.AddDays(seq - 30), new Fact($"key:{seq}", happened, "p-1")));
        }

        return entries;
    }
}
