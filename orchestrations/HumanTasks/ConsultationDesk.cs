using System.Globalization;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.HumanTasks;

/// <summary>What became of a consultation or its answer.</summary>
public abstract record ConsultationResult
{
    private ConsultationResult()
    {
    }

    /// <summary>It is in the journal. The step may be told, so that it looks at the right time; it need not be.</summary>
    public sealed record Done(TaskOrder Task) : ConsultationResult;

    /// <summary>What is to be mended.</summary>
    public sealed record Invalid(IReadOnlyList<Problem> Problems) : ConsultationResult;

    /// <summary>It was answered before, or nobody asks any more: nothing was written.</summary>
    public sealed record Over : ConsultationResult;
}

/// <summary>
/// Questions to the author of a need, and opinions, while a task waits for its decision. Recorded first, mailed next; who stops in between is made good by
/// the task's next look. They never decide.
/// </summary>
// Six parameters: the case, whom to ask and how, by which rules and clock.
public sealed class ConsultationDesk(CaseFiles files, Deciders deciders, IPeople people, IMailRoom mails, CharterRules rules, TaskClock clock)
{
    private const int Most = 10;

    /// <summary>Whom a decider may consult: the author of the need, and the services but the one that is asked to decide.</summary>
    public IReadOnlyList<Role> RolesFor(PendingTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return [.. new[] { Role.Requester }.Concat(rules.Directory.Roles.Select(holder => holder.Role)).Distinct().Where(role => role != task.Role)];
    }

    /// <summary>Who decides asks somebody.</summary>
    /// <param name="person">Directory id of who asks: one who may decide the task.</param>
    /// <param name="role">Name of a role, as picked.</param>
    /// <param name="text">As typed.</param>
    public async Task<ConsultationResult> AskAsync(string taskId, string person, string? role, string? text, CancellationToken cancellation)
    {
        if (!TaskOrder.TryParse(taskId, out var order) || await files.FindAsync(order.CaseId, cancellation) is not { } useCase ||
            useCase.Tasks.Find(open => open.TaskId == taskId) is not { } task || !await deciders.MayDecideAsync(task, person, useCase, cancellation))
            return new ConsultationResult.Over();
        if (!Enum.TryParse<Role>(role, out var asked) || !RolesFor(task).Contains(asked))
            return Invalid("consulte", "Choisissez à qui vous vous adressez.");
        if (ProblemOf(text) is { } problem)
            return Invalid("question", problem);
        var known = task.Consultations ?? [];
        if (known.Count >= Most)
            return Invalid("question", string.Create(CultureInfo.InvariantCulture, $"{Most} avis ou questions ont déjà été demandés pour cette décision\u00a0: c’est le plus qu’on puisse."));
        var kind = asked == Role.Requester ? ConsultationKind.Question : ConsultationKind.Opinion;
        if (known.Exists(one => one.IsOpen && one.Role == asked))
            return Invalid("consulte", "Une demande attend déjà sa réponse. Attendez-la, ou adressez-vous à quelqu’un d’autre.");
        var holders = await people.HoldersAsync(asked, useCase, cancellation);
        if (holders.Count == 0)
            return Invalid("consulte", "L’annuaire ne connaît personne dans ce rôle. Prévenez la DTISU.");

        var consultation = new ConsultationOrder(order, known.Count + 1);
        var words = await files.WriteAsync(order.CaseId, new ConsultationText(taskId, consultation.Number, text!.Trim(), CaseFiles.NewSalt()), cancellation);
        var happened = new CaseEvent.ConsultationAsked(taskId, consultation.Number, kind, null, asked, [.. holders.Select(one => one.Id)], clock.ConsultationDue(kind), words);
        var recorded = await files.RecordAsync(order.CaseId, [new Fact($"consulted:{consultation.Id}", happened, person)], cancellation);
        if (recorded.Tasks.Find(open => open.TaskId == taskId)?.Consultations?.Find(one => one.Number == consultation.Number) is not { } now || now.Words != words)
            return Invalid("question", "Une autre demande est partie au même instant. Vérifiez, puis envoyez la vôtre à nouveau.");
        await MailAsync(consultation, now, cancellation);
        return new ConsultationResult.Done(order);
    }

    /// <summary>Somebody who was consulted answers. The first answer counts.</summary>
    /// <param name="person">Directory id of the person whom the link names.</param>
    /// <param name="verdict">As picked; for an opinion.</param>
    /// <param name="text">As typed.</param>
    /// <param name="typed">Per question id of its form, as typed.</param>
    public async Task<ConsultationResult> AnswerAsync(
        ConsultationOrder order, string person, string? verdict, string? text, IReadOnlyDictionary<string, string> typed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (await files.FindAsync(order.Task.CaseId, cancellation) is not { } useCase || Find(useCase, order, person) is not (var task, { IsOpen: true } consultation))
            return new ConsultationResult.Over();
        var problems = new List<Problem>();
        var filling = FormOf(task, consultation) is { } form ? FormFilling.Fill(form, typed, useCase.Has, question => new AnswerSource("page", question), CaseFiles.NewSalt()) : null;
        if (filling is not null)
        {
            problems.AddRange(filling.Problems.Select(problem => new Problem($"q-{problem.Question}", problem.Message)));
            problems.AddRange(filling.Gaps.Where(gap => !filling.Problems.Any(problem => problem.Question == gap)).Select(gap => new Problem($"q-{gap}", FormFilling.Missing(FormOf(task, consultation)!.Find(gap)!))));
        }

        OpinionVerdict? said = Enum.TryParse<OpinionVerdict>(verdict, out var picked) && Enum.GetName(picked) == verdict && consultation.Kind == ConsultationKind.Opinion ? picked : null;
        if (said is null && consultation.Kind == ConsultationKind.Opinion)
            problems.Add(new Problem("avis", "Choisissez le sens de votre avis."));
        if (ProblemOf(text) is { } wordless)
            problems.Add(new Problem("texte", wordless));
        if (problems.Count > 0)
            return new ConsultationResult.Invalid(problems);
        var answer = await files.WriteAsync(order.Task.CaseId, new ConsultationText(task.TaskId, order.Number, text!.Trim(), CaseFiles.NewSalt()), cancellation);
        var stopped = consultation.Kind == ConsultationKind.Question ? clock.DaysSince(consultation.AskedAt) : 0;
        DateTimeOffset? due = stopped > 0 && rules.Tasks.TryGetValue(task.Kind, out var kind) ? clock.DueAtNow(kind, task with { PausedDays = task.PausedDays + stopped }) : null;
        var happened = new CaseEvent.ConsultationAnswered(task.TaskId, order.Number, answer, said, stopped, due);
        var key = $"answered:{order.Id}";
        var facts = new List<Fact>();
        if (filling is { Answers: { } answers })
        {
            var document = await files.WriteAsync(order.Task.CaseId, answers, cancellation);
            facts.Add(new Fact($"answers:{order.Id}", new CaseEvent.AnswersRecorded(new AnswersRef(answers.FormId, answers.FormVersion, document, []), []), person));
        }

        facts.Add(new Fact(key, happened, person));
        await files.RecordAsync(order.Task.CaseId, facts, cancellation);
        if (await files.FindEntryAsync(order.Task.CaseId, key, cancellation) is not { Event: CaseEvent.ConsultationAnswered recorded } || recorded.Document != answer)
            return new ConsultationResult.Over();
        foreach (var decider in task.AskedOn(clock.Today))
            await mails.SendAsync(new MailOrder($"{order.Id}.answered.{decider}", MailKind.ConsultationAnswered, order.Task.CaseId, decider, task.TaskId) { Consultation = order.Number }, cancellation);
        return new ConsultationResult.Done(order.Task);
    }

    /// <summary>The form that is answered with a consultation; null for none.</summary>
    public FormDefinition? FormOf(PendingTask task, Consultation consultation)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(consultation);
        var rule = rules.Tasks.GetValueOrDefault(task.Kind)?.Opinions.FirstOrDefault(rule => rule.Id == consultation.Rule);
        return rule?.Form is { } id ? rules.Forms[id].On(clock.Today) : null;
    }

    /// <summary>The task and the consultation that a link names; null when the task no longer waits or the person was not asked.</summary>
    public static (PendingTask Task, Consultation Consultation)? Find(UseCase useCase, ConsultationOrder order, string person)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        ArgumentNullException.ThrowIfNull(order);
        return useCase.Tasks.Find(open => open.TaskId == order.Task.TaskId) is { } task && task.Consultations?.Find(one => one.Number == order.Number) is { } found && found.People.Contains(person)
            ? (task, found)
            : null;
    }

    /// <summary>The opinions that the rules open with a task, as facts. One blob read where there are any.</summary>
    public async Task<IReadOnlyList<Fact>> OpenedByRulesAsync(TaskOrder order, TaskKind kind, UseCase useCase, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(useCase);
        if (kind.Opinions.Count == 0)
            return [];
        var sheet = await files.AnswersAsync(useCase, Assessment.Sheet, cancellation);
        var answers = new SheetAnswers(rules.Forms[Assessment.Sheet], sheet?.Texts ?? new Dictionary<string, string>(), useCase.Has);
        var facts = new List<Fact>();
        // What an answer that is missing would tell is asked about rather than not.
        foreach (var rule in kind.Opinions.Where(rule => rule.When?.Holds(answers) != false))
        {
            var consultation = new ConsultationOrder(order, facts.Count + 1);
            var holders = await people.HoldersAsync(rule.Role, useCase, cancellation);
            facts.Add(new Fact(
                $"consulted:{consultation.Id}",
                new CaseEvent.ConsultationAsked(order.TaskId, consultation.Number, ConsultationKind.Opinion, rule.Id, rule.Role, [.. holders.Select(one => one.Id)], clock.After(rule.Due), null)));
        }

        return facts;
    }

    /// <summary>Writes to those who are consulted. Who was written to before is not written to again.</summary>
    public async Task MailAsync(ConsultationOrder order, Consultation consultation, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(consultation);
        foreach (var person in consultation.People)
            await mails.SendAsync(new MailOrder($"{order.Id}.{person}", MailKind.ConsultationAsked, order.Task.CaseId, person, order.Task.TaskId) { Consultation = order.Number }, cancellation);
    }

    private static string? ProblemOf(string? text) =>
        TypedWords.Are(text) ? TypedWords.TooLong(text) : "Écrivez votre texte.";

    private static ConsultationResult.Invalid Invalid(string field, string message) => new([new Problem(field, message)]);
}
