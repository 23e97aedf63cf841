using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Models;

namespace RegionSud.AiWorkflow.Cases;

/// <summary>
/// What can happen to a case: the closed list of what its journal holds. Ids, verdicts and hashes only; people are directory
/// ids, texts are documents. The class name is the entry's type for ever: add a new record, never rename or reshape one.
/// </summary>
public abstract record CaseEvent
{
    private CaseEvent()
    {
    }

    /// <summary>A need arrived (5.1). The first entry of every journal.</summary>
    /// <param name="Channel"><c>upload</c>, <c>web</c>, <c>drop</c>, <c>mail</c>, or <c>takeover</c> for a use that existed before.</param>
    /// <param name="Original">The form as it was received.</param>
    /// <param name="Fingerprint">SHA-256 that makes a second deposit of the same document join this case.</param>
    /// <param name="Directorate">Directory id of the directorate.</param>
    /// <param name="Requester">Directory id of the person.</param>
    public sealed record NeedDeposited(string Channel, DocumentRef Original, string Fingerprint, string Directorate, string Requester) : CaseEvent;

    /// <summary>Files arrived: with the need, or later in a reply to one of the system's mails. They decide nothing.</summary>
    /// <param name="Channel">See <see cref="NeedDeposited"/>.</param>
    /// <param name="Manifest">JSON document holding <see cref="Step1Need.ReceivedFiles"/>.</param>
    public sealed record DocumentsReceived(string Channel, DocumentRef Manifest) : CaseEvent;

    /// <summary>A document was not read: what it says is asked of a person.</summary>
    /// <param name="Document">It is kept as it is.</param>
    /// <param name="Cause">
    /// <c>Malware.</c> and the name that the scanner gives it; <c>NotConfigured</c> where nothing recognises scans; a scan's own cause, see
    /// <see cref="Ports.ScanUnreadException.Cause"/>; or a <see cref="Ports.UnreadableCause"/>.
    /// </param>
    public sealed record DocumentUnread(DocumentRef Document, string Cause) : CaseEvent;

    /// <summary>The case is of a use that existed before the system did: what was decided then is not in this journal.</summary>
    /// <param name="Step">The step that it was really in.</param>
    /// <param name="Placed">The step that its life here begins with.</param>
    /// <param name="InProductionSince">For one in use, when that is known.</param>
    /// <param name="RecheckOn">For one in use: its first re-check.</param>
    public sealed record CaseTakenOver(Step Step, Step Placed, DateOnly? InProductionSince, DateTimeOffset? RecheckOn) : CaseEvent;

    /// <summary>Answers to a form were read or given; they replace the earlier ones of that form.</summary>
    /// <param name="Answers">The answers and what they lack.</param>
    /// <param name="Facts">What the rules conclude from them for later steps (<see cref="CaseFacts"/>): the facts of this form replace its earlier ones.</param>
    public sealed record AnswersRecorded(AnswersRef Answers, IReadOnlyList<string> Facts) : CaseEvent;

    /// <summary>The need, as just read, looks like other cases: both its author and DTISU are shown which.</summary>
    public sealed record LikenessFound(IReadOnlyList<AlikeCase> Cases) : CaseEvent;

    /// <summary>The case entered a round of a step.</summary>
    public sealed record StepEntered(Step Step, int Round) : CaseEvent;

    /// <summary>A person or a role is asked.</summary>
    /// <param name="TaskId">Deterministic: see <see cref="HumanTasks.TaskOrder.TaskId"/>.</param>
    /// <param name="Kind">Row of <c>tasks.yaml</c>.</param>
    /// <param name="Role">In what capacity they decide.</param>
    /// <param name="People">Directory ids of those who were written to.</param>
    /// <param name="DueAt">After this instant the case shows late; nothing else happens by it.</param>
    /// <param name="RulesVersion">Version of the rules it was opened under.</param>
    public sealed record TaskOpened(
        string TaskId, string Kind, Role Role, IReadOnlyList<string> People, DateTimeOffset DueAt, string RulesVersion) : CaseEvent;

    /// <summary>A reminder went out, or an escalation to the role that supervises.</summary>
    /// <param name="Number">From 1, per task.</param>
    /// <param name="Escalated">Whether the supervising role was written to as well.</param>
    public sealed record TaskReminded(string TaskId, int Number, bool Escalated) : CaseEvent;

    /// <summary>A task passed to somebody beside or instead of those it was opened for. Nothing is decided by it.</summary>
    /// <param name="From">Directory id of who was asked; null when nobody was.</param>
    /// <param name="To">Directory id of who is asked since; null when nobody was found.</param>
    /// <param name="Leaves">Whether <paramref name="From"/> may no longer decide.</param>
    /// <param name="Until">Last day on which <paramref name="To"/> may decide; null without an end.</param>
    /// <param name="Document">JSON document holding <see cref="HumanTasks.DecisionText"/>: the reason, where a person gave one.</param>
    public sealed record TaskHanded(
        string TaskId, string? From, string? To, HandingCause Cause, bool Leaves, DateOnly? Until, DocumentRef? Document) : CaseEvent;

    /// <summary>A task's last day moved: a closure day was added or taken away, or the delays of its kind changed.</summary>
    public sealed record TaskDueMoved(string TaskId, DateTimeOffset From, DateTimeOffset To) : CaseEvent;

    /// <summary>Somebody is consulted while another decides: a question to the author of the need, or an opinion.</summary>
    /// <param name="Number">From 1, in the task.</param>
    /// <param name="Rule">The opinion in <c>tasks.yaml</c> that opened it; null when a person asked.</param>
    /// <param name="People">Directory ids.</param>
    /// <param name="Document">JSON document holding <see cref="HumanTasks.ConsultationText"/>; null for a rule.</param>
    public sealed record ConsultationAsked(
        string TaskId, int Number, ConsultationKind Kind, string? Rule, Role Role, IReadOnlyList<string> People, DateTimeOffset DueAt, DocumentRef? Document) : CaseEvent;

    /// <summary>Who was consulted has answered.</summary>
    /// <param name="Document">JSON document holding <see cref="HumanTasks.ConsultationText"/>.</param>
    /// <param name="Verdict">For an opinion.</param>
    /// <param name="StoppedDays">Working days for which the task's clock stood still.</param>
    /// <param name="DueAt">The task's last day from now on, when it moved by that.</param>
    public sealed record ConsultationAnswered(
        string TaskId, int Number, DocumentRef Document, OpinionVerdict? Verdict, int StoppedDays, DateTimeOffset? DueAt) : CaseEvent;

    /// <summary>Who decides does without opinions that the rules ask for. Written in the same transaction as the decision, whose document says why.</summary>
    /// <param name="Rules">Opinions of the task's kind in <c>tasks.yaml</c>.</param>
    public sealed record OpinionsPassedOver(string TaskId, IReadOnlyList<string> Rules) : CaseEvent;

    /// <summary>An automatic answer came to a mail about a task: its reader may be away. It is shown and acted upon by nothing.</summary>
    /// <param name="Person">Directory id of the mail's recipient.</param>
    public sealed record AbsenceNoticed(string TaskId, string Person) : CaseEvent;

    /// <summary>Somebody's voice on a task that several must agree on; it is decided once enough of them made the same choice.</summary>
    /// <param name="Document">JSON document holding <see cref="HumanTasks.DecisionText"/>.</param>
    /// <param name="SeenVersion">Version of the file that the person saw.</param>
    public sealed record VoiceGiven(string TaskId, string Choice, DocumentRef Document, long SeenVersion) : CaseEvent;

    /// <summary>A mail could not be delivered: the mail service says so, some time after it took it.</summary>
    /// <param name="MailId">See <see cref="Ports.MailOrder.MailId"/>.</param>
    /// <param name="TaskId">The task it spoke of; null for a mail that asks nothing.</param>
    /// <param name="Person">Directory id of its recipient.</param>
    public sealed record MailBounced(string MailId, string? TaskId, string Person) : CaseEvent;

    /// <summary>Who takes a weighty decision has shown to be the person who was written to. Written in the same transaction as the decision.</summary>
    /// <param name="By">How.</param>
    public sealed record DecisionProved(string TaskId, Proof By) : CaseEvent;

    /// <summary>A human decided.</summary>
    /// <param name="Choice">Row of the task kind's choices.</param>
    /// <param name="Document">JSON document holding <see cref="HumanTasks.DecisionText"/>: the reason and the other typed texts.</param>
    /// <param name="SeenVersion">Version of the file that the person saw.</param>
    /// <param name="RulesVersion">Version of the rules it was taken under.</param>
    /// <param name="Until">The date a deferral or a trial ends, where the choice carries one.</param>
    public sealed record TaskDecided(
        string TaskId, string Kind, Role Role, string Choice, DocumentRef Document, long SeenVersion, string RulesVersion, DateOnly? Until) : CaseEvent;

    /// <summary>A task is no longer asked: the step went another way.</summary>
    public sealed record TaskRecalled(string TaskId) : CaseEvent;

    /// <summary>The risk class under the AI Act, as answered and confirmed at qualification (4.1.1-a).</summary>
    /// <param name="Rows">Rows of the rules that led to the class.</param>
    public sealed record RiskClassified(RiskClass Class, IReadOnlyList<string> Rows, string RulesVersion) : CaseEvent;

    /// <summary>What the rules say of the use, from the characterisation sheet as just answered: ids of rows and figures, no text.</summary>
    /// <param name="Day">The day whose law was applied.</param>
    /// <param name="Class">The class under the AI Act.</param>
    /// <param name="Gates">Gates that do not pass, the hardest first, each with what it says.</param>
    /// <param name="Scores">Points per score, 0 to 100.</param>
    /// <param name="Confidence">Share of the criteria answered with evidence, 0 to 100.</param>
    /// <param name="Duties">Duties with their dates, so that a change of the law shows.</param>
    /// <param name="RulesVersion">Version of the rules that were applied.</param>
    public sealed record UseAssessed(
        DateOnly Day,
        RiskClass Class,
        IReadOnlyList<GateVerdict> Gates,
        IReadOnlyDictionary<string, decimal> Scores,
        decimal Confidence,
        IReadOnlyList<DutyDate> Duties,
        string RulesVersion) : CaseEvent;

    /// <summary>The legal service lifted stops that are not final, and wrote why in its opinion.</summary>
    /// <param name="Gates">Rows of <c>gates.yaml</c>.</param>
    public sealed record GatesLifted(IReadOnlyList<string> Gates) : CaseEvent;

    /// <summary>The points of each criterion of the characterisation sheet, so that lists can weigh them anew without reading it.</summary>
    /// <param name="Points">Per criterion; the worst where nobody knew.</param>
    /// <param name="ScoresVersion">Version of <c>scores.yaml</c>.</param>
    public sealed record CriteriaScored(IReadOnlyDictionary<string, int> Points, string ScoresVersion) : CaseEvent;

    /// <summary>The scores that a decision of the DGS was taken under, and the weights behind them.</summary>
    /// <param name="TaskId">The task that was decided.</param>
    /// <param name="WeightsVersion">Of <c>weights.yaml</c>, or of what the DGS saved: see <see cref="Step3Arbitration.SavedWeights"/>.</param>
    /// <param name="Scores">Points per score, 0 to 100.</param>
    public sealed record WeightsApplied(string TaskId, string WeightsVersion, IReadOnlyDictionary<string, decimal> Scores) : CaseEvent;

    /// <summary>The DGS accepted on conditions (5.3-b). Their words are in the decision's document.</summary>
    /// <param name="TaskId">The task that was decided.</param>
    public sealed record ConditionsSet(string TaskId, IReadOnlyList<AcceptanceCondition> Conditions) : CaseEvent;

    /// <summary>The models that the solution uses, replacing the earlier list.</summary>
    public sealed record ModelsDeclared(IReadOnlyList<ModelUse> Models) : CaseEvent;

    /// <summary>A model that the case uses changed version (5.6-b).</summary>
    public sealed record ModelChanged(string ChangeId, string ModelId, string From, string To) : CaseEvent;

    /// <summary>A model that the case uses changed in a way that asks something of it (5.6-b).</summary>
    /// <param name="ChangeId">See <see cref="Models.ModelChanges.IdOf"/>.</param>
    /// <param name="From">The version before.</param>
    /// <param name="To">The version after; the same when only something else changed.</param>
    /// <param name="Differences">At least one.</param>
    /// <param name="Grade">What it asks.</param>
    /// <param name="Meanwhile">What becomes of the use until then.</param>
    /// <param name="RulesVersion">Version of the rules that graded it.</param>
    public sealed record ModelRevised(
        string ChangeId,
        string ModelId,
        string From,
        string To,
        IReadOnlyList<ModelDifference> Differences,
        ChangeGrade Grade,
        UseMeanwhile Meanwhile,
        string RulesVersion) : CaseEvent;

    /// <summary>The use was halted by a person, at once.</summary>
    /// <param name="TaskId">The task in which it was decided; null when the person halted it of their own.</param>
    /// <param name="Document">JSON document holding <see cref="HumanTasks.DecisionText"/>: why. Null when the task's decision has the words.</param>
    public sealed record UseHalted(string? TaskId, DocumentRef? Document) : CaseEvent;

    /// <summary>A trial that a person had halted goes on (in use, the answer of a task says so).</summary>
    /// <param name="Document">JSON document holding <see cref="HumanTasks.DecisionText"/>: what was mended and checked.</param>
    public sealed record TrialResumed(DocumentRef Document) : CaseEvent;

    /// <summary>The day of the next periodic re-check, of a solution that has just been put to use.</summary>
    public sealed record RecheckPlanned(DateTimeOffset On) : CaseEvent;

    /// <summary>It is asked whether a halted use goes on.</summary>
    /// <param name="Number">Counted with the re-checks, over the whole life.</param>
    public sealed record ResumptionAsked(int Number) : CaseEvent;

    /// <summary>A document was given with an end of its validity (4.2-c).</summary>
    /// <param name="Document">Row of <c>documents.yaml</c>.</param>
    /// <param name="Until">Last day of its validity.</param>
    /// <param name="GivenOn">In Paris.</param>
    public sealed record ValidityRecorded(string Document, DateOnly Until, DateOnly GivenOn) : CaseEvent;

    /// <summary>The rules say otherwise of the use than when they were last applied: a date came, a file changed, a document runs out. It changes nothing but what people are told.</summary>
    /// <param name="ChangeId">The look that found it, see <see cref="Watch.LawWatch.IdOf"/>.</param>
    /// <param name="Day">The day that was looked at.</param>
    /// <param name="Differences">At least one.</param>
    /// <param name="Assessed">All that the rules say now: what the next look compares with. Null when the sheet was erased.</param>
    /// <param name="Rows">Rows that lead to the class, and gates that stop.</param>
    /// <param name="RulesVersion">Version of the rules that were applied.</param>
    public sealed record LawChanged(
        string ChangeId,
        DateOnly Day,
        IReadOnlyList<LawDifference> Differences,
        UseAssessed? Assessed,
        IReadOnlyList<string> Rows,
        string RulesVersion) : CaseEvent;

    /// <summary>A re-check of the deployed solution began (5.6-a).</summary>
    /// <param name="Causes">Ids of the changes of models and of the law that it answers; empty for the periodic one.</param>
    public sealed record RecheckOpened(int Number, IReadOnlyList<string> Causes) : CaseEvent;

    /// <summary>A re-check ended by the humans' decision.</summary>
    /// <param name="NextOn">When the next periodic one begins.</param>
    public sealed record RecheckConcluded(int Number, string Outcome, DateTimeOffset? NextOn) : CaseEvent;

    /// <summary>A round of a step ended.</summary>
    public sealed record StepConcluded(Step Step, int Round, string Outcome) : CaseEvent;

    /// <summary>The case was put off by the DGS.</summary>
    public sealed record CaseDeferred(DateTimeOffset Until) : CaseEvent;

    /// <summary>A deferred case came back to arbitration.</summary>
    public sealed record CaseResumed : CaseEvent;

    /// <summary>An administrator started the case's life again, after a failure of the engine.</summary>
    /// <param name="Document">JSON document holding <see cref="HumanTasks.DecisionText"/>: why.</param>
    public sealed record CaseRestarted(DocumentRef Document) : CaseEvent;

    /// <summary>The author of the need contests its refusal, once: the case comes back to arbitration.</summary>
    /// <param name="Document">JSON document holding <see cref="HumanTasks.DecisionText"/>: the new elements.</param>
    public sealed record RefusalContested(DocumentRef Document) : CaseEvent;

    /// <summary>The person in whose name a weighty decision was taken says that it was not them.</summary>
    /// <param name="Freezes">Whether its effect is frozen: nobody has decided upon it.</param>
    /// <param name="Document">JSON document holding <see cref="HumanTasks.DecisionText"/>.</param>
    public sealed record DecisionDisowned(string TaskId, bool Freezes, DocumentRef Document) : CaseEvent;

    /// <summary>DTISU found that a disowned decision stands.</summary>
    /// <param name="Document">JSON document holding <see cref="HumanTasks.DecisionText"/>.</param>
    public sealed record DecisionUpheld(string TaskId, DocumentRef Document) : CaseEvent;

    /// <summary>DTISU found that a disowned decision was not taken by who may: it counts no more.</summary>
    /// <param name="Step">The step that begins a new round.</param>
    /// <param name="Document">JSON document holding <see cref="HumanTasks.DecisionText"/>.</param>
    public sealed record DecisionAnnulled(string TaskId, Step Step, DocumentRef Document) : CaseEvent;

    /// <summary>The case ended.</summary>
    public sealed record CaseClosed(EndState End) : CaseEvent;

    /// <summary>The acceptance measures were set down, or changed (5.5-b).</summary>
    /// <param name="Number">From 1, over the case's whole life.</param>
    /// <param name="Document">JSON document holding <see cref="Acceptance.AcceptancePlan"/>.</param>
    public sealed record AcceptancePlanned(int Number, DocumentRef Document) : CaseEvent;

    /// <summary>The acceptance measures were taken: at the trial, or again (5.5-b, 5.6-b). It decides nothing.</summary>
    /// <param name="Number">From 1, over the case's whole life.</param>
    /// <param name="Channel"><c>page</c>, <c>csv</c> or <c>api</c>.</param>
    /// <param name="Document">JSON document holding <see cref="Acceptance.AcceptanceResults"/>.</param>
    /// <param name="Models">What they were measured on.</param>
    public sealed record EvaluationReported(int Number, string Channel, DocumentRef Document, IReadOnlyList<ModelUse> Models) : CaseEvent;

    /// <summary>Something went wrong with a use, or on its trial.</summary>
    /// <param name="Number">From 1, over the whole life.</param>
    /// <param name="Serious">As who reports it sees it: see <see cref="Charter.IncidentRules.Serious"/>.</param>
    /// <param name="PersonalData">Whether personal data are touched, likewise.</param>
    /// <param name="KnownAt">Since when the region knows of it: the clocks of its duties run from there.</param>
    /// <param name="Document">JSON document holding <see cref="HumanTasks.DecisionText"/>: what happened.</param>
    /// <param name="RulesVersion">Version of the rules that said what to do.</param>
    public sealed record IncidentReported(int Number, bool Serious, bool PersonalData, DateTimeOffset KnownAt, DocumentRef Document, string RulesVersion) : CaseEvent;

    /// <summary>Whom an incident must be told to was told by a person, or need not be.</summary>
    /// <param name="Duty">Row of <c>incidents.yaml</c>.</param>
    /// <param name="SetAside">Whether it was found that it need not be.</param>
    /// <param name="Document">JSON document holding <see cref="HumanTasks.DecisionText"/>: to whom, when, under which reference; or why not.</param>
    public sealed record IncidentDutyDone(int Number, string Duty, bool SetAside, DocumentRef Document) : CaseEvent;

    /// <summary>An incident is over.</summary>
    /// <param name="Document">JSON document holding <see cref="HumanTasks.DecisionText"/>: the lessons.</param>
    public sealed record IncidentClosed(int Number, DocumentRef Document) : CaseEvent;

    /// <summary>What an incident is was seen better. The clocks still run from when it was known.</summary>
    /// <param name="Serious">As it is seen now, likewise <paramref name="PersonalData"/>.</param>
    /// <param name="Opened">Rows of <c>incidents.yaml</c> that it asks since.</param>
    /// <param name="Dropped">Rows that it asks no longer.</param>
    /// <param name="Document">JSON document holding <see cref="HumanTasks.DecisionText"/>: why.</param>
    /// <param name="RulesVersion">Version of the rules that said what to do.</param>
    public sealed record IncidentRegraded(
        int Number, bool Serious, bool PersonalData, IReadOnlyList<string> Opened, IReadOnlyList<string> Dropped, DocumentRef Document, string RulesVersion) : CaseEvent;
}

/// <summary>A model in use: its record in the inventory and the exact version.</summary>
public sealed record ModelUse(string ModelId, string Version);

/// <summary>What a gate said of a use.</summary>
/// <param name="Gate">Row of <c>gates.yaml</c>.</param>
/// <param name="Outcome"><c>stop</c>, <c>condition</c> or <c>open</c>.</param>
public sealed record GateVerdict(string Gate, string Outcome);

/// <summary>A condition of an acceptance: who answers for it, and until when.</summary>
/// <param name="Number">From 1 to 5, in the decision.</param>
public sealed record AcceptanceCondition(int Number, Role Owner, DateOnly Due);

/// <summary>From when a duty applies to a use.</summary>
/// <param name="Duty">Row of <c>duties.yaml</c>.</param>
/// <param name="OrFrom">The other reading, or null.</param>
public sealed record DutyDate(string Duty, DateOnly From, DateOnly? OrFrom);

/// <summary>Ids of the facts that the rules conclude from answers and that open or close questions and gates.</summary>
public static class CaseFacts
{
    /// <summary>The use processes personal data.</summary>
    public const string PersonalData = "personal-data";

    /// <summary>A data protection impact assessment is required (4.2.4-a).</summary>
    public const string DpiaRequired = "dpia-required";

    /// <summary>The DGS accepted with conditions in one free text, as it did before each became a task of its own.</summary>
    public const string Conditions = "conditions";

    /// <summary>The need looks like other cases: see <see cref="CaseEvent.LikenessFound"/>.</summary>
    public const string Alike = "alike";

    /// <summary>The use is forbidden by the AI Act or the charter (4.1.1-b, 4.1.3-a).</summary>
    public const string Prohibited = "prohibited";
}
