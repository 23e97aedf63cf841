using RegionSud.AiWorkflow.Acceptance;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Register;
using RegionSud.AiWorkflow.Step1Need;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>A question and its answer, as people read them.</summary>
public sealed record AnswerLine(string Label, string Value);

/// <summary>The answers to one form.</summary>
/// <param name="Erased">The text was erased: the journal keeps its hash alone.</param>
/// <param name="Missing">How many required answers are missing.</param>
public sealed record AnsweredForm(string Id, string Title, IReadOnlyList<AnswerLine> Lines, bool Erased, int Missing);

/// <summary>The latest decision or opinion on one question.</summary>
/// <param name="Words">What was typed; null when it was erased.</param>
public sealed record DecisionLine(string Title, Step Step, string Choice, string Who, DateTimeOffset At, DateOnly? Until, DecisionText? Words);

/// <summary>Who is waited for, and since when.</summary>
public sealed record WaitLine(string Title, string Holder, DateTimeOffset OpenedAt, DateTimeOffset DueAt, bool Late, int Reminders, bool Escalated, bool Unreached)
{
    /// <summary>The task.</summary>
    public string TaskId { get; init; } = "";

    /// <summary>Whether an automatic answer came from one of those who are asked.</summary>
    public bool Absent { get; init; }

    /// <summary>Whether the clock stands still.</summary>
    public bool Paused { get; init; }

    /// <summary>How many gave a voice, where several must agree.</summary>
    public int Voices { get; init; }

    /// <summary>French: who is or was consulted.</summary>
    public IReadOnlyList<string> Consulted { get; init; } = [];

    /// <summary>Those who may decide it today.</summary>
    public IReadOnlyList<Asked> People { get; init; } = [];
}

/// <summary>Somebody who is asked.</summary>
/// <param name="Id">Directory id.</param>
/// <param name="How">French: how the task came to them; empty for those it was opened for.</param>
public sealed record Asked(string Id, string Name, string How);

/// <summary>Everything that a case's page shows.</summary>
/// <param name="Entries">Newest first.</param>
/// <param name="Before">First sequence number of the entries shown, when there are older ones.</param>
public sealed record CaseView(
    UseCase Case,
    string Title,
    string Directorate,
    string Requester,
    IReadOnlyList<string> RiskReasons,
    IReadOnlyList<WaitLine> Waits,
    AnsweredForm? Need,
    IReadOnlyList<AnsweredForm> Evidence,
    IReadOnlyList<DecisionLine> Decisions,
    IReadOnlyList<TimelineLine> Entries,
    bool IsNewestPage,
    long? Before)
{
    /// <summary>Cases whose need looks like this one's.</summary>
    public IReadOnlyList<CaseLine> Alike { get; init; } = [];

    /// <summary>The acceptance test; null while there is no plan.</summary>
    public AcceptanceFile? Acceptance { get; init; }

    /// <summary>What arrived with the need, as its senders called it; empty in cases older than its keeping, or once erased.</summary>
    public IReadOnlyList<ReceivedFile> Received { get; init; } = [];

    /// <summary>What the rules say of the use today; null before its qualification.</summary>
    public Assessment? Assessment { get; init; }

    /// <summary>The characterisation sheet as it was answered; null before its qualification, or once erased.</summary>
    public Answers? Sheet { get; init; }

    /// <summary>The recorded assessment, computed again; null before the qualification.</summary>
    public Recomputed? Recomputed { get; init; }
}

/// <summary>Gathers a case's page: storage reads as many as the case has documents and the shown entries name people, side by side.</summary>
public sealed class CaseViews(CaseFiles files, ICaseJournal journal, IPeople people, CharterRules rules, TimeProvider time)
{
    /// <summary>Entries on one page.</summary>
    public const int EntriesPerPage = 40;

    private readonly Timeline timeline = new(rules);

    /// <summary>The page of a case; null when there is none.</summary>
    /// <param name="before">Entries before this sequence number; null for the newest.</param>
    public async Task<CaseView?> OpenAsync(CaseId id, long? before, CancellationToken cancellation)
    {
        if (await files.OpenAsync(id, cancellation) is not { } file)
            return null;
        var useCase = file.Case;
        var end = Math.Clamp(before ?? useCase.Version + 1, 1, useCase.Version + 1);
        var start = Math.Max(0, end - 1 - EntriesPerPage);
        var entries = end - 1 > start ? await journal.ReadAsync(id, start, (int)(end - 1 - start), cancellation) : [];
        var names = await NamesAsync(entries.Select(entry => entry.Actor).Concat(useCase.Decisions.Values.SelectMany(d => new[] { d.DecidedBy, d.By?.From ?? d.DecidedBy }))
            .Concat(useCase.Tasks.SelectMany(task => task.People)).Append(useCase.Requester), cancellation);
        var words = await WordsAsync(id, entries, cancellation);
        var forms = useCase.Answers.Keys.Select(form => FormOf(file, form)).ToList();
        var order = rules.Forms.Keys.ToList();
        return new CaseView(
            useCase,
            file.Title,
            timeline.DirectorateOf(useCase.Directorate),
            names[useCase.Requester],
            [.. timeline.ReasonsOf(useCase.RiskRows)],
            Waits(useCase, names),
            forms.Find(form => form.Id == "need"),
            [.. forms.Where(form => form.Id != "need").OrderBy(form => StepOfForm(form.Id)).ThenBy(form => order.IndexOf(form.Id))],
            [.. useCase.Decisions.Values.OrderBy(decision => decision.At).Select(decision => new DecisionLine(
                timeline.TaskOf(decision.Kind),
                rules.Tasks.TryGetValue(decision.Kind, out var kind) ? kind.Step : useCase.Step,
                timeline.ChoiceOf(decision.Kind, decision.Choice),
                string.Join(", ", new[] { names[decision.DecidedBy], Wording.HowItCame(decision.By, names) }.Where(text => text.Length > 0)),
                decision.At,
                decision.Until,
                file.WordsOf(decision)))],
            [.. entries.Reverse().Select(entry => new TimelineLine(
                entry.Seq, entry.At, names[entry.Actor], timeline.SentenceOf(entry), words.GetValueOrDefault(entry.Seq)))],
            end == useCase.Version + 1,
            start > 0 ? start + 1 : null)
        {
            Alike = file.Alike,
            Acceptance = file.Acceptance,
            Received = await files.ReceivedAsync(id, cancellation),
            Assessment = file.AssessOn(rules, time.ParisToday()),
            Sheet = file.Answers.GetValueOrDefault(Charter.Assessment.Sheet),
            Recomputed = AssessmentComparison.Recompute(file, rules, time.ParisToday(), version => CharterReleases.Find(version)),
        };
    }

    private List<WaitLine> Waits(UseCase useCase, Dictionary<string, string> names)
    {
        var now = time.GetUtcNow();
        return [.. useCase.Tasks.Select(task => new WaitLine(
            timeline.TaskOf(task.Kind), French.Of(task.Role, rules), task.OpenedAt, task.DueAt, task.DueAt < now, task.Reminders, task.Escalated, task.Unreached)
        {
            TaskId = task.TaskId,
            Absent = task.Absent?.Any(task.People.Contains) == true,
            Paused = task.IsPaused,
            Voices = task.Voices?.Count ?? 0,
            Consulted = [.. (task.Consultations ?? []).Select(one =>
                $"{(one.Kind == ConsultationKind.Question ? "question à l’auteur du besoin" : $"avis demandé à {timeline.ToWhom(one.Role)}")}, {(one.IsOpen ? $"attendu le {French.Date(one.DueAt)}" : $"rendu le {French.Date(one.AnsweredAt!.Value)}{(one.Verdict is { } verdict ? $"\u00a0: {Wording.Of(verdict).ToLowerInvariant()}" : "")}")}")],
            People = [.. task.AskedOn(French.DayOf(now)).Select(id => new Asked(id, names[id], Wording.HowItCame(task.HandingTo(id), names)))],
        })];
    }

    private AnsweredForm FormOf(CaseFile file, string id)
    {
        var missing = file.Case.Answers[id].Gaps.Count;
        if (!file.Answers.TryGetValue(id, out var answers))
            return new AnsweredForm(id, timeline.FormOf(id), [], true, missing);
        var form = rules.Forms.GetValueOrDefault(id);
        var known = form?.Questions.Where(question => answers[question.Id] is not null)
            .Select(question => new AnswerLine(French.Text(question.Label), Wording.AnswerOf(question, answers[question.Id]!))) ?? [];
        // Answers to questions that a later version of the form dropped are still the case's.
        var others = answers.Values.Where(pair => form?.Find(pair.Key) is null).Select(pair => new AnswerLine(pair.Key, pair.Value.Value));
        return new AnsweredForm(id, timeline.FormOf(id), [.. known, .. others], false, missing);
    }

    private Step StepOfForm(string form) => rules.Tasks.Values.FirstOrDefault(task => task.Form == form)?.Step ?? Step.Maintenance;

    private async Task<Dictionary<string, string>> NamesAsync(IEnumerable<string> ids, CancellationToken cancellation)
    {
        var found = await Task.WhenAll(ids.Distinct().Select(async id => (id, Name: await NameAsync(id, cancellation))));
        return found.ToDictionary(pair => pair.id, pair => pair.Name, StringComparer.Ordinal);
    }

    private async Task<string> NameAsync(string id, CancellationToken cancellation) =>
        id == Fact.System ? "Système" : (await people.FindAsync(id, cancellation))?.Name ?? "personne effacée";

    private async Task<DecisionText?> WordsAsync(CaseId id, JournalEntry entry, CancellationToken cancellation) => entry.Event switch
    {
        CaseEvent.TaskDecided e => await files.ReadAsync<DecisionText>(id, e.Document, cancellation),
        CaseEvent.RefusalContested e => await files.ReadAsync<DecisionText>(id, e.Document, cancellation),
        CaseEvent.DecisionDisowned e => await files.ReadAsync<DecisionText>(id, e.Document, cancellation),
        CaseEvent.DecisionUpheld e => await files.ReadAsync<DecisionText>(id, e.Document, cancellation),
        CaseEvent.DecisionAnnulled e => await files.ReadAsync<DecisionText>(id, e.Document, cancellation),
        CaseEvent.UseHalted { Document: { } document } => await files.ReadAsync<DecisionText>(id, document, cancellation),
        CaseEvent.TrialResumed e => await files.ReadAsync<DecisionText>(id, e.Document, cancellation),
        CaseEvent.IncidentReported e => await files.ReadAsync<DecisionText>(id, e.Document, cancellation),
        CaseEvent.IncidentDutyDone e => await files.ReadAsync<DecisionText>(id, e.Document, cancellation),
        CaseEvent.IncidentRegraded e => await files.ReadAsync<DecisionText>(id, e.Document, cancellation),
        CaseEvent.IncidentClosed e => await files.ReadAsync<DecisionText>(id, e.Document, cancellation),
        CaseEvent.CaseRestarted e => await files.ReadAsync<DecisionText>(id, e.Document, cancellation),
        CaseEvent.TaskHanded { Document: { } document } => await files.ReadAsync<DecisionText>(id, document, cancellation),
        CaseEvent.VoiceGiven e => await files.ReadAsync<DecisionText>(id, e.Document, cancellation),
        CaseEvent.ConsultationAsked { Document: { } document } e => AsWords(await files.ReadAsync<ConsultationText>(id, document, cancellation), e.TaskId),
        CaseEvent.ConsultationAnswered e => AsWords(await files.ReadAsync<ConsultationText>(id, e.Document, cancellation), e.TaskId),
        CaseEvent.AcceptancePlanned e => AsWords(await files.ReadAsync<AcceptancePlan>(id, e.Document, cancellation)),
        CaseEvent.EvaluationReported e => await files.ReadAsync<AcceptanceResults>(id, e.Document, cancellation) is { } results ? new DecisionText("", "", results.Note, null, results.Salt) : null,
        _ => null,
    };

    private static DecisionText? AsWords(AcceptancePlan? plan) => plan is null ? null : new DecisionText("", "", plan.Reason, null, plan.Salt);

    private static DecisionText? AsWords(ConsultationText? text, string taskId) => text is null ? null : new DecisionText(taskId, "", text.Text, null, text.Salt);

    private async Task<Dictionary<long, DecisionText?>> WordsAsync(CaseId id, IReadOnlyList<JournalEntry> entries, CancellationToken cancellation)
    {
        // Newer versions of the code write types that this one cannot read.
        var found = await Task.WhenAll(entries.Where(entry => CaseEventJson.Names.Contains(entry.Type)).Select(async entry => (entry.Seq, Words: await WordsAsync(id, entry, cancellation))));
        return found.ToDictionary(pair => pair.Seq, pair => pair.Words);
    }
}
