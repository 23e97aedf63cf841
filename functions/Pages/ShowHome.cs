using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using RegionSud.AiWorkflow.Edge.Access;

namespace RegionSud.AiWorkflow.Edge.Pages;

/// <summary>The home page.</summary>
public sealed class ShowHome
{
    /// <summary>Always 200. The route is written so because a bare "/" breaks every HTTP function of the host.</summary>
    [Function("ShowHome")]
    [SuppressMessage("Performance", "CA1822", Justification = "The hosts make an instance of every class of functions.")]
    [Access(Anonymous = true)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "{ignored:maxlength(0)?}")] HttpRequest request) => Page.Of<HomePage>();
}
