using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.HumanTasks;

/// <summary>
/// Who is asked: the holders of the role, their delegates of the day, and the next in line where somebody may not decide or does not answer. It only
/// ever finds whom to ask; nobody decides by it.
/// </summary>
public sealed class Deciders(IPeople people, IDelegations delegations, TimeProvider time)
{
    // A model's change opens thousands of tasks in minutes. A delegate who was entered in these seconds is asked with the first reminder; who decides is always looked at anew.
    private static readonly TimeSpan AgeAtOpening = TimeSpan.FromSeconds(5);

    /// <summary>What is to be written beside the opening of a task: who sent the need does not decide on it, and delegates are asked too.</summary>
    /// <param name="holders">Directory ids of those who hold the role. Storage requests: one, none where another task was opened in the seconds before; one more where a holder is excluded.</param>
    public async Task<IReadOnlyList<CaseEvent.TaskHanded>> AtOpeningAsync(string taskId, Role role, IReadOnlyList<string> holders, UseCase useCase, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(holders);
        ArgumentNullException.ThrowIfNull(useCase);
        var excluded = ExcludedFrom(role, useCase);
        var handed = new List<Handing>();
        if (holders.Any(excluded.Contains))
        {
            var left = holders.Where(holder => !excluded.Contains(holder)).ToList();
            var next = left.Count > 0 ? null : (await NextAsync(role, useCase, excluded, cancellation))?.Id;
            handed.AddRange(holders.Where(excluded.Contains).Select(holder => new Handing(holder, next, HandingCause.OwnCase)));
            holders = next is null ? left : [next];
        }

        handed.AddRange(await DelegatesAsync(holders, excluded, AgeAtOpening, cancellation));
        return [.. handed.Select(one => Event(taskId, one))];
    }

    /// <summary>
    /// What is to be written beside a reminder: delegates of today who are not asked yet; where the delay ran out, the next person in the role, one
    /// for each such reminder.
    /// </summary>
    public async Task<IReadOnlyList<CaseEvent.TaskHanded>> AtReminderAsync(PendingTask task, UseCase useCase, bool escalates, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(useCase);
        var excluded = ExcludedFrom(task.Role, useCase).Concat(task.Left).ToList();
        var asked = task.AskedOn(time.ParisToday()).ToList();
        var handed = (await DelegatesAsync(asked, excluded, TimeSpan.Zero, cancellation)).Where(one => !asked.Contains(one.To!)).ToList();
        if (escalates && await NextAsync(task.Role, useCase, [.. excluded, .. task.People], cancellation) is { } next)
            handed.Add(new Handing(asked.FirstOrDefault(), next.Id, HandingCause.Substitute));
        return [.. handed.Select(one => Event(task.TaskId, one))];
    }

    /// <summary>The next person in the role who may decide and is not asked yet; null when there is none: DTISU then gives the task to somebody.</summary>
    /// <param name="not">Directory ids of those who are asked, or may not be.</param>
    public async Task<Person?> NextAsync(Role role, UseCase useCase, IReadOnlyCollection<string> not, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(not);
        foreach (var person in await people.SubstitutesAsync(role, useCase, cancellation))
        {
            if (!not.Contains(person.Id))
                return person;
        }

        return null;
    }

    /// <summary>
    /// Whether a person may decide a task now: asked, not excluded, and for a delegate the delegation still in force: it may have been taken back since.
    /// One storage request for a delegate, none for others.
    /// </summary>
    public async Task<bool> MayDecideAsync(PendingTask task, string person, UseCase useCase, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(task);
        var excluded = ExcludedFrom(task.Role, useCase);
        if (!task.Asks(person, time.ParisToday()) || excluded.Contains(person))
            return false;
        return task.HandingTo(person) is not { Cause: HandingCause.Delegation, From: { } holder } ||
            (await DelegatesAsync([holder], excluded, TimeSpan.Zero, cancellation)).Any(one => one.To == person);
    }

    /// <summary>Who may not decide on a case in a role: who sent the need, but in the requester's own role.</summary>
    public static IReadOnlyList<string> ExcludedFrom(Role role, UseCase useCase)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        return role == Role.Requester ? [] : [useCase.Requester];
    }

    /// <summary>The fact of a handing: its key is the same however often it is found.</summary>
    public static Fact FactOf(CaseEvent.TaskHanded handed, string actor = Fact.System)
    {
        ArgumentNullException.ThrowIfNull(handed);
        return new Fact($"handed:{handed.TaskId}.{handed.Cause.ToString().ToLowerInvariant()}.{handed.From ?? "-"}.{handed.To ?? "-"}", handed, actor);
    }

    private async Task<IReadOnlyList<Handing>> DelegatesAsync(IReadOnlyList<string> holders, IReadOnlyCollection<string> excluded, TimeSpan mostAge, CancellationToken cancellation)
    {
        var day = time.ParisToday();
        return holders.Count == 0 ? [] : Deputies.Of(holders, await delegations.InForceAsync(day, mostAge, cancellation), excluded, day);
    }

    private static CaseEvent.TaskHanded Event(string taskId, Handing one) =>
        new(taskId, one.From, one.To, one.Cause, one.Cause is HandingCause.OwnCase or HandingCause.Conflict, one.Until, null);
}
