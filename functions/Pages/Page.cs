using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Edge.Access;

namespace RegionSud.AiWorkflow.Edge.Pages;

/// <summary>An answer made of a Razor component, rendered on the server.</summary>
public sealed class Page : IResult
{
    private readonly Type component;
    private readonly Dictionary<string, object?> parameters;
    private readonly int status;

    private Page(Type component, Dictionary<string, object?> parameters, int status) =>
        (this.component, this.parameters, this.status) = (component, parameters, status);

    /// <summary>The page of a component.</summary>
    /// <param name="parameters">The component's parameters, by name.</param>
    /// <param name="status">HTTP status.</param>
    public static Page Of<TComponent>(Dictionary<string, object?>? parameters = null, int status = StatusCodes.Status200OK)
        where TComponent : IComponent =>
        new(typeof(TComponent), parameters ?? [], status);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var services = httpContext.RequestServices;
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<Shell>(ParameterView.FromDictionary(new Dictionary<string, object?>
            {
                [nameof(Shell.Visitor)] = httpContext.Visitor(),
                [nameof(Shell.SignIn)] = SignInPlaces.Of(services),
                [nameof(Shell.Component)] = component,
                [nameof(Shell.Parameters)] = parameters,
            }))).ToHtmlString());
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        if (!HttpMethods.IsHead(httpContext.Request.Method))
            await httpContext.Response.WriteAsync("<!DOCTYPE html>\n" + html);
    }
}
