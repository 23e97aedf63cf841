using Microsoft.AspNetCore.Http;

namespace RegionSud.AiWorkflow.Edge.Pages;

/// <summary>303: what was posted is done, look there with a GET. Reloading then posts nothing again.</summary>
public sealed class SeeOther(string location) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = location;
        return Task.CompletedTask;
    }
}
