using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Register;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>Something else that waits, beside what a reminder is for.</summary>
public sealed record AlsoWaiting(CaseId CaseId, string Title, AskedTask Task, long FileVersion);

/// <summary>What a reminder mail tells of beside its own task.</summary>
/// <param name="Items">The oldest due day first.</param>
/// <param name="More">There are more than are told.</param>
public sealed record Digest(IReadOnlyList<AlsoWaiting> Items, bool More)
{
    /// <summary>Nothing else waits.</summary>
    public static Digest Nothing { get; } = new([], false);
}

/// <summary>Gathers what else waits for the recipient of a reminder, so that one mail a day is enough. One storage request, from the lists: it may lag by a moment.</summary>
public sealed class Digests(ICaseLists lists, TimeProvider time)
{
    private const int MostItems = 20;
    private const int MostCases = 40;

    /// <summary>For a reminder all else that waits for its recipient, for an escalation all else that is late; for other mails nothing.</summary>
    public async Task<Digest> OfAsync(MailOrder order, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (order.Kind is not (MailKind.TaskReminder or MailKind.TaskEscalated))
            return Digest.Nothing;
        var list = order.Kind == MailKind.TaskReminder ? CaseListNames.OfPerson(order.Recipient) : CaseListNames.Escalated;
        var page = await lists.ReadAsync(list, null, MostCases, cancellation);
        var today = time.ParisToday();
        var items = page.Lines
            .SelectMany(line => (line.Asked ?? []).Where(task => task.TaskId != order.TaskId && Concerns(task)).Select(task => new AlsoWaiting(line.Id, line.Title, task, line.FileVersion)))
            .OrderBy(item => item.Task.DueAt).ThenBy(item => item.Task.TaskId, StringComparer.Ordinal)
            .ToList();
        return new Digest(items[..Math.Min(items.Count, MostItems)], items.Count > MostItems || page.Next is not null);

        bool Concerns(AskedTask task) => order.Kind == MailKind.TaskReminder ? task.Asks(order.Recipient, today) : task.Escalated;
    }
}
