using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Edge.Tasks;

/// <summary>What a link leads to today.</summary>
public abstract record TaskVisit
{
    private TaskVisit()
    {
    }

    /// <summary>The token was altered, or is none of ours.</summary>
    public sealed record Unknown : TaskVisit;

    /// <summary>The link is too old: it only offers a new one.</summary>
    public sealed record Expired : TaskVisit;

    /// <summary>The task waits for this person.</summary>
    public sealed record Open(TaskLink Link, CaseFile File, PendingTask Task, TaskKind Kind) : TaskVisit;

    /// <summary>It was decided.</summary>
    /// <param name="Words">Null when they were erased.</param>
    public sealed record Decided(TaskLink Link, CaseFile File, DecisionRef Decision, DecisionText? Words) : TaskVisit;

    /// <summary>It is not asked any more, or not of this person.</summary>
    public sealed record NotAsked : TaskVisit;
}

/// <summary>Finds what a link leads to. Reads only: as many storage requests as the file has documents, and two.</summary>
public sealed class TaskVisits(TaskLinks links, CaseFiles files, DecisionDesk desk, Deciders deciders, CharterRules rules)
{
    /// <summary>Opens a token.</summary>
    public async Task<TaskVisit> OpenAsync(string token, CancellationToken cancellation)
    {
        if (links.Read(token) is not { } link || !TaskOrder.TryParse(link.TaskId, out var order))
            return new TaskVisit.Unknown();
        return links.IsAlive(link) ? await OpenAsync(link, order, cancellation) : new TaskVisit.Expired();
    }

    private async Task<TaskVisit> OpenAsync(TaskLink link, TaskOrder order, CancellationToken cancellation)
    {
        if (await files.OpenAsync(order.CaseId, cancellation) is not { } file)
            return new TaskVisit.Unknown();
        if (file.Case.Tasks.Find(open => open.TaskId == link.TaskId) is { } task)
        {
            return rules.Tasks.TryGetValue(task.Kind, out var kind) && await deciders.MayDecideAsync(task, link.Person, file.Case, cancellation)
                ? new TaskVisit.Open(link, file, task, kind)
                : new TaskVisit.NotAsked();
        }

        return await desk.FindAsync(order, file.Case, cancellation) is { } decision
            ? new TaskVisit.Decided(link, file, decision, await files.ReadAsync<DecisionText>(order.CaseId, decision.Document, cancellation))
            : new TaskVisit.NotAsked();
    }
}
