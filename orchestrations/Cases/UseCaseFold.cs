using System.Collections.Immutable;
using RegionSud.AiWorkflow.Acceptance;
using static RegionSud.AiWorkflow.Cases.CaseEvent;

namespace RegionSud.AiWorkflow.Cases;

/// <summary>How each fact of the journal changes the case. Pure.</summary>
public sealed partial record UseCase
{
    /// <summary>Starts the fold.</summary>
    /// <exception cref="InvalidOperationException">The first entry is not a deposit.</exception>
    public static UseCase Open(CaseId id, DateTimeOffset at, CaseEvent first) =>
        first is NeedDeposited deposited
            ? new UseCase
            {
                Id = id,
                Version = 1,
                FileVersion = 1,
                OpenedAt = at,
                StepSince = at,
                Directorate = deposited.Directorate,
                Requester = deposited.Requester,
                Original = deposited.Original,
                Channel = deposited.Channel,
            }
            : throw new InvalidOperationException($"The journal of {id} begins with {first.GetType().Name}, not with a deposit.");

    /// <summary>The case after one more entry.</summary>
    /// <param name="seq">The entry's sequence number.</param>
    /// <param name="at">When it was recorded.</param>
    /// <param name="actor">Directory id of who acted, or <see cref="Fact.System"/>.</param>
    /// <param name="happened">What happened.</param>
    public UseCase Apply(long seq, DateTimeOffset at, string actor, CaseEvent happened)
    {
        // Several people asked at once answer side by side: what one of them sends does not make the others' page stale.
        var alone = Tasks.Count <= 1;
        var next = happened switch
        {
            NeedDeposited => throw new InvalidOperationException($"{Id} was deposited twice."),
            AnswersRecorded e => this with
            {
                FileVersion = alone ? seq : FileVersion,
                Answers = Answers.SetItem(e.Answers.FormId, e.Answers),
                FactsByForm = FactsByForm.SetItem(e.Answers.FormId, [.. e.Facts]),
            },
            CaseTakenOver e => this with
            {
                Step = e.Placed,
                TakenOver = e,
                InProductionSince = e.InProductionSince is { } since ? new DateTimeOffset(since, TimeOnly.MinValue, TimeSpan.Zero) : null,
                NextRecheck = e.RecheckOn,
            },
            LikenessFound e => this with { Alike = [.. e.Cases], FactsByForm = FactsByForm.SetItem(CaseFacts.Alike, e.Cases.Count > 0 ? [CaseFacts.Alike] : []) },
            StepEntered e => this with
            {
                Step = e.Step,
                Round = e.Round,
                StepSince = at,
                Rounds = Rounds.SetItem(e.Step, e.Round),
                // A new qualification looks at the use afresh: what was lifted before was lifted for what was known then.
                LiftedGates = e.Step == Step.Qualification ? [] : LiftedGates,
                Status = e.Step == Step.Maintenance ? CaseStatus.InProduction : CaseStatus.Active,
                HaltedAt = e.Step == Step.Maintenance ? null : HaltedAt,
                HaltedByHand = e.Step != Step.Maintenance && HaltedByHand,
                RequalifiedFor = e.Step == Step.Maintenance ? [] : RequalifiedFor,
                Acceptance = e.Step == Step.Maintenance ? Acceptance?.Agreed() : Acceptance,
                InProductionSince = e.Step != Step.Maintenance || (TakenOver is not null && !Rounds.ContainsKey(Step.Maintenance)) ? InProductionSince : at,
            },
            TaskOpened e => this with { Tasks = Tasks.Add(new PendingTask(e.TaskId, e.Kind, e.Role, [.. e.People], at, e.DueAt, 0, false)) },
            TaskReminded e => this with { Tasks = Tasks.ConvertAll(t => t.TaskId == e.TaskId ? t with { Reminders = e.Number, Escalated = t.Escalated || e.Escalated } : t) },
            ConsultationAsked e => this with { Tasks = Tasks.ConvertAll(t => t.TaskId == e.TaskId ? t.Consulted(e, at) : t) },
            ConsultationAnswered e => this with { FileVersion = alone ? seq : FileVersion, Tasks = Tasks.ConvertAll(t => t.TaskId == e.TaskId ? t.Answered(e, actor, at) : t) },
            AbsenceNoticed e => this with { Tasks = Tasks.ConvertAll(t => t.TaskId == e.TaskId ? t with { Absent = [.. (t.Absent ?? []).Append(e.Person).Distinct()] } : t) },
            VoiceGiven e => this with { Tasks = Tasks.ConvertAll(t => t.TaskId == e.TaskId ? t with { Voices = (t.Voices ?? ImmutableDictionary<string, string>.Empty).SetItem(actor, e.Choice) } : t) },
            TaskDueMoved e => this with { Tasks = Tasks.ConvertAll(t => t.TaskId == e.TaskId ? t with { DueAt = e.To } : t) },
            TaskHanded e => this with { Tasks = Tasks.ConvertAll(t => t.TaskId == e.TaskId ? t.Handed(e) : t) },
            MailBounced e => this with { Tasks = Tasks.ConvertAll(t => t.TaskId == e.TaskId ? t with { Unreached = true } : t) },
            TaskRecalled e => this with { Tasks = Tasks.RemoveAll(t => t.TaskId == e.TaskId) },
            TaskDecided e => (this with
            {
                FileVersion = alone ? seq : FileVersion,
                Tasks = Tasks.RemoveAll(t => t.TaskId == e.TaskId),
                Decisions = Decisions.SetItem(DecisionRef.PlaceOf(e.Kind, e.TaskId), new DecisionRef(e.TaskId, e.Kind, e.Choice, actor, at, e.Document, e.Until, e.Role)
                {
                    By = Tasks.Find(t => t.TaskId == e.TaskId)?.HandingTo(actor),
                }),
            }).Following(e),
            RiskClassified e => this with { FileVersion = seq, Risk = e.Class, RiskRows = [.. e.Rows] },
            // A new qualification is made under today's rules: what changed before it is answered by it. The one that ends a re-check answers only that.
            UseAssessed e => Step == Step.Qualification
                ? this with { FileVersion = seq, Assessed = e, LawSeen = null, LawDay = null, PendingLawChanges = [] }
                : this with { FileVersion = seq, Assessed = e },
            GatesLifted e => this with { FileVersion = seq, LiftedGates = [.. e.Gates] },
            CriteriaScored e => this with { Points = e.Points },
            WeightsApplied e => this with { Weighed = e },
            ConditionsSet e => this with
            {
                Conditions = [.. e.Conditions.Select(condition => new StandingCondition(condition.Number, condition.Owner, condition.Due, Met: false))],
                // What was said of the conditions before is of no use to those who must fulfil these.
                Decisions = Decisions.RemoveRange(Decisions.Values.Where(decision => decision.Kind == StandingCondition.TaskKind).Select(decision => DecisionRef.PlaceOf(decision.Kind, decision.TaskId))),
            },
            // Declared anew for a development: what changed before is answered by it.
            ModelsDeclared e => this with { Models = [.. e.Models], PendingChanges = [] },
            // A trial that is over leaves nothing asked of what a change makes of it.
            StepConcluded { Step: Step.Evaluation } => this with { Tasks = Tasks.RemoveAll(t => t.Kind == "review-trial"), OpenRecheck = null, RecheckCauses = [] },
            ModelChanged e => this with
            {
                FileVersion = seq,
                Models = Models.ConvertAll(m => m.ModelId == e.ModelId ? m with { Version = e.To } : m),
                PendingChanges = PendingChanges.Add(new PendingChange(e.ChangeId, e.ModelId, e.From, e.To, at)),
            },
            ModelRevised e => Revised(e, at) with { FileVersion = seq },
            UseHalted e => this with { FileVersion = seq, HaltedAt = at, HaltedByHand = HaltedByHand || e.TaskId is null, Halts = e.TaskId is null ? Halts + 1 : Halts, Status = Step == Step.Maintenance ? CaseStatus.Suspended : Status },
            TrialResumed => this with { FileVersion = seq, HaltedAt = null, HaltedByHand = false },
            RecheckPlanned e => this with { NextRecheck = e.On },
            ResumptionAsked e => this with { FileVersion = seq, Rechecks = e.Number, Resumption = e.Number },
            ValidityRecorded e => this with { Validities = [.. Validities.Where(known => known.Document != e.Document), new DocumentValidity(e.Document, e.Until, e.GivenOn)] },
            LawChanged e => this with
            {
                FileVersion = seq,
                LawSeen = e.Assessed ?? LawSeen,
                LawDay = e.Day,
                Validities = Validities.ConvertAll(known => e.Differences.FirstOrDefault(known.IsToldBy) is { } told ? known with { Notice = told.Kind } : known),
                PendingLawChanges = PendingLawChanges.Add(new PendingLawChange(e.ChangeId, e.Day, [.. e.Differences], at)),
            },
            RecheckOpened e => this with
            {
                FileVersion = seq,
                Rechecks = e.Number,
                OpenRecheck = e.Number,
                RecheckCauses = PendingChanges.FindAll(change => e.Causes.Contains(change.ChangeId)),
                PendingChanges = PendingChanges.RemoveAll(change => e.Causes.Contains(change.ChangeId)),
                RecheckLawCauses = PendingLawChanges.FindAll(change => e.Causes.Contains(change.ChangeId)),
                PendingLawChanges = PendingLawChanges.RemoveAll(change => e.Causes.Contains(change.ChangeId)),
            },
            RecheckConcluded e => Rechecked(e, at),
            StepConcluded or CaseRestarted or DocumentsReceived or DocumentUnread or DecisionProved or OpinionsPassedOver => this,
            RefusalContested e => Reopened(Step.Arbitration, Step3Arbitration.ObjectionDesk.Key) with { FileVersion = seq, Objection = e.Document },
            DecisionDisowned e => e.Freezes ? this with { Frozen = e.TaskId } : this,
            DecisionUpheld => this with { Frozen = null },
            DecisionAnnulled e => Reopened(e.Step, HumanTasks.DisownDesk.KeyOf(e.TaskId)) with
            {
                FileVersion = seq,
                Frozen = null,
                Decisions = Decisions.RemoveRange(Decisions.Where(pair => pair.Value.TaskId == e.TaskId).Select(pair => pair.Key)),
            },
            AcceptancePlanned e => this with { FileVersion = seq, Acceptance = (Acceptance ?? new CaseAcceptance(0, e.Document, at)).Planned(e, at) },
            EvaluationReported e => this with { FileVersion = seq, Acceptance = Acceptance?.Reported(e, at) },
            CaseDeferred e => this with { Status = CaseStatus.Deferred, DeferredUntil = e.Until },
            CaseResumed => this with { Status = CaseStatus.Active, DeferredUntil = null },
            IncidentReported e => this with
            {
                FileVersion = seq,
                IncidentCount = e.Number,
                Incidents = Incidents.Add(new OpenIncident(e.Number, at, actor, e.Serious, e.PersonalData, e.KnownAt, e.Document)),
            },
            IncidentDutyDone e => this with
            {
                Incidents = Incidents.ConvertAll(one => one.Number == e.Number ? one with { Settled = one.Settled.Add(new SettledDuty(e.Duty, e.SetAside, at, actor, e.Document)) } : one),
            },
            IncidentRegraded e => this with { FileVersion = seq, Incidents = Incidents.ConvertAll(one => one.Number == e.Number ? one.Regraded(e, at, actor) : one) },
            IncidentClosed e => this with { FileVersion = seq, Incidents = Incidents.RemoveAll(one => one.Number == e.Number) },
            CaseClosed e => this with { Status = CaseStatus.Closed, End = e.End, Tasks = [], NextRecheck = null },
            _ => throw new InvalidOperationException($"No fold for {happened.GetType().Name}."),
        };
        return next with { Version = seq };
    }

    /// <summary>What a decision does to the conditions of the acceptance. Those of its own were set just before it.</summary>
    private UseCase Following(TaskDecided e) => (e.Kind, e.Choice) switch
    {
        ("arbitrate", "accept-with-conditions") => this with { FactsByForm = FactsByForm.SetItem(e.Kind, Conditions.IsEmpty ? [CaseFacts.Conditions] : []) },
        ("arbitrate", "defer") => this,
        ("arbitrate", "refuse") => this with { FactsByForm = FactsByForm.SetItem(e.Kind, []), Conditions = [], ReviewOn = e.Until },
        ("arbitrate", _) => this with { FactsByForm = FactsByForm.SetItem(e.Kind, []), Conditions = [] },
        (StandingCondition.TaskKind, "ready") => this with
        {
            Conditions = Conditions.ConvertAll(condition => e.TaskId.EndsWith($".{condition.Number}", StringComparison.Ordinal) ? condition with { Met = true } : condition),
        },
        _ => this,
    };

    /// <summary>The case at the door of a new round of a step, whatever it was doing.</summary>
    private UseCase Reopened(Step step, string key) => this with
    {
        Step = step,
        Rounds = Rounds.SetItem(step, Rounds.GetValueOrDefault(step) + 1),
        Status = CaseStatus.Active,
        End = null,
        Tasks = [],
        OpenRecheck = null,
        ReviewOn = null,
        ReopenedBy = key,
        Reopenings = Reopenings + 1,
    };

    // A change that comes while a re-check is open and nobody has answered it is answered with it; else it is a re-check of its own.
    private UseCase Revised(ModelRevised e, DateTimeOffset at)
    {
        var change = new PendingChange(e.ChangeId, e.ModelId, e.From, e.To, at) { Differences = [.. e.Differences], Grade = e.Grade, Meanwhile = e.Meanwhile };
        var models = Models.ConvertAll(m => m.ModelId == e.ModelId ? m with { Version = e.To } : m);
        return OpenRecheck is { } number && !IsAnswered(number)
            ? this with { Models = models, RecheckCauses = RecheckCauses.Add(change) }
            : this with { Models = models, PendingChanges = PendingChanges.Add(change) };
    }

    /// <summary>Whether somebody has answered a re-check already.</summary>
    private bool IsAnswered(int number) => Decisions.Values.Any(decision =>
        HumanTasks.TaskOrder.TryParse(decision.TaskId, out var order) && (order.Step, order.Round, order.Number) == (Step, Round, number) &&
        decision.Kind is "recheck-directorate" or "recheck-dsipn" or "recheck-dtisu" or "confirm-change" or "review-trial");

    // Halted by hand while others looked at the use: what they found does not answer whether it goes on, which is asked next.
    private UseCase Rechecked(RecheckConcluded e, DateTimeOffset at) => HaltedByHand && Resumption is null && e.Outcome == "conform"
        ? Ended(e, at) with { HaltedAt = HaltedAt, HaltedByHand = true, Status = Status }
        : Ended(e, at);

    private UseCase Ended(RecheckConcluded e, DateTimeOffset at) => this with
    {
        RequalifiedFor = e.Outcome == "requalify" ? RecheckCauses : RequalifiedFor,
        Acceptance = e.Outcome == "conform" ? Acceptance?.Agreed() : Acceptance,
        Resumption = e.Outcome == "suspend" ? e.Number : null,
        HaltedByHand = e.Outcome != "conform" && HaltedByHand,
        HaltedAt = e.Outcome switch
        {
            "suspend" => HaltedAt ?? at,
            "conform" => null,
            _ => HaltedAt,
        },
        OpenRecheck = null,
        RecheckCauses = [],
        RecheckLawCauses = [],
        NextRecheck = e.NextOn,
        Status = e.Outcome switch
        {
            "suspend" => CaseStatus.Suspended,
            "conform" => CaseStatus.InProduction,
            _ => Status,
        },
    };
}
