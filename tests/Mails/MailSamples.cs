using System.Collections.Immutable;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Mails;
using RegionSud.AiWorkflow.Edge.Tasks;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Register;

namespace RegionSud.AiWorkflow.Tests.Mails;

/// <summary>One mail of every kind, made as the product makes them.</summary>
internal sealed class MailSamples
{
    public const string Site = "https://charte-ia.region.example";
    public const string Typed = "Le besoin est utile.\nIl reste à dire qui relit les réponses\u00a0: c’est l’agent qui signe.";
    private const string Requester = "5b0c9f5e7a0d4b1f8f7d2f0a6c1e9d33";
    private const string Head = "0a9d5c7e3b2f4d6a8c1e7f9b5d3a2c44";

    public static readonly CaseId Id = CaseId.Of(2026, 42);
    private static readonly CharterRules Rules = CharterLoader.Load();
    private readonly string title;
    private readonly string words;

    public MailSamples(string title = "Résumer les délibérations de la commission permanente", string words = Typed)
    {
        (this.title, this.words) = (title, words);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Site:BaseUrl"] = Site }).Build();
        var writer = new LetterWriter(Rules, new TaskLinks(new EphemeralDataProtectionProvider(), Time, configuration), Time);
        Composer = new MailComposer(writer, MailSettings.Read(configuration), Time, new ServiceCollection().BuildServiceProvider(), NullLoggerFactory.Instance);
    }

    /// <summary>Two other things that wait.</summary>
    private Digest Others => new(
        [
            new AlsoWaiting(CaseId.Of(2026, 7), title, new AskedTask("IA-2026-0007.Need.1.endorse.1", "endorse", Role.DirectorateHead, [Head], Time.GetUtcNow().AddDays(-20), Time.GetUtcNow().AddDays(-9), true), 4),
            new AlsoWaiting(CaseId.Of(2026, 9), "IA-2026-0009", new AskedTask("IA-2026-0009.Need.1.closing.1", "closing", Role.DirectorateHead, [Head], Time.GetUtcNow(), Time.GetUtcNow().AddDays(9), false), 2),
        ],
        More: true);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 13, 30, 0, TimeSpan.Zero));

    public MailComposer Composer { get; }

    /// <summary>Every mail that the process can ask for, by a name.</summary>
    public async Task<IReadOnlyDictionary<string, OutboxMail>> AllAsync()
    {
        var mails = new Dictionary<string, OutboxMail>();
        foreach (var (name, order, file, person) in Orders())
            mails[name] = await Composer.ComposeAsync(order, file, person, digest: name.StartsWith("digest", StringComparison.Ordinal) ? Others : null) ?? throw new InvalidOperationException($"No mail for {name}.");
        return mails;
    }

    private IEnumerable<(string Name, MailOrder Order, CaseFile File, Person To)> Orders()
    {
        yield return ("receipt", Order(MailKind.Receipt), File(), To(Requester));
        yield return ("receipt-gaps", Order(MailKind.Receipt), File(gaps: ["problem", "users"]), To(Requester));
        foreach (var kind in Rules.Tasks.Values)
        {
            var to = To(kind.Role == Role.Requester ? Requester : Head);
            yield return ($"asked-{kind.Id}", Order(MailKind.TaskAsked, kind), Asking(kind, 0, 3), to);
            yield return ($"reminder-{kind.Id}", Order(MailKind.TaskReminder, kind), Asking(kind, 1, 3), to);
            yield return ($"late-{kind.Id}", Order(MailKind.TaskReminder, kind), Asking(kind, 3, -4), to);
            yield return ($"link-{kind.Id}", Order(MailKind.TaskLink, kind), Asking(kind, 1, 3), to);
            yield return ($"unheld-{kind.Id}", Order(MailKind.TaskUnheld, kind), Asking(kind, 1, 3), To(Head));
            yield return ($"escalated-{kind.Id}", Order(MailKind.TaskEscalated, kind), Asking(kind, 3, -4), To(Head));
        }

        var handed = Asking(Rules.Tasks["arbitrate"], 0, 3);
        foreach (var cause in Enum.GetValues<HandingCause>())
        {
            var passed = handed.Case.Tasks[0].Handed(new CaseEvent.TaskHanded(handed.Case.Tasks[0].TaskId, "another", Head, cause, false, null, null));
            yield return ($"asked-{cause}", Order(MailKind.TaskAsked, Rules.Tasks["arbitrate"]), handed with { Case = handed.Case with { Tasks = [passed] } }, To(Head));
        }

        foreach (var (name, kind, role, verdict) in new (string, MailKind, Role, OpinionVerdict?)[]
        {
            ("question", MailKind.ConsultationAsked, Role.Requester, null), ("opinion", MailKind.ConsultationAsked, Role.Dpo, null), ("again", MailKind.ConsultationReminder, Role.Dpo, null),
            ("replied", MailKind.ConsultationAnswered, Role.Requester, null), ("given", MailKind.ConsultationAnswered, Role.Dpo, OpinionVerdict.WithReservations),
        })
        {
            var taskId = handed.Case.Tasks[0].TaskId;
            var asked = handed.Case.Tasks[0].Consulted(new CaseEvent.ConsultationAsked(taskId, 1, role == Role.Requester ? ConsultationKind.Question : ConsultationKind.Opinion, role == Role.Dpo ? "dpo" : null, role, [Head], Time.GetUtcNow().AddDays(5), null), Time.GetUtcNow());
            if (kind == MailKind.ConsultationAnswered)
                asked = asked.Answered(new CaseEvent.ConsultationAnswered(taskId, 1, new DocumentRef(new string('a', 64), "application/json", 2), verdict, 0, null), "another", Time.GetUtcNow());
            yield return ($"consult-{name}", Order(kind, Rules.Tasks["arbitrate"]) with { Consultation = 1 }, handed with { Case = handed.Case with { Tasks = [asked] } }, To(Head));
        }

        yield return ("decided-refuse", Order(MailKind.Decided) with { TaskId = TaskIdOf(Step.Arbitration, "arbitrate") }, File(Step.Arbitration, [("arbitrate", "refuse")]), To(Head));
        yield return ("disowned", Order(MailKind.Disowned) with { TaskId = TaskIdOf(Step.Arbitration, "arbitrate") }, File(Step.Arbitration, [("arbitrate", "refuse")]), To(Head));
        var frozen = File(Step.Arbitration, [("arbitrate", "refuse")]);
        yield return ("disowned-frozen", Order(MailKind.Disowned) with { TaskId = TaskIdOf(Step.Arbitration, "arbitrate") }, frozen with { Case = frozen.Case with { Frozen = TaskIdOf(Step.Arbitration, "arbitrate") } }, To(Head));
        yield return ("digest-reminder", Order(MailKind.TaskReminder, Rules.Tasks["endorse"]), Asking(Rules.Tasks["endorse"], 1, 3), To(Head));
        yield return ("digest-escalated", Order(MailKind.TaskEscalated, Rules.Tasks["endorse"]), Asking(Rules.Tasks["endorse"], 3, -4), To(Head));

        var recheck = Asking(Rules.Tasks["recheck-dsipn"], 0, 3);
        var changed = recheck with { Case = recheck.Case with { RecheckLawCauses = [Admin.SampleCase.LawChange] } };
        yield return ("asked-recheck-law", Order(MailKind.TaskAsked, Rules.Tasks["recheck-dsipn"]), changed, To(Head));

        var model = new PendingChange("model-mistral-large-3f2a9c1b", "mistral-large", words, words, Time.GetUtcNow())
        {
            Differences = [new(ModelAspect.Version, words, words), new(ModelAspect.Hosting, "France", "Outside"), new(ModelAspect.Terms, words, words)],
            Grade = ChangeGrade.Full,
            Meanwhile = UseMeanwhile.Suspension,
        };
        yield return ("model-changed", Order(MailKind.ModelChanged) with { Change = new ChangeTold(model.ChangeId, model.ModelId, 1234) }, recheck with { Case = recheck.Case with { PendingChanges = [model] } }, To(Head));
        var halting = Asking(Rules.Tasks["confirm-suspension"], 0, 3);
        yield return ("asked-change", Order(MailKind.TaskAsked, Rules.Tasks["confirm-suspension"]), halting with { Case = halting.Case with { RecheckCauses = [model] } }, To(Head));

        var incident = new OpenIncident(2, Time.GetUtcNow(), Head, true, true, Time.GetUtcNow().AddHours(-50), new DocumentRef(new string('a', 64), "application/json", 2));
        var used = File(Step.Maintenance);
        used = used with { Case = used.Case with { Risk = RiskClass.High, IncidentCount = 2, Incidents = [incident] } };
        yield return ("incident-reported", Order(MailKind.IncidentReported) with { Incident = 2 }, used, To(Head));
        yield return ("incident-plain", Order(MailKind.IncidentReported) with { Incident = 2 }, used with { Case = used.Case with { Risk = RiskClass.Minimal, Incidents = [incident with { Serious = false, PersonalData = false }] } }, To(Head));
        var regraded = incident.Regraded(new CaseEvent.IncidentRegraded(2, false, true, ["risk"], ["provider-serious", "authority-serious", "persons"], incident.Document, "1"), Time.GetUtcNow(), Head);
        yield return ("incident-regraded", Order(MailKind.IncidentRegraded) with { Incident = 2 }, used with { Case = used.Case with { Incidents = [regraded] } }, To(Head));
        yield return ("incident-pressing", Order(MailKind.IncidentPressing) with { Incident = 2, Duty = "cnil" }, used with { Case = used.Case with { HaltedAt = Time.GetUtcNow() } }, To(Head));
        yield return ("incident-late", Order(MailKind.IncidentPressing) with { Incident = 2, Duty = "authority-serious" }, used, To(Head));

        foreach (var (name, step, decisions) in Milestones)
            yield return ($"milestone-{name}", new MailOrder($"{Id}.{name}", MailKind.Milestone, Id, Head, Milestone: name.Split('+')[0]), File(step, decisions), To(Head));
        var trial = File(Step.Evaluation, []);
        yield return ("milestone-halted+trial", new MailOrder($"{Id}.halted", MailKind.Milestone, Id, Head, Milestone: "halted"), trial with { Case = trial.Case with { HaltedAt = Time.GetUtcNow(), InProductionSince = null } }, To(Head));
        foreach (var (end, name, step, decisions) in Ends)
            yield return ($"closed-{name}", Order(MailKind.Closed), File(step, decisions, end), To(Requester));
    }

    private static readonly (string Name, Step Step, (string Kind, string Choice)[] Decisions)[] Milestones =
    [
        ("passed-on", Step.Need, [("endorse", "endorse"), ("review", "pass")]),
        ("accepted", Step.Arbitration, [("arbitrate", "accept")]),
        ("accepted+conditions", Step.Arbitration, [("arbitrate", "accept-with-conditions")]),
        ("deferred", Step.Arbitration, [("arbitrate", "defer")]),
        ("back-to-arbitration", Step.Development, [("secure", "blocked")]),
        ("deployed", Step.Evaluation, [("evaluate-dtisu", "deploy"), ("evaluate-directorate", "deploy")]),
        ("modify", Step.Evaluation, [("evaluate-dtisu", "modify"), ("evaluate-directorate", "deploy"), ("evaluate-dgs", "modify")]),
        ("suspended", Step.Maintenance, [("recheck-directorate", "suspend"), ("recheck-dsipn", "suspend")]),
        ("halted", Step.Maintenance, []),
        ("resumed", Step.Maintenance, [("resume", "conform")]),
        ("trial-resumed", Step.Evaluation, []),
        ("requalify", Step.Maintenance, [("recheck-dtisu", "requalify")]),
        ("withdrawing", Step.Maintenance, [("recheck-directorate", "withdraw"), ("recheck-dsipn", "withdraw")]),
    ];

    private static readonly (EndState End, string Name, Step Step, (string Kind, string Choice)[] Decisions)[] Ends =
    [
        (EndState.NotPursued, "declined", Step.Need, [("endorse", "decline")]),
        (EndState.NotPursued, "agreed", Step.Need, [("endorse", "endorse"), ("review", "propose-closing"), ("closing", "accept")]),
        (EndState.Refused, "refused", Step.Arbitration, [("arbitrate", "refuse")]),
        (EndState.Stopped, "stopped", Step.Evaluation, [("evaluate-dtisu", "stop"), ("evaluate-directorate", "stop")]),
        (EndState.Withdrawn, "withdrawn", Step.Maintenance, [("resume", "withdraw")]),
    ];

    public static MailOrder Order(MailKind kind, TaskKind? task = null) =>
        new($"{Id}.{kind}.{task?.Id}", kind, Id, Head, task is null ? null : TaskIdOf(task.Step, task.Id));

    public static Person To(string id) => new(id, "Jeanne Roux", "jeanne.roux@region.example", "lycees");

    private CaseFile Asking(TaskKind kind, int reminders, int dueInDays)
    {
        var now = Time.GetUtcNow();
        (string, string)[] before = kind.Id switch
        {
            "correct" => [("review", "return")],
            "closing" => [("review", "propose-closing")],
            "inform" => [("qualify", "more-information")],
            _ => [],
        };
        var file = File(kind.Step, before, gaps: kind.GapsOnly ? ["problem"] : []);
        var task = new PendingTask(TaskIdOf(kind.Step, kind.Id), kind.Id, kind.Role, [Head], now.AddDays(-8), now.AddDays(dueInDays), reminders, reminders > 2);
        return file with { Case = file.Case with { Tasks = [task] } };
    }

    public CaseFile File(Step step = Step.Need, (string Kind, string Choice)[]? decisions = null, EndState? end = null, string[]? gaps = null)
    {
        decisions ??= [];
        var document = new DocumentRef(new string('a', 60) + "beef", "application/pdf", 184_320);
        var useCase = new UseCase
        {
            Id = Id,
            Version = 12,
            FileVersion = 9,
            OpenedAt = Time.GetUtcNow().AddDays(-9),
            Directorate = "lycees",
            Requester = Requester,
            Original = document,
            Step = step,
            Round = 1,
            Rechecks = 1,
            End = end,
            Rounds = ImmutableDictionary<Step, int>.Empty.Add(step, 1),
            Answers = ImmutableDictionary<string, AnswersRef>.Empty.Add("need", new AnswersRef("need", "2026-1", document, gaps ?? [])),
            Decisions = decisions.ToImmutableDictionary(
                d => d.Kind, d => new DecisionRef(TaskIdOf(step, d.Kind), d.Kind, d.Choice, Head, Time.GetUtcNow(), document, d.Choice == "defer" ? new DateOnly(2027, 3, 1) : null)),
        };
        var answers = new Answers("need", "2026-1", new Dictionary<string, Answer> { ["title"] = new(title, new AnswerSource("page", "title")) }, "");
        return new CaseFile(
            useCase,
            new Dictionary<string, Answers> { ["need"] = answers },
            decisions.ToDictionary(
                d => d.Kind, d => new DecisionText(TaskIdOf(step, d.Kind), d.Choice, words, d.Choice == "accept-with-conditions" ? "Relire chaque résumé avant sa publication." : null, "")));
    }

    private static string TaskIdOf(Step step, string kind) => $"{Id.Instance(step, 1)}.{kind}.1";
}
