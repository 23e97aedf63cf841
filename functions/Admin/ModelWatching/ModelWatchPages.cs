using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Pages;

namespace RegionSud.AiWorkflow.Edge.Admin.ModelWatching;

/// <summary>The two small forms of the watch over models. Their addresses are beside those of models, whose ids are people's to choose.</summary>
public sealed class ModelWatchPages(ModelRounds rounds, TableModelEvents events, IAntiforgery antiforgery)
{
    /// <summary>Address of the section on the models' page.</summary>
    internal const string Section = "/modeles#veille-modeles";

    /// <summary>Looks now. 303 to the page, which shows what was found; a source that fails does not fail it. A second press looks again and changes no model.</summary>
    [Function("LookAtModels")]
    [Access(Role.Administrator, Role.Dsipn)]
    public async Task<IResult> LookAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "veille-modeles")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (form, refusal) = await SmallForm.ReadAsync(request, antiforgery, cancellation);
        if (form is null)
            return refusal!;
        await rounds.RunAsync(client, cancellation);
        return new SeeOther(Section);
    }

    /// <summary>Field <c>evenement</c>: the key of an event that somebody has looked at; it waits no longer. A second press finds it so.</summary>
    [Function("SeeModelEvent")]
    [Access(Role.Administrator, Role.Dsipn)]
    public async Task<IResult> SeeAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "veille-modeles/evenements")] HttpRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (form, refusal) = await SmallForm.ReadAsync(request, antiforgery, cancellation);
        if (form is null)
            return refusal!;
        var key = form["evenement"].ToString();
        if (key.Length != 64 || !key.All(char.IsAsciiHexDigitLower) || await events.FindAsync(key, cancellation) is not { } kept)
            return Refusals.NotFound(request.HttpContext);
        await events.KeepAsync(kept with { Seen = true }, cancellation);
        return new SeeOther(Section);
    }
}
