using Microsoft.DurableTask;

namespace RegionSud.AiWorkflow;

/// <summary>An activity that keeps failing, as the orchestration's custom status shows it to administrators: no personal data.</summary>
/// <param name="Activity">Name of the activity.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Error">Type of the last exception.</param>
/// <param name="Message">Its message, at most 300 characters.</param>
public sealed record Trouble(string Activity, int Attempts, string Error, string Message);

/// <summary>
/// How orchestrators call activities: a technical failure never ends a case. It is tried again, ever more slowly, for as long as it takes; from the
/// first failure on, administrators see it with its cause.
/// </summary>
internal static class Steadily
{
    private const int MessageLength = 300;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public static Task DoAsync(this TaskOrchestrationContext context, string activity, object input) => context.DoAsync<bool>(activity, input);

    public static async Task<TResult> DoAsync<TResult>(this TaskOrchestrationContext context, string activity, object input)
    {
        var failed = false;
        var options = TaskOptions.FromRetryHandler(async retry =>
        {
            failed = true;
            var failure = retry.LastFailure;
            context.SetCustomStatus(new Trouble(activity, retry.LastAttemptNumber, failure.ErrorType, Shorten(failure.ErrorMessage)));
            await context.CreateTimer(Spread(DelayAfter(retry.LastAttemptNumber), context.InstanceId, retry.LastAttemptNumber), CancellationToken.None);
            return true;
        });
        var result = await context.CallActivityAsync<TResult>(activity, input, options);
        if (failed)
            context.SetCustomStatus(null);
        return result;
    }

    /// <summary>
    /// Up to a quarter longer, by who waits: after a failure of something that many need, they do not all come back in the same second. A replay gets the
    /// same delay.
    /// </summary>
    internal static TimeSpan Spread(TimeSpan delay, string instance, int attempt)
    {
        // FNV-1a: the runtime's own hash of a string is another in each process.
        var hash = 2166136261u;
        foreach (var c in instance)
            hash = unchecked((hash ^ c) * 16777619u);
        hash = unchecked((hash ^ (uint)attempt) * 16777619u);
        return delay + TimeSpan.FromTicks(delay.Ticks / 4 / 1000 * (hash % 1000));
    }

    /// <summary>5 s, 10 s, 20 s… an hour at most.</summary>
    internal static TimeSpan DelayAfter(int attempt) =>
        attempt >= 11 ? Longest : TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << (attempt - 1)));

    private static string Shorten(string message) => message.Length <= MessageLength ? message : message[..MessageLength];
}
