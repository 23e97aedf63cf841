using System.Reflection;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
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
        var visitor = Visitor.Of((await http.AuthenticateAsync()).Principal);
        http.SetVisitor(visitor);
        if (rule.Anonymous)
            return null;
        if (!visitor.IsSignedIn)
            return Refusals.SignInFirst(http);
        return rule.Roles.Count == 0 || rule.Roles.Any(visitor.Roles.Contains) ? null : Refusals.Forbidden(http);
    }
}

/// <summary>The gate on the Functions host.</summary>
public sealed class AccessMiddleware : IFunctionsWorkerMiddleware
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
            if (await AccessGate.CheckAsync(http, function) is { } refusal)
            {
                context.GetInvocationResult().Value = refusal;
                return;
            }
        }

        await next(context);
    }
}
