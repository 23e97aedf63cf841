using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>The command that rebuilds the lists from the journals, with its confirmation.</summary>
public sealed partial class RebuildPages(ListRebuild rebuild, IPeople people, IAntiforgery antiforgery, ILogger<RebuildPages> logger)
{
    // Under the time that a front end gives to one answer; beyond, the page offers to go on.
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(90);

    /// <summary>Says what it does and asks whether to. Changes nothing.</summary>
    [Function("RebuildPage")]
    [Access(Role.Administrator)]
    public IResult Ask([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "suivi/listes")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Form(request.HttpContext, null);
    }

    /// <summary>Rebuilds all lists, or the next piece of them (field <c>apres</c>). A second run writes the same again.</summary>
    [Function("Rebuild")]
    [Access(Role.Administrator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "suivi/listes")] HttpRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        var (form, refusal) = await SmallForm.ReadAsync(request, antiforgery, cancellation);
        if (form is null)
            return refusal!;
        var rebuilt = await rebuild.RunAsync(CaseId.TryParse(form["apres"], out var after) ? after : null, Budget, cancellation);
        var person = await people.EnsureAsync(http.Visitor().Email!, null, null, cancellation);
        Rebuilt(logger, rebuilt.Cases, rebuilt.Strays, rebuilt.Failed.Count, person.Id);
        return Form(http, rebuilt);
    }

    private Page Form(HttpContext http, ListsRebuilt? rebuilt) => Page.Of<RebuildPage>(new()
    {
        [nameof(RebuildPage.Rebuilt)] = rebuilt,
        [nameof(RebuildPage.Token)] = antiforgery.GetAndStoreTokens(http).RequestToken,
    });

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lists of {Cases} cases were rebuilt, {Strays} rows taken away, {Failed} cases failed; asked for by {Person}.")]
    private static partial void Rebuilt(ILogger logger, int cases, int strays, int failed, string person);
}
