using Microsoft.DurableTask;
using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.HumanTasks;

/// <summary>What a look at a task found.</summary>
/// <param name="Choice">The choice taken, null while nobody has decided.</param>
/// <param name="Until">The date that the choice carries.</param>
/// <param name="NextLookAt">When to look again and remind.</param>
/// <param name="NextReminder">Number of the reminder to send then.</param>
public sealed record TaskLook(string? Choice, DateOnly? Until, DateTimeOffset NextLookAt, int NextReminder)
{
    /// <summary>In the place of a choice: the task was taken back, in a past that the step walks through again.</summary>
    public const string RecalledChoice = "recalled";
}

/// <summary>Asking people, as plain code inside a step: opened, reminded, escalated, and never decided by the clock.</summary>
internal static class Asking
{
    /// <summary>Opens a task and waits until a human has decided it.</summary>
    /// <param name="context">The step's context.</param>
    /// <param name="order">The task.</param>
    /// <param name="recalled">Ends the wait when the step goes another way; the task then is not answered.</param>
    /// <returns>The decision.</returns>
    /// <exception cref="OperationCanceledException">The task was recalled.</exception>
    public static Task<TaskLook> AskAsync(this TaskOrchestrationContext context, TaskOrder order, CancellationToken recalled = default) => context.AskAsync(order, null, recalled);

    /// <summary>The same, of a task that an activity may have opened already.</summary>
    /// <param name="opened">How it stands; null when it is to be opened.</param>
    public static async Task<TaskLook> AskAsync(this TaskOrchestrationContext context, TaskOrder order, TaskLook? opened, CancellationToken recalled = default)
    {
        var look = opened ?? await context.DoAsync<TaskLook>(nameof(OpenTask), order);
        var heard = false;
        while (look.Choice is null)
        {
            using var waitEnded = CancellationTokenSource.CreateLinkedTokenSource(recalled);
            var decided = context.WaitForExternalEvent<string>(order.EventName, waitEnded.Token);
            var silence = context.CreateTimer(look.NextLookAt.UtcDateTime, waitEnded.Token);
            var first = await Task.WhenAny(decided, silence);
            recalled.ThrowIfCancellationRequested();
            waitEnded.Cancel();
            heard = first == decided;
            look = heard
                ? await context.DoAsync<TaskLook>(nameof(ReadTask), order)
                : await context.DoAsync<TaskLook>(nameof(RemindTask), new Reminder(order, look.NextReminder));
        }

        // Found without its event, after a crash or a restart: the reading takes the wake away, which the sweep would raise for ever.
        return heard || look.Choice == TaskLook.RecalledChoice ? look : await context.DoAsync<TaskLook>(nameof(ReadTask), order);
    }

    /// <summary>Asks two at once; both must answer. When they differ, a third one settles it.</summary>
    public static Task<TaskLook> AskBothAsync(this TaskOrchestrationContext context, TaskOrder first, TaskOrder second, TaskOrder settling, CancellationToken recalled = default) =>
        context.AskBothAsync(first, second, settling, null, recalled);

    /// <summary>The same, of tasks that an activity may have opened already.</summary>
    /// <param name="opened">How those of them stand that are open, per kind; null when none is.</param>
    public static async Task<TaskLook> AskBothAsync(
        this TaskOrchestrationContext context, TaskOrder first, TaskOrder second, TaskOrder settling, IReadOnlyDictionary<string, TaskLook>? opened, CancellationToken recalled = default)
    {
        var answers = await Task.WhenAll(
            context.AskAsync(first, opened?.GetValueOrDefault(first.Kind), recalled), context.AskAsync(second, opened?.GetValueOrDefault(second.Kind), recalled));
        return answers[0].Choice == answers[1].Choice ? answers[0] : await context.AskAsync(settling, recalled);
    }
}
