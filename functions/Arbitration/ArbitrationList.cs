using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Admin;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Step3Arbitration;

namespace RegionSud.AiWorkflow.Edge.Arbitration;

/// <summary>The cases that wait for the DGS's arbitration, ranked (clause 5.3-a), and the weights that rank them. It decides nothing.</summary>
public sealed class ArbitrationList(ArbitrationBoards boards, WeightsDesk desk, IPeople people, IAntiforgery antiforgery)
{
    /// <summary>
    /// The list. With fields <c>p-…</c> it is ranked under these weights instead, which changes nothing; 422 with the list as it stands when they cannot
    /// be used. Storage requests: three at most, however many cases are listed.
    /// </summary>
    [Function("ArbitrationList")]
    [Access(Role.Dgs, Role.Dtisu, Role.Dsipn, Role.Administrator)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "arbitrage")] HttpRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var given = request.Query;
        var next = given["suite"].ToString() is { Length: > 0 } text ? text : null;
        if (next is not null && !CaseId.TryParse(next, out _))
            return Refusals.Of(request.HttpContext, StatusCodes.Status400BadRequest, "Adresse incomplète", "Cette page de la liste n’existe pas. Revenez au début de la liste.", new PageLink("/arbitrage", "Cas à arbitrer"));
        Func<string, string?>? typed = given.Keys.Any(key => key.StartsWith("p-", StringComparison.Ordinal))
            ? criterion => given.TryGetValue(TypedWeights.FieldOf(criterion), out var value) ? value.ToString() : null
            : null;
        var board = await boards.ReadAsync(next, typed, cancellation);
        return PageOf(request.HttpContext, board, typed, board.Problems, null, board.Problems.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    /// <summary>
    /// Saves weights, with a reason: fields <c>p-…</c>, <c>motif</c> and <c>version</c>. 303 to the list once they are saved; else nothing is written: 400
    /// without a good anti-forgery token, 409 when others were saved meanwhile, 422 with what is to be mended.
    /// </summary>
    [Function("SaveWeights")]
    [Access(Role.Dgs)]
    public async Task<IResult> SaveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "arbitrage")] HttpRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        var (form, refusal) = await SmallForm.ReadAsync(request, antiforgery, cancellation);
        if (form is null)
            return refusal!;
        Func<string, string?> typed = criterion => form.TryGetValue(TypedWeights.FieldOf(criterion), out var value) ? value.ToString() : null;
        var person = await people.EnsureAsync(http.Visitor().Email!, null, null, cancellation);
        var outcome = await desk.SaveAsync(typed, form["motif"], form["version"], person.Id, cancellation);
        if (outcome.Saved is { } saved)
            return new SeeOther($"/arbitrage?enregistre={Uri.EscapeDataString(saved.Version)}");
        IReadOnlyList<Problem> problems = outcome.Conflict ? [Overtaken] : outcome.Problems;
        return PageOf(
            http, await boards.ReadAsync(null, typed, cancellation), typed, problems, form["motif"],
            outcome.Conflict ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity);
    }

    private static Problem Overtaken { get; } = new(
        "", "D’autres poids ont été enregistrés depuis que vous avez ouvert cette page\u00a0: les vôtres ne le sont pas. Regardez ce qui a changé, puis enregistrez-les à nouveau s’il le faut.");

    private Page PageOf(HttpContext http, ArbitrationBoard board, Func<string, string?>? typed, IReadOnlyList<Problem> problems, string? reason, int status) => Page.Of<ArbitrationPage>(
        new()
        {
            [nameof(ArbitrationPage.Board)] = board,
            [nameof(ArbitrationPage.Typed)] = typed,
            [nameof(ArbitrationPage.Problems)] = problems,
            [nameof(ArbitrationPage.Reason)] = reason,
            [nameof(ArbitrationPage.MaySave)] = http.Visitor().Holds(Role.Dgs),
            [nameof(ArbitrationPage.JustSaved)] = board.Saved is not null && http.Request.Query["enregistre"] == board.Saved.Version,
            [nameof(ArbitrationPage.Next)] = http.Request.Query["suite"].ToString(),
            [nameof(ArbitrationPage.Token)] = antiforgery.GetAndStoreTokens(http).RequestToken,
        },
        status);
}
