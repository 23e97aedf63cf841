using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Admin;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Edge.Tasks;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Incidents;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Incidents;

/// <summary>A case's incidents: by the link that its directorate has, and signed in for the services, its requester and its head. Looking changes nothing.</summary>
// Seven parameters: who may, what is done and shown, and what every page needs.
public sealed class IncidentPages(
    IncidentLinks links, CaseReaders readers, IPeople people, IncidentViews views, IncidentActs acts, CharterRules rules, IAntiforgery antiforgery)
{
    private static readonly Role[] Halting = [Role.Dtisu, Role.Dsipn];
    private static readonly Role[] Directorate = [Role.DirectorateHead, Role.Requester];

    /// <summary>The page by a link.</summary>
    [Function("IncidentsByLink")]
    [Access(Anonymous = true)]
    public async Task<IResult> ShowByLinkAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "incidents/{token}")] HttpRequest request, string token, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (visit, other) = await OpenLinkAsync(token, cancellation);
        return visit is null ? other! : await PageAsync(request.HttpContext, visit, null, [], StatusCodes.Status200OK, cancellation);
    }

    /// <summary>Field <c>acte</c>: <c>signaler</c> or <c>suspendre</c>, with their own, see <see cref="IncidentActs"/>. 200 with what follows; 400, 409, 410 or 422 with what is to be mended.</summary>
    [Function("ActOnIncidentsByLink")]
    [Access(Anonymous = true)]
    public async Task<IResult> ActByLinkAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "incidents/{token}")] HttpRequest request,
        string token,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (form, refusal) = await SmallForm.ReadAsync(request, antiforgery, cancellation);
        if (form is null)
            return refusal!;
        var (visit, other) = await OpenLinkAsync(token, cancellation);
        if (visit is null)
            return other!;
        return await ActAsync(request.HttpContext, visit, form, client, cancellation);
    }

    /// <summary>The page for who is signed in.</summary>
    [Function("IncidentsPage")]
    [Access]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dossiers/{id}/incidents")] HttpRequest request, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (visit, other) = await OpenAsync(request.HttpContext, id, cancellation);
        return visit is null ? other! : await PageAsync(request.HttpContext, visit, null, [], StatusCodes.Status200OK, cancellation);
    }

    /// <summary>Field <c>acte</c>, with its own, see <see cref="IncidentActs"/>. 303 to the page; 400, 403, 409 or 422 with what is to be mended.</summary>
    [Function("ActOnIncidents")]
    [Access]
    public async Task<IResult> ActAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dossiers/{id}/incidents")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        var (form, refusal) = await SmallForm.ReadAsync(request, antiforgery, cancellation);
        if (form is null)
            return refusal!;
        var (visit, other) = await OpenAsync(http, id, cancellation);
        if (visit is null)
            return other!;
        var actor = await people.EnsureAsync(http.Visitor().Email!, null, null, cancellation);
        return await ActAsync(http, visit with { Actor = actor.Id }, form, client, cancellation);
    }

    private async Task<IResult> ActAsync(HttpContext http, IncidentVisit visit, IFormCollection form, DurableTaskClient client, CancellationToken cancellation)
    {
        var act = form["acte"].ToString();
        if (!IsAllowed(visit, act, form))
            return Refusals.Forbidden(http);
        var result = await acts.DoAsync(visit.Id, act, form, visit.Actor, client, cancellation);
        if (result.Problems.Count > 0)
            return await PageAsync(http, visit, form, result.Problems, result.IsTooLate ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity, cancellation);
        if (!visit.ByLink)
            return new SeeOther(visit.Address);
        return act == IncidentActs.Halt
            ? TaskPages.Message("L’usage est suspendu", "N’utilisez plus la solution. Votre direction est prévenue, et la DTISU dira si l’usage reprend.", StatusCodes.Status200OK)
            : TaskPages.Message($"L’incident n°\u00a0{result.Number} est enregistré", "Votre direction, la DSIPN et la DTISU sont prévenues, et avec elles ceux qui doivent alerter. Gardez ce qui montre ce qui s’est passé.", StatusCodes.Status200OK);
    }

    private bool IsAllowed(IncidentVisit visit, string act, IFormCollection form) => act switch
    {
        IncidentActs.Halt => visit.Rights.Halts,
        IncidentActs.Resume => visit.Rights.Resumes,
        IncidentActs.Close => visit.Rights.Closes,
        IncidentActs.Regrade => visit.Rights.Regrades,
        IncidentActs.Done or IncidentActs.SetAside => rules.Incidents.Duties.FirstOrDefault(duty => duty.Id == form["obligation"].ToString()) is { } row
            ? visit.Rights.Settles.Contains(row.Owner)
            : visit.Rights.Settles.Count > 0,
        _ => true,
    };

    private async Task<(IncidentVisit? Visit, IResult? Other)> OpenLinkAsync(string token, CancellationToken cancellation)
    {
        if (links.Read(token) is not var (id, person, alive) || await readers.CaseAsync(id, cancellation) is not { } useCase)
            return (null, TaskPages.Message("Lien inconnu", "Ce lien est incomplet ou a été modifié. Ouvrez-le à nouveau depuis le courriel, en entier, ou prévenez la DTISU.", StatusCodes.Status404NotFound));
        if (!alive)
        {
            return (null, TaskPages.Message(
                "Ce lien a expiré", $"Signalez l’incident depuis la page du dossier {id}, avec votre compte de la Région, ou prévenez la DTISU par téléphone\u00a0: n’attendez pas.", StatusCodes.Status410Gone));
        }

        var halts = (await HoldersAsync(useCase, cancellation)).Any(holder => holder.Id == person);
        return (new IncidentVisit(id, person, $"/incidents/{token}", true, new IncidentRights(false, halts, false, [])), null);
    }

    private async Task<(IncidentVisit? Visit, IResult? Other)> OpenAsync(HttpContext http, string id, CancellationToken cancellation)
    {
        var (useCase, refusal) = await readers.FindAsync(http, id, cancellation);
        if (useCase is null)
            return (null, refusal);
        var visitor = http.Visitor();
        var halts = visitor.Holds(Halting) ||
            (await HoldersAsync(useCase, cancellation)).Any(holder => string.Equals(holder.Email, visitor.Email, StringComparison.OrdinalIgnoreCase));
        var owners = rules.Incidents.Duties.Select(duty => duty.Owner).Distinct().Where(owner => visitor.Holds(owner, Role.Dtisu)).ToList();
        return (new IncidentVisit(useCase.Id, "", $"/dossiers/{useCase.Id}/incidents", false, new IncidentRights(true, halts, visitor.Holds(Halting), owners) { Resumes = visitor.Holds(Role.Dtisu) }), null);
    }

    private async Task<IReadOnlyList<Person>> HoldersAsync(UseCase useCase, CancellationToken cancellation) =>
        [.. (await Task.WhenAll(Directorate.Select(role => people.HoldersAsync(role, useCase, cancellation)))).SelectMany(found => found)];

    private async Task<IResult> PageAsync(HttpContext http, IncidentVisit visit, IFormCollection? typed, IReadOnlyList<Problem> problems, int status, CancellationToken cancellation)
    {
        if (await views.OpenAsync(visit.Id, visit.Rights, cancellation) is not { } view)
            return Refusals.NotFound(http);
        return Page.Of<IncidentsPage>(
            new()
            {
                [nameof(IncidentsPage.View)] = view,
                [nameof(IncidentsPage.Address)] = visit.Address,
                [nameof(IncidentsPage.Typed)] = TypedActs.Of(typed),
                [nameof(IncidentsPage.Problems)] = problems,
                [nameof(IncidentsPage.Form)] = typed?["envoi"].ToString() is { Length: 32 } kept ? kept : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
                [nameof(IncidentsPage.Token)] = antiforgery.GetAndStoreTokens(http).RequestToken,
            },
            status);
    }
}

/// <summary>Who looks at a case's incidents.</summary>
/// <param name="Actor">Directory id of who acts; empty while somebody who is signed in only looks.</param>
/// <param name="Address">Where the forms go.</param>
internal sealed record IncidentVisit(CaseId Id, string Actor, string Address, bool ByLink, IncidentRights Rights);

/// <summary>What was typed in the form that could not be taken, to be shown again.</summary>
/// <param name="Act">Which form; empty for none.</param>
/// <param name="Number">The incident that it was about; null for a report or a halt.</param>
/// <param name="Duty">The duty that it was about; empty for none.</param>
public sealed record TypedActs(string Act, int? Number, string Duty, IReadOnlyDictionary<string, string> Texts)
{
    /// <summary>Nothing was typed.</summary>
    public static TypedActs Nothing { get; } = new("", null, "", new Dictionary<string, string>());

    /// <summary>A text of the form, or null.</summary>
    public string? this[string field] => Texts.GetValueOrDefault(field);

    internal static TypedActs Of(IFormCollection? form) => form is null ? Nothing : new(
        form["acte"].ToString(), int.TryParse(form["incident"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null, form["obligation"].ToString(),
        form.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal));
}
