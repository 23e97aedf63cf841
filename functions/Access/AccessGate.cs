using System.Reflection;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Edge.Pages;

namespace RegionSud.AiWorkflow.Edge.Access;

/// <summary>Lets a request through to an HTTP function, or answers in its place. One gate for every host.</summary>
public static class AccessGate
{
    /// <summary>Finds who is asking, sets the headers that every answer carries, and applies the function's rule.</summary>
    /// <returns>Null to go on; else the refusal.</returns>
    public static async Task<IResult?> CheckAsync(HttpContext http, MethodInfo function)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(function);
        SecurityHeaders.Set(http.Response);
        var rule = function.GetCustomAttribute<AccessAttribute>()
            ?? throw new InvalidOperationException($"{function.DeclaringType?.Name}.{function.Name} says not who may call it.");
        var visitor = await IdentifyAsync(http);
        if (rule.Anonymous)
            return null;
        if (!visitor.IsSignedIn)
            return Refusals.SignInFirst(http);
        return rule.Roles.Count == 0 || rule.Roles.Any(visitor.Roles.Contains) ? null : Refusals.Forbidden(http);
    }

    /// <summary>Finds who is asking, for the pages too, which greet them and show them their ways.</summary>
    public static async Task<Visitor> IdentifyAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        var visitor = Visitor.Of((await http.AuthenticateAsync()).Principal);
        http.SetVisitor(visitor);
        return visitor;
    }
}

/// <summary>What every host does around an HTTP function: the gate before it, a sentence instead of a bare 500 when it fails.</summary>
public sealed partial class FunctionFrame(ILogger<FunctionFrame> logger)
{
    /// <summary>Answers a request.</summary>
    /// <param name="function">The function's method.</param>
    /// <param name="invoke">Calls it; gives its result.</param>
    public async Task<object?> AnswerAsync(HttpContext http, MethodInfo function, Func<Task<object?>> invoke)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(invoke);
        try
        {
            return await AccessGate.CheckAsync(http, function) ?? await invoke();
        }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested)
        {
            Failed(function.DeclaringType?.Name, function.Name, e);
            return Refusals.Unexpected(http);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Type}.{Function} failed.")]
    private partial void Failed(string? type, string function, Exception e);
}

/// <summary>The frame on the Functions host.</summary>
public sealed class AccessMiddleware(FunctionFrame frame) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (context.GetHttpContext() is { } http)
        {
            var entry = context.FunctionDefinition.EntryPoint;
            var dot = entry.LastIndexOf('.');
            var function = typeof(AccessMiddleware).Assembly.GetType(entry[..dot], throwOnError: true)!.GetMethod(entry[(dot + 1)..])!;
            context.GetInvocationResult().Value = await frame.AnswerAsync(http, function, async () =>
            {
                await next(context);
                return context.GetInvocationResult().Value;
            });
            return;
        }

        await next(context);
    }
}
