using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Register;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>The cases for programs: lists, one case, its journal. Reading has no effect.</summary>
public sealed class CasesApi(ICaseJournal journal, ICaseLists lists, TimeProvider time)
{
    private const int DefaultPage = 50;
    private const int LargestPage = 200;

    /// <summary>A page of cases: one storage request.</summary>
    [Function("ListCases")]
    [Access(Role.Dtisu, Role.Dsipn, Role.Dgs, Role.Dpo, Role.Rssi, Role.Legal, Role.Administrator)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/cases")] HttpRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (query, problem) = CaseListQuery.Read(request.Query);
        if (query is null)
            return BadQuery(problem!);
        var page = await lists.ReadAsync(query.List, query.Next, query.Limit, cancellation);
        var now = time.GetUtcNow();
        return ApiJson.Ok(new CaseRows([.. page.Lines.Where(query.Keeps).Select(line => CaseRow.Of(line, now))], page.Next));
    }

    /// <summary>One case: two storage reads. An agent without a role learns where it is, which the address in their receipt is for.</summary>
    [Function("GetCase")]
    [Access]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/cases/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!CaseId.TryParse(id, out var caseId) || await journal.FindAsync(caseId, cancellation) is not { } useCase)
            return Unknown();
        if (!request.HttpContext.Visitor().Holds(CaseReaders.Services))
            return ApiJson.Ok(new CaseSummary(caseId.Value, useCase.Step, useCase.Status, CaseLinks.ForAgent(caseId)));
        // The projection may lag: all but the title is taken from the case itself.
        var title = (await lists.FindAsync(caseId, cancellation))?.Title;
        var line = CaseLineProjection.Of(useCase, null);
        return ApiJson.Ok(CaseState.Of(useCase, line with { Title = title ?? line.Title }, time.GetUtcNow()));
    }

    /// <summary>A page of a journal, oldest entry first: two storage requests.</summary>
    [Function("GetCaseJournal")]
    [Access(Role.Dtisu, Role.Dsipn, Role.Dgs, Role.Dpo, Role.Rssi, Role.Legal, Role.Administrator)]
    public async Task<IResult> JournalAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/cases/{id}/journal")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!TryNumber(request.Query["after"], 0, out var after) || after < 0)
            return BadQuery("Le paramètre «\u00a0after\u00a0» est le numéro de la dernière entrée déjà lue, 0 pour commencer.");
        if (!TryNumber(request.Query["limit"], DefaultPage, out var limit) || limit is < 1 or > LargestPage)
            return BadQuery($"Le paramètre «\u00a0limit\u00a0» est un nombre de 1 à {LargestPage}.");
        if (!CaseId.TryParse(id, out var caseId) || await journal.FindAsync(caseId, cancellation) is null)
            return Unknown();
        var entries = await journal.ReadAsync(caseId, after, (int)limit + 1, cancellation);
        var shown = entries.Take((int)limit).Select(JournalRow.Of).ToList();
        return ApiJson.Ok(new JournalRows(shown, entries.Count > shown.Count ? shown[^1].Seq : null));
    }

    private static bool TryNumber(string? text, long otherwise, out long number)
    {
        number = otherwise;
        return string.IsNullOrEmpty(text) || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static IResult BadQuery(string detail) => Refusals.Problem(StatusCodes.Status400BadRequest, "Demande mal formée", detail);

    private static IResult Unknown() => Refusals.Problem(
        StatusCodes.Status404NotFound, "Cas inconnu", "Aucun cas d’usage ne porte ce numéro. Un numéro s’écrit IA-2026-0001.");
}
