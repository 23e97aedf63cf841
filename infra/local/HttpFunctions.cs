using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using RegionSud.AiWorkflow.Edge.Access;

namespace RegionSud.AiWorkflow.Local;

/// <summary>Serves the app's HTTP functions on their own routes, behind the same gate.</summary>
public static class HttpFunctions
{
    /// <summary>Maps each of them.</summary>
    public static void MapHttpFunctions(this IEndpointRouteBuilder app, IEnumerable<LocalFunction> functions)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(functions);
        foreach (var function in functions)
        {
            if (function.Trigger is HttpTriggerAttribute http)
                app.MapMethods("/" + (http.Route ?? $"api/{function.Name}"), http.Methods ?? ["get", "post"], request => AnswerAsync(request, function)).WithDisplayName(function.Name);
        }
    }

    private static async Task AnswerAsync(HttpContext http, LocalFunction function)
    {
        var frame = http.RequestServices.GetRequiredService<FunctionFrame>();
        if (await frame.AnswerAsync(http, function.Method, () => function.InvokeAsync(http.RequestServices, parameter => ArgumentOf(http, parameter))) is IResult answer)
            await answer.ExecuteAsync(http);
    }

    private static object? ArgumentOf(HttpContext http, ParameterInfo parameter) =>
        parameter.ParameterType == typeof(HttpRequest) ? http.Request
        : parameter.ParameterType == typeof(CancellationToken) ? http.RequestAborted
        : http.Request.RouteValues.TryGetValue(parameter.Name!, out var value) ? value?.ToString()
        : parameter.HasDefaultValue ? parameter.DefaultValue
        : throw new InvalidOperationException($"The local host cannot give '{parameter.Name}' to {parameter.Member.Name}.");
}
