using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.HumanTasks;

/// <summary>
/// Somebody in whose name a weighty decision was taken says that it was not them. Its effect is frozen as long as nobody has acted upon it: no decision is
/// taken on the case until DTISU has said whether it stands or is taken anew. DTISU is told in any case.
/// </summary>
// Six parameters: the case, whom to tell and how, by which rules and clock.
public sealed class DisownDesk(CaseFiles files, IPeople people, IMailRoom mails, IWakes wakes, CharterRules rules, TimeProvider time)
{
    /// <summary>How long it can be said.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromDays(30);


    /// <summary>What is wrong with the words; null when nothing is.</summary>
    public static string? ProblemOf(string? text) =>
        TypedWords.Are(text) ? TypedWords.TooLong(text) : "Écrivez-le en quelques mots\u00a0: ils sont gardés dans le journal.";

    /// <summary>The decision that a person may disown: the latest of its kind, theirs, weighty, and not old.</summary>
    public DecisionRef? Find(UseCase useCase, string taskId, string person)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        return useCase.Decisions.Values.FirstOrDefault(decision =>
            decision.TaskId == taskId && decision.DecidedBy == person && time.GetUtcNow() - decision.At < Within &&
            rules.Tasks.GetValueOrDefault(decision.Kind)?.Find(decision.Choice)?.SecondFactor == true);
    }

    /// <summary>Records it and tells DTISU. A second call changes nothing.</summary>
    /// <returns>The case after it.</returns>
    public async Task<UseCase> DisownAsync(UseCase useCase, DecisionRef decision, string text, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        ArgumentNullException.ThrowIfNull(decision);
        var words = await files.WriteAsync(useCase.Id, new DecisionText(decision.TaskId, "disown", text.Trim(), null, CaseFiles.NewSalt()), cancellation);
        var step = StepOf(decision);
        var followed = useCase.Decisions.Values.Any(later => later.At > decision.At && StepOf(later) != step);
        var recorded = await files.RecordAsync(
            useCase.Id, [new Fact($"disowned:{decision.TaskId}", new CaseEvent.DecisionDisowned(decision.TaskId, !followed, words), decision.DecidedBy)], cancellation);
        foreach (var supervisor in await people.HoldersAsync(Role.Dtisu, recorded, cancellation))
            await mails.SendAsync(new MailOrder($"{decision.TaskId}.disowned.{supervisor.Id}", MailKind.Disowned, useCase.Id, supervisor.Id, decision.TaskId), cancellation);
        return recorded;
    }

    /// <summary>DTISU finds that the decision stands: the case goes on. Nothing when it is not frozen.</summary>
    public async Task UpholdAsync(UseCase useCase, string text, string actor, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        if (useCase.Frozen is not { } taskId)
            return;
        var words = await files.WriteAsync(useCase.Id, new DecisionText(taskId, "uphold", text.Trim(), null, CaseFiles.NewSalt()), cancellation);
        await files.RecordAsync(useCase.Id, [new Fact($"upheld:{taskId}", new CaseEvent.DecisionUpheld(taskId, words), actor)], cancellation);
    }

    /// <summary>
    /// DTISU finds that the decision was not taken by who may: it counts no more, and its step begins a new round. Whoever calls it restarts the case's life;
    /// if nobody does, the sweep will. Nothing when it is not frozen.
    /// </summary>
    /// <returns>What is to be restarted; null for nothing.</returns>
    public async Task<Wake?> AnnulAsync(UseCase useCase, string text, string actor, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        if (useCase.Frozen is not { } taskId || useCase.Decisions.Values.FirstOrDefault(one => one.TaskId == taskId) is not { } decision)
            return null;
        var words = await files.WriteAsync(useCase.Id, new DecisionText(taskId, "annul", text.Trim(), null, CaseFiles.NewSalt()), cancellation);
        // The step at work is stopped by its id before the life starts again.
        var wake = new Wake(useCase.Id, KeyOf(taskId), useCase.Id.Instance(useCase.Step, useCase.Round), null);
        await wakes.AnnounceAsync(wake, cancellation);
        await files.RecordAsync(useCase.Id, [new Fact(wake.Key, new CaseEvent.DecisionAnnulled(taskId, StepOf(decision), words), actor)], cancellation);
        return wake;
    }

    /// <summary>Key of an annulment in the journal.</summary>
    public static string KeyOf(string taskId) => AnnulledPrefix + taskId;

    /// <summary>Whether a wake restarts a life that may be at work.</summary>
    public static bool Restarts(Wake wake)
    {
        ArgumentNullException.ThrowIfNull(wake);
        return wake.Key.StartsWith(AnnulledPrefix, StringComparison.Ordinal);
    }

    private const string AnnulledPrefix = "annulled:";

    private Step StepOf(DecisionRef decision) => rules.Tasks.GetValueOrDefault(decision.Kind)?.Step ?? (TaskOrder.TryParse(decision.TaskId, out var order) ? order.Step : Step.Need);
}
