using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using RegionSud.AiWorkflow.Acceptance;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Admin;
using RegionSud.AiWorkflow.Edge.Intake;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Evaluations;

/// <summary>The acceptance test of a case: its measures, its set, its results old beside new. Nothing is decided here.</summary>
public sealed class AcceptancePages(CaseFiles files, AcceptanceDesk desk, FileHandout handout, IPeople people, IAntiforgery antiforgery)
{
    /// <summary>The most bytes of a set.</summary>
    public const int MostSetBytes = 5 * 1024 * 1024;

    private const int MostCsvBytes = 256 * 1024;
    private const int FirstRows = 8;
    private const int SpareRows = 3;

    /// <summary>The page. <c>?lignes=</c> gives the plan's form more rows.</summary>
    [Function("AcceptancePage")]
    [Access(Role.Dsipn, Role.Dtisu, Role.Administrator)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dossiers/{id}/recette")] HttpRequest request, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await PageAsync(request.HttpContext, id, null, null, [], StatusCodes.Status200OK, cancellation);
    }

    /// <summary>
    /// Fields <c>m1-nom</c>, <c>m1-unite</c>, <c>m1-seuil</c>, <c>m1-sens</c>, <c>m1-methode</c> and so on, <c>motif</c>, <c>retirer</c>, and the file <c>jeu</c>.
    /// 303 to the page; 422 with what is to be mended, 409 when it cannot be now. The same plan again changes nothing.
    /// </summary>
    [Function("SavePlan")]
    [Access(Role.Dsipn)]
    public async Task<IResult> PlanAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dossiers/{id}/recette/plan")] HttpRequest request, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        var (form, refusal) = await SmallForm.ReadAsync(request, antiforgery, cancellation, MostSetBytes + RequestLimits.Texts);
        if (form is null)
            return refusal!;
        if (!CaseId.TryParse(id, out var caseId) || await files.FindAsync(caseId, cancellation) is null)
            return Unknown(http);
        var typed = TypedPlan.Of(form);
        var (set, problem) = await SetAsync(form.Files["jeu"], caseId, cancellation);
        if (problem is not null)
            return await PageAsync(http, id, typed, null, [new Problem("jeu", problem)], StatusCodes.Status422UnprocessableEntity, cancellation);
        var actor = await people.EnsureAsync(http.Visitor().Email!, null, null, cancellation);
        return await desk.PlanAsync(caseId, new SentPlan(typed.Rows, set, typed.DropsSet, typed.Reason), actor.Id, cancellation) switch
        {
            AcceptanceOutcome.Done => new SeeOther($"/dossiers/{id}/recette?enregistre=plan"),
            AcceptanceOutcome.Invalid invalid => await PageAsync(http, id, typed, null, invalid.Problems, StatusCodes.Status422UnprocessableEntity, cancellation),
            AcceptanceOutcome.NotNow not => await PageAsync(http, id, typed, null, [new Problem("", not.Why)], StatusCodes.Status409Conflict, cancellation),
            _ => Unknown(http),
        };
    }

    /// <summary>
    /// Fields <c>r-</c> and a measure's id, <c>note</c>, <c>modeles</c> (what the page showed), or the CSV file <c>fichier</c>. 303 to the page; 422 with what is to be
    /// mended, 409 when the models have changed meanwhile. The same results again change nothing.
    /// </summary>
    [Function("SaveResults")]
    [Access(Role.Dsipn)]
    public async Task<IResult> ResultsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dossiers/{id}/recette/resultats")] HttpRequest request, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        var (form, refusal) = await SmallForm.ReadAsync(request, antiforgery, cancellation, MostCsvBytes + RequestLimits.Texts);
        if (form is null)
            return refusal!;
        if (!CaseId.TryParse(id, out var caseId) || await files.FindAsync(caseId, cancellation) is not { } useCase)
            return Unknown(http);
        var given = form.Where(field => field.Key.StartsWith("r-", StringComparison.Ordinal)).Take(2 * AcceptancePlan.MostMeasures).Select(field => KeyValuePair.Create(field.Key[2..], field.Value.ToString())).ToList();
        var typed = new TypedResults(given.ToDictionary(StringComparer.Ordinal), form["note"].ToString());
        var (values, problem) = await ValuesAsync(form.Files["fichier"], given, cancellation);
        if (problem is not null)
            return await PageAsync(http, id, null, typed, [new Problem("fichier", problem)], StatusCodes.Status422UnprocessableEntity, cancellation);
        if (form["modeles"].ToString().ReplaceLineEndings("\n") != AcceptanceSheet.MarkOf(useCase.Models))
            return await PageAsync(http, id, null, typed, [new Problem("", "Le modèle a changé depuis que vous avez ouvert la page\u00a0: vérifiez que ces résultats sont bien ceux de la version d’aujourd’hui, puis envoyez-les.")], StatusCodes.Status409Conflict, cancellation);
        var actor = await people.EnsureAsync(http.Visitor().Email!, null, null, cancellation);
        var isFile = !ReferenceEquals(values, given);
        return await desk.ReportAsync(caseId, new SentResults(values, typed.Note, useCase.Models, isFile ? "csv" : "page"), actor.Id, cancellation) switch
        {
            AcceptanceOutcome.Done => new SeeOther($"/dossiers/{id}/recette?enregistre=resultats"),
            AcceptanceOutcome.Invalid invalid => await PageAsync(http, id, null, typed, isFile ? [.. invalid.Problems.Select(one => one.Field == "note" ? one : one with { Field = "fichier" })] : invalid.Problems, StatusCodes.Status422UnprocessableEntity, cancellation),
            AcceptanceOutcome.NotNow not => await PageAsync(http, id, null, typed, [new Problem("", not.Why)], StatusCodes.Status409Conflict, cancellation),
            _ => Unknown(http),
        };
    }

    /// <summary>The set, to be saved and never opened by the browser: see <see cref="FileHandout"/>. 404 where there is none.</summary>
    [Function("AcceptanceSet")]
    [Access(Role.Dsipn, Role.Dtisu, Role.Administrator)]
    public async Task<IResult> SetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dossiers/{id}/recette/jeu")] HttpRequest request, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        return CaseId.TryParse(id, out var caseId) && await files.FindAsync(caseId, cancellation) is { } useCase &&
            (await files.AcceptanceAsync(useCase, cancellation))?.Plan is { Set: { } set } plan
            ? await handout.HandAsync(http, caseId, set, plan.SetName, cancellation)
            : Refusals.NotFound(http);
    }

    private async Task<((DocumentRef Document, string Name)? Set, string? Problem)> SetAsync(IFormFile? file, CaseId id, CancellationToken cancellation)
    {
        if (file is not { FileName.Length: > 0 })
            return (null, null);
        if (file.Length == 0)
            return (null, "Ce fichier est vide. Choisissez-en un autre, ou aucun.");
        if (file.Length > MostSetBytes)
            return (null, "Ce fichier est plus lourd que 5\u00a0Mo. Allégez-le, ou gardez-le auprès de l’équipe et dites où il est dans la méthode.");
        var document = await files.KeepAsync(id, await file.BytesAsync(cancellation), "application/octet-stream", cancellation);
        return ((document, new CheckedFile(default, "", null).As(file.FileName).Name), null);
    }

    private static async Task<(IReadOnlyList<KeyValuePair<string, string>> Values, string? Problem)> ValuesAsync(IFormFile? file, List<KeyValuePair<string, string>> given, CancellationToken cancellation)
    {
        if (file is not { FileName.Length: > 0 })
            return (given, null);
        if (given.Exists(value => value.Value.Trim().Length > 0))
            return ([], "Envoyez le fichier ou remplissez les champs, pas les deux.");
        return file.Length > MostCsvBytes ? ([], "Ce fichier est trop lourd. Gardez une ligne par mesure.") : ResultsCsv.Read(await file.BytesAsync(cancellation));
    }

    private async Task<IResult> PageAsync(HttpContext http, string id, TypedPlan? plan, TypedResults? results, IReadOnlyList<Problem> problems, int status, CancellationToken cancellation)
    {
        if (!CaseId.TryParse(id, out var caseId) || await files.OpenAsync(caseId, cancellation) is not { } file)
            return Unknown(http);
        var isRefused = plan is not null;
        plan ??= TypedPlan.Of(file.Acceptance?.Plan);
        var used = plan.Rows.Select((row, index) => row.IsBegun ? index + 1 : 0).Append(0).Max();
        var wantsMore = int.TryParse(http.Request.Query["lignes"], NumberStyles.None, CultureInfo.InvariantCulture, out var rows);
        var asked = wantsMore ? rows : file.Acceptance is null ? FirstRows : used + SpareRows;
        return Page.Of<AcceptancePage>(
            new()
            {
                [nameof(AcceptancePage.Sheet)] = new AcceptanceSheet(
                    file, file.Acceptance, plan, results, Math.Clamp(Math.Max(asked, used), 1, Math.Max(used, AcceptancePlan.MostMeasures)), problems, http.Visitor().Holds(Role.Dsipn), antiforgery.GetAndStoreTokens(http).RequestToken!)
                {
                    ShowsPlan = isRefused || wantsMore,
                    Saved = problems.Count == 0 ? http.Request.Query["enregistre"].ToString() : null,
                },
            },
            status);
    }

    private static IResult Unknown(HttpContext http) =>
        Refusals.Of(http, StatusCodes.Status404NotFound, "Cas inconnu", "Aucun cas d’usage ne porte ce numéro. Vérifiez-le\u00a0: il s’écrit IA-2026-0001.");
}
