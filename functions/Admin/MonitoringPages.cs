using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Mails;
using RegionSud.AiWorkflow.Edge.Pages;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>The follow-up of all cases and of the orchestrations behind them.</summary>
public sealed class MonitoringPages(Monitoring monitoring, TableOutbox outbox, Outbound outbound, IAntiforgery antiforgery)
{
    private const int MostMails = 50;

    /// <summary>Cases by step, late ones first, with the state of the orchestration behind each one shown, and the mails that did not go out.</summary>
    [Function("MonitoringPage")]
    [Access(Role.Dtisu, Role.Dsipn, Role.Administrator)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "suivi")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var query = QueryOf(request.Query);
        var board = await monitoring.ReadAsync(query, cancellation);
        var states = await Task.WhenAll(board.Lines.Select(line => EngineStates.OfAsync(client, line, cancellation)));
        var look = board.Law.UnderWay is { } begun ? await EngineStates.LawWatchAsync(client, begun.Id, cancellation) : null;
        return Page.Of<MonitoringPage>(new()
        {
            [nameof(MonitoringPage.Undelivered)] = await outbox.UndeliveredAsync(MostMails, cancellation),
            [nameof(MonitoringPage.Token)] = request.HttpContext.Visitor().Holds(Role.Dtisu, Role.Administrator) ? antiforgery.GetAndStoreTokens(request.HttpContext).RequestToken : null,
            [nameof(MonitoringPage.Look)] = look,
            [nameof(MonitoringPage.Board)] = board,
            [nameof(MonitoringPage.Query)] = query,
            [nameof(MonitoringPage.States)] = states,
            [nameof(MonitoringPage.MayRestart)] = request.HttpContext.Visitor().Holds(Role.Dtisu, Role.Administrator),
            [nameof(MonitoringPage.MayRebuild)] = request.HttpContext.Visitor().Holds(Role.Administrator),
        });
    }

    /// <summary>
    /// Fields <c>dossier</c> and <c>courriel</c>: hands a refused mail over again, for who has mended the cause. 303 to the follow-up; a mail that left
    /// meanwhile is left alone, one that is refused again shows its new error there.
    /// </summary>
    [Function("SendMailAgain")]
    [Access(Role.Dtisu, Role.Administrator)]
    public async Task<IResult> SendAgainAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "suivi/courriels-refuses")] HttpRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (form, refusal) = await SmallForm.ReadAsync(request, antiforgery, cancellation);
        if (form is null)
            return refusal!;
        if (!CaseId.TryParse(form["dossier"], out var id) || form["courriel"].ToString() is not { Length: > 0 and < 300 } mail)
            return Refusals.NotFound(request.HttpContext);
        try
        {
            await outbound.SendAgainAsync(id, mail, cancellation);
        }
        catch (MailNotTakenException)
        {
            // The outbox has why, and the page shows it.
        }

        return new SeeOther("/suivi#courriels");
    }

    private static MonitoringQuery QueryOf(IQueryCollection given) => new(
        CaseListQuery.StepOf(given["etape"]),
        CaseListQuery.HolderOf(given["titulaire"]),
        given["retard"] == "oui",
        int.TryParse(given["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? page : 1);
}
