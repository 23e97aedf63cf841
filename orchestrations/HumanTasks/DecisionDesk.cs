using System.Globalization;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Charter.Law;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Step3Arbitration;

namespace RegionSud.AiWorkflow.HumanTasks;

/// <summary>
/// Takes the decisions of people: checks, then writes in one storage transaction, under a key that only the first one gets. Whoever
/// calls it raises the wake afterwards; if nobody does, the sweep will.
/// </summary>
// Six parameters: the case, who may decide, and what a decision is checked against.
public sealed class DecisionDesk(CaseFiles files, Deciders deciders, IModelInventory models, IWakes wakes, RulesInForce inForce, TimeProvider time)
{
    private readonly CharterRules rules = inForce.Rules;

    /// <summary>Records a decision.</summary>
    /// <param name="taskId">The task that the link names.</param>
    /// <param name="person">Directory id of the person whom the link names.</param>
    /// <param name="submission">What they sent.</param>
    /// <param name="proof">How they have shown to be that person; null for the link alone, which is not enough for weighty choices.</param>
    public async Task<DecisionResult> RecordAsync(string taskId, string person, Submission submission, Proof? proof, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(submission);
        if (!TaskOrder.TryParse(taskId, out var order) || await files.OpenAsync(order.CaseId, cancellation) is not { } file)
            return new DecisionResult.NotAsked();
        var useCase = file.Case;
        if (useCase.Tasks.Find(open => open.TaskId == taskId) is not { } task || !rules.Tasks.TryGetValue(task.Kind, out var kind) ||
            !await deciders.MayDecideAsync(task, person, useCase, cancellation))
            return await AlreadyAsync(order, useCase, cancellation);
        if (useCase.Frozen is not null)
            return new DecisionResult.Frozen();
        if (submission.SeenVersion != useCase.FileVersion)
            return new DecisionResult.FileChanged(useCase);

        var missing = MissingOpinions(kind, task, kind.Find(submission.Choice));
        var (problems, words, filling, ruling) = await JudgeAsync(file, kind, taskId, submission, cancellation);
        problems.AddRange(OfOpinions(missing, submission));
        if (problems.Count > 0)
            return new DecisionResult.Invalid(useCase, problems);
        if (proof is null && kind.Find(submission.Choice)!.SecondFactor)
            return new DecisionResult.Unproved(file);

        var wanted = Math.Min(kind.Agree, task.AskedOn(time.ParisToday()).Count());
        if (wanted > 1 && 1 + OthersFor(task, submission.Choice!, person) < wanted &&
            await HearAsync(order, person, (words!, submission.SeenVersion), wanted, cancellation) is { } heard)
            return heard;
        if (missing.Count > 0)
            words = words! with { WithoutOpinions = submission.WithoutOpinions!.Trim() };
        var facts = await FactsAsync(order, task, person, (words!, submission.SeenVersion), filling, ruling, cancellation);
        if (missing.Count > 0)
            facts.Insert(0, new Fact($"passed-over:{taskId}", new CaseEvent.OpinionsPassedOver(taskId, [.. missing.Select(rule => rule.Id)]), person));
        if (proof is { } how && kind.Find(submission.Choice)!.SecondFactor)
            facts.Insert(0, new Fact($"proved:{taskId}", new CaseEvent.DecisionProved(taskId, how), person));
        var wake = new Wake(order.CaseId, order.DecisionKey, order.Instance, order.EventName);
        await wakes.AnnounceAsync(wake, cancellation);
        var appended = await files.TryRecordAsync(order.CaseId, facts, submission.SeenVersion, cancellation);
        if (appended.Conflict)
        {
            return appended.Case.Tasks.Exists(open => open.TaskId == taskId)
                ? new DecisionResult.FileChanged(appended.Case)
                : await AlreadyAsync(order, appended.Case, cancellation);
        }

        return appended.New.Any(fact => fact.Key == order.DecisionKey)
            ? new DecisionResult.Recorded(appended.Case, wake)
            : await AlreadyAsync(order, appended.Case, cancellation);
    }

    /// <summary>The decision that stands on a task; null while there is none. How the task had come to who decided is only known of the latest decision of its kind.</summary>
    public async Task<DecisionRef?> FindAsync(TaskOrder order, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        return await files.FindEntryAsync(order.CaseId, order.DecisionKey, cancellation) is { Event: CaseEvent.TaskDecided decided } entry
            ? new DecisionRef(decided.TaskId, decided.Kind, decided.Choice, entry.Actor, entry.At, decided.Document, decided.Until, decided.Role)
            : null;
    }

    /// <summary>The same, with what the case knows of it.</summary>
    public async Task<DecisionRef?> FindAsync(TaskOrder order, UseCase useCase, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        return useCase.Decisions.Values.FirstOrDefault(decision => decision.TaskId == order.TaskId) ?? await FindAsync(order, cancellation);
    }

    private static int OthersFor(PendingTask task, string choice, string person) => task.Voices?.Count(voice => voice.Key != person && voice.Value == choice) ?? 0;

    // A person may change their voice as long as nothing is decided: the latest counts, all of them stay in the journal.
    // Null when the voices now agree: of two that came at once, the later one decides.
    private async Task<DecisionResult?> HearAsync(
        TaskOrder order, string person, (DecisionText Words, long SeenVersion) said, int wanted, CancellationToken cancellation)
    {
        var voice = new CaseEvent.VoiceGiven(order.TaskId, said.Words.Choice, await files.WriteAsync(order.CaseId, said.Words, cancellation), said.SeenVersion);
        var recorded = await files.RecordAsync(order.CaseId, [new Fact($"voice:{order.TaskId}.{person}.{voice.Document.Sha256[..16]}", voice, person)], cancellation);
        if (recorded.Tasks.Find(open => open.TaskId == order.TaskId) is not { } now)
            return await AlreadyAsync(order, recorded, cancellation);
        if (1 + OthersFor(now, said.Words.Choice, person) >= wanted)
            return null;
        var split = now.AskedOn(time.ParisToday()).All(asked => now.Voices?.ContainsKey(asked) == true);
        return new DecisionResult.Heard(recorded, split ? 0 : wanted - 1 - OthersFor(now, said.Words.Choice, person));
    }

    private async Task<DecisionResult> AlreadyAsync(TaskOrder order, UseCase useCase, CancellationToken cancellation) =>
        await FindAsync(order, useCase, cancellation) is { } decision ? new DecisionResult.AlreadyDecided(useCase, decision) : new DecisionResult.NotAsked();

    private async Task<(List<Problem> Problems, DecisionText? Words, Filling? Filling, Ruling Ruling)> JudgeAsync(
        CaseFile file, TaskKind kind, string taskId, Submission submission, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        if (kind.Find(submission.Choice) is not { } choice)
            return ([new Problem("choix", "Choisissez une des réponses proposées.")], null, null, Ruling.Plain);
        var today = time.ParisToday();
        if (choice.Reason && !TypedWords.Are(submission.Reason))
            problems.Add(new Problem("motif", "Écrivez votre motif\u00a0: il est gardé avec la décision, et ceux qu’elle concerne le liront."));
        // What a machine read counts once a person has looked at it: a button alone is pressed by programs too.
        if (choice.NeedsForm && kind.Form is { } read && file.Proposals.GetValueOrDefault(read)?.Values.Count > 0 && !submission.Verified)
            problems.Add(new Problem("verifie", "Comparez les réponses lues par la machine avec vos documents, puis cochez la case."));
        if (kind.Impartial && !submission.Impartial)
            problems.Add(new Problem("impartial", "Déclarez que vous n’avez pas de conflit d’intérêts dans ce dossier, ou dites plus bas que vous en avez un\u00a0: il ira à quelqu’un d’autre."));
        if (TypedWords.TooLong(submission.Reason) is { } tooLong)
            problems.Add(new Problem("motif", tooLong));
        var (conditions, unfinished) = ConditionReading.Read(submission.Conditions, today);
        problems.AddRange(OfConditions(kind, choice, submission, unfinished));

        DateOnly? until = choice.Until ? FormFilling.DateOf(submission.Until) : null;
        if (choice.Until && !(until > today && until <= today.AddYears(2)))
            problems.Add(new Problem("echeance", "Indiquez la date à laquelle le cas doit revenir\u00a0: demain au plus tôt, dans deux ans au plus tard."));

        var filling = kind.Form is { } form && choice.NeedsForm ? Fill(file, kind, rules.Forms[form].On(today), submission) : null;
        if (filling is not null)
        {
            problems.AddRange(filling.Problems.Select(problem => new Problem($"q-{problem.Question}", problem.Message)));
            // What cannot be understood is said in any case; what is left empty only where it may not be.
            problems.AddRange(filling.Gaps.Where(gap => !choice.GapsAllowed && !filling.Problems.Any(problem => problem.Question == gap))
                .Select(gap => new Problem($"q-{gap}", FormFilling.Missing(rules.Forms[kind.Form!].Find(gap)!))));
            problems.AddRange(await OfModelAsync(kind, filling.Answers, cancellation));
        }

        if (problems.Count > 0)
            return (problems, null, null, Ruling.Plain);
        // Only the DGS's own decision is taken under the weights that it set: what the qualification keeps can be computed again from the files alone.
        var applied = kind.Id == "arbitrate" ? await inForce.WithWeightsAsync(cancellation) : rules;
        var question = new Question(file, kind, choice, taskId, filling?.Answers, conditions, applied, today)
        {
            // A trial begins, and a solution is put to use, on models that may serve.
            Models = kind.Id == "plan-trial" || choice.Id == "deploy" ? await models.UsedByAsync(file.Case, cancellation) : [],
        };
        var ruling = Rulings.On(question);
        var words = new DecisionText(taskId, choice.Id, submission.Reason?.Trim() ?? "", null, CaseFiles.NewSalt(), conditions.Count > 0 ? conditions : null)
        {
            Versions = rules.Versions,
            Impartial = kind.Impartial,
        };
        return ([.. ruling.Problems], words, filling, ruling with { Until = ruling.Until ?? until });
    }

    private static List<OpinionRule> MissingOpinions(TaskKind kind, PendingTask task, Choice? choice) => choice?.NeedsOpinions == true
        ? [.. kind.Opinions.Where(rule => rule.Missing != MissingOpinion.Ignored && task.Consultations?.Exists(one => one.Rule == rule.Id && one.IsOpen) == true)]
        : [];

    private IEnumerable<Problem> OfOpinions(List<OpinionRule> missing, Submission submission)
    {
        string NamesOf(IEnumerable<OpinionRule> these) => string.Join(", ", these.Select(rule => rules.Directory.Roles.FirstOrDefault(holder => holder.Role == rule.Role)?.Name ?? rule.Id));
        var blocking = missing.Where(rule => rule.Missing == MissingOpinion.Block).ToList();
        if (blocking.Count > 0)
            yield return new Problem("choix", $"Un avis obligatoire manque\u00a0: {NamesOf(blocking)}. Attendez-le, ou choisissez une réponse qui n’en demande pas.");
        else if (missing.Count > 0 && !TypedWords.Are(submission.WithoutOpinions))
            yield return new Problem("sans-avis", $"Des avis demandés manquent\u00a0: {NamesOf(missing)}. Attendez-les, ou écrivez pourquoi vous décidez sans eux.");
        else if (TypedWords.TooLong(submission.WithoutOpinions) is { } tooLong)
            yield return new Problem("sans-avis", tooLong);
    }

    private static IEnumerable<Problem> OfConditions(TaskKind kind, Choice choice, Submission submission, IReadOnlyList<Problem> unfinished)
    {
        if (choice.Conditions)
        {
            return submission.Conditions.Any(condition => condition.IsBegun)
                ? unfinished
                : [new Problem(ConditionReading.FieldOf(1), "Écrivez au moins une condition, avec qui en répond et sa date\u00a0: elle sera vérifiée avant l’essai.")];
        }

        return kind.Choices.FirstOrDefault(other => other.Conditions) is { } conditional && submission.Conditions.Any(condition => condition.IsBegun)
            ? [new Problem("choix", $"Vous avez écrit des conditions\u00a0: choisissez «\u00a0{conditional.Label}\u00a0», ou videz-les.")]
            : [];
    }

    private static Filling Fill(CaseFile file, TaskKind kind, FormDefinition form, Submission submission)
    {
        var known = file.Answers.GetValueOrDefault(form.Id);
        var raw = new Dictionary<string, string>(submission.Answers, StringComparer.Ordinal);
        if (kind.GapsOnly && known is not null)
        {
            foreach (var (question, answer) in known.Values)
                raw.TryAdd(question, answer.Value);
        }

        return FormFilling.Fill(
            form,
            raw,
            file.Case.Has,
            question => known?.Values.GetValueOrDefault(question) is { } before && !submission.Answers.ContainsKey(question)
                ? before.Source
                : Confirmed(question) ?? new AnswerSource("page", question),
            CaseFiles.NewSalt());

        // Sent as it was shown: the answer is still that of the document, and now a person's too.
        AnswerSource? Confirmed(string question) =>
            file.Proposals.GetValueOrDefault(form.Id)?.Values.GetValueOrDefault(question) is { Value.Length: > 0 } made && form.Find(question) is { } asked &&
            FormFilling.Understand(asked, submission.Answers.GetValueOrDefault(question)).Value == made.Value
                ? made.Source with { Confirmed = true, Excerpt = null }
                : null;
    }

    /// <summary>A model that the inventory knows is declared at the inventory's version: else one of the two is wrong, and a human must say which.</summary>
    private async Task<IEnumerable<Problem>> OfModelAsync(TaskKind kind, Answers sheet, CancellationToken cancellation)
    {
        if (kind.Id != "build" || sheet["model"] is not { } id || await models.FindAsync(id, cancellation) is not { } model || model.Version == sheet["model-version"])
            return [];
        return [new Problem("q-model-version", $"L’inventaire des modèles porte la version «\u00a0{model.Version}\u00a0» pour {id}. Corrigez la version ici, ou faites d’abord corriger l’inventaire.")];
    }

    private async Task<List<Fact>> FactsAsync(
        TaskOrder order, PendingTask task, string person, (DecisionText Words, long SeenVersion) said, Filling? filling, Ruling ruling, CancellationToken cancellation)
    {
        var taskId = order.TaskId;
        var facts = new List<Fact>();
        if (filling is not null)
        {
            var answers = filling.Answers;
            var document = await files.WriteAsync(order.CaseId, answers, cancellation);
            facts.Add(new Fact(
                $"answers:{taskId}",
                new CaseEvent.AnswersRecorded(new AnswersRef(answers.FormId, answers.FormVersion, document, filling.Gaps), ruling.Facts),
                person));
            facts.AddRange(DocumentList.ValiditiesIn(rules.Documents, answers).Select(valid =>
                new Fact($"valid:{taskId}.{valid.Document}", new CaseEvent.ValidityRecorded(valid.Document, valid.Until, time.ParisToday()), person)));
        }

        facts.AddRange(ruling.Events.Select((happened, index) =>
            new Fact(string.Create(CultureInfo.InvariantCulture, $"follows:{taskId}.{index}"), happened, person)));
        facts.Add(new Fact(
            order.DecisionKey,
            new CaseEvent.TaskDecided(
                taskId, task.Kind, task.Role, said.Words.Choice, await files.WriteAsync(order.CaseId, said.Words, cancellation), said.SeenVersion, rules.Version, ruling.Until),
            person));
        return facts;
    }
}
