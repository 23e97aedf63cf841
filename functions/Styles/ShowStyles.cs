using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Pages;

namespace RegionSud.AiWorkflow.Edge.Styles;

/// <summary>Serves the style sheets: the only answers that a browser may keep.</summary>
public sealed class ShowStyles
{
    /// <summary>200, 304 for the ETag that the browser has, 404.</summary>
    [Function("ShowStyles")]
    [SuppressMessage("Performance", "CA1822", Justification = "The hosts make an instance of every class of functions.")]
    [Access(Anonymous = true)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "styles/{name}")] HttpRequest request, string name)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        if (StyleSheets.Find(name) is not { } sheet)
            return Refusals.NotFound(http);
        http.Response.Headers.CacheControl = "public, max-age=86400";
        return Results.Bytes(sheet.Content, "text/css; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{sheet.Hash}\""));
    }
}
