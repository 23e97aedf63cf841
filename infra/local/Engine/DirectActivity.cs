using DurableTask.Core;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
using DurableTask.Core.Middleware;

namespace RegionSud.AiWorkflow.Local.Engine;

/// <summary>One run of an activity, in a scope of its own. A name that nobody registered fails the call for good: no retry policy applies.</summary>
internal sealed class DirectActivity(
    string name, string version, IServiceProvider services, Func<string, IServiceProvider, TaskActivity?> create) : TaskActivity
{
    /// <summary>Never called: the dispatcher uses <see cref="RunAsync"/>.</summary>
    public override string Run(TaskContext context, string input) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override async Task<string?> RunAsync(TaskContext context, string? input)
    {
        await using var scope = services.CreateAsyncScope();
        return create(name, scope.ServiceProvider) is { } activity
            ? await activity.RunAsync(context, input)
            : throw new UnknownActivityException($"No activity is registered under the name '{name}' (version '{version}').");
    }

    /// <summary>Turns the unknown name into an answer that forbids retries; the framework's own exceptions cannot carry that word.</summary>
    public static async Task RefuseUnknownAsync(DispatchMiddlewareContext context, Func<Task> next)
    {
        try
        {
            await next();
        }
        catch (UnknownActivityException unknown)
        {
            var failure = new FailureDetails("UnknownActivity", unknown.Message, stackTrace: null, innerFailure: null, isNonRetriable: true);
            context.SetProperty(new ActivityExecutionResult
            {
                ResponseEvent = new TaskFailedEvent(
                    -1, context.GetProperty<TaskScheduledEvent>().EventId, unknown.Message, details: null, failure),
            });
        }
    }

    private sealed class UnknownActivityException(string message) : TaskFailureException(message);
}
