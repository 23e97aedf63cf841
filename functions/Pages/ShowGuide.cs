using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using RegionSud.AiWorkflow.Edge.Access;

namespace RegionSud.AiWorkflow.Edge.Pages;

/// <summary>The help page.</summary>
public sealed class ShowGuide
{
    /// <summary>Always 200.</summary>
    [Function("ShowGuide")]
    [SuppressMessage("Performance", "CA1822", Justification = "The hosts make an instance of every class of functions.")]
    [Access(Anonymous = true)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "aide")] HttpRequest request) => Page.Of<GuidePage>();
}
