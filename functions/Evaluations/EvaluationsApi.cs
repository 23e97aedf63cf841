using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using RegionSud.AiWorkflow.Acceptance;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Admin;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Evaluations;

/// <summary>The body of <c>POST /api/cases/{id}/evaluations</c>.</summary>
/// <param name="Results">Per measure id, a number.</param>
/// <param name="Note">May be left out.</param>
/// <param name="Models">Per model id, the version that was measured; may be left out, else it must be what the case uses today.</param>
public sealed record EvaluationBody(IReadOnlyDictionary<string, JsonElement>? Results, string? Note = null, IReadOnlyDictionary<string, string>? Models = null);

/// <summary>A measure of the answer.</summary>
/// <param name="Value">Null where it was not measured.</param>
public sealed record EvaluationRow(string Measure, string Name, string Unit, decimal Threshold, string Better, decimal? Before, decimal? Value, string Verdict);

/// <summary>What became of reported results. The verdicts decide nothing: a person does.</summary>
/// <param name="Number">Of the evaluation, over the case's whole life.</param>
/// <param name="Models">What they count for.</param>
public sealed record EvaluationAnswer(string Id, int Number, IReadOnlyList<ModelUse> Models, IReadOnlyList<EvaluationRow> Measures);

/// <summary>Results of the acceptance test from a team's own pipeline (clauses 5.5-b, 5.6-b).</summary>
public sealed class EvaluationsApi(CaseFiles files, AcceptanceDesk desk, IPeople people)
{
    /// <summary>
    /// Records results for the models that the case uses today: 201, or 200 when the newest ones say the same. 422 with the problem of each field, 409 when
    /// the case has no plan, is closed, or uses other models than those that the body names. A JSON body alone is read, as by <see cref="ModelsApi"/>.
    /// </summary>
    [Function("PostEvaluation")]
    [Access(Role.Dsipn, Role.Administrator)]
    public async Task<IResult> PostAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/cases/{id}/evaluations")] HttpRequest request, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!CaseId.TryParse(id, out var caseId))
            return Unknown();
        if ((await JsonBody.ReadAsync<EvaluationBody>(request, ApiJson.Options, cancellation)).Body is not { Results: { } results } body)
        {
            return Refusals.Problem(
                StatusCodes.Status400BadRequest, "Demande mal formée", "Envoyez un objet JSON (application/json) de 64\u00a0ko au plus\u00a0: {\"results\": {\"identifiant-de-mesure\": 0.93}, \"note\": \"\"}.");
        }

        var actor = await people.EnsureAsync(request.HttpContext.Visitor().Email!, null, null, cancellation);
        var models = body.Models?.Select(model => new ModelUse(model.Key, model.Value ?? "")).ToList();
        // A text that looks like a number is no number: what a pipeline mistakes is told.
        var sent = new SentResults([.. results.Select(value => KeyValuePair.Create(value.Key, value.Value.ValueKind == JsonValueKind.Number ? value.Value.GetRawText() : "?"))], body.Note ?? "", models, "api");
        return await desk.ReportAsync(caseId, sent, actor.Id, cancellation) switch
        {
            AcceptanceOutcome.Done done => Results.Json(await AnswerAsync(done.Case, cancellation), ApiJson.Options, statusCode: done.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK),
            AcceptanceOutcome.Invalid invalid => Results.Problem(
                string.Join(" ", invalid.Problems.Select(problem => problem.Message)),
                statusCode: StatusCodes.Status422UnprocessableEntity,
                title: "Résultats à corriger",
                type: "about:blank",
                extensions: new Dictionary<string, object?> { ["errors"] = invalid.Problems.GroupBy(FieldOf).ToDictionary(field => field.Key, field => field.Select(problem => problem.Message).ToArray()) }),
            AcceptanceOutcome.NotNow not => Refusals.Problem(StatusCodes.Status409Conflict, "Rien n’a été enregistré", not.Why),
            _ => Unknown(),
        };
    }

    private async Task<EvaluationAnswer> AnswerAsync(UseCase useCase, CancellationToken cancellation)
    {
        var test = await files.AcceptanceAsync(useCase, cancellation);
        return new EvaluationAnswer(useCase.Id.Value, useCase.Acceptance!.Count(), useCase.Models, [.. (test?.Lines ?? []).Select(line => new EvaluationRow(
            line.Measure.Id, line.Measure.Name, line.Measure.Unit, line.Measure.Threshold, line.Measure.Better.ToString(), line.Before, line.Now, line.Verdict.ToString()))]);
    }

    private static string FieldOf(Problem problem) => problem.Field.StartsWith("r-", StringComparison.Ordinal) ? $"results.{problem.Field[2..]}" : problem.Field.Length > 0 ? problem.Field : "results";

    private static IResult Unknown() => Refusals.Problem(
        StatusCodes.Status404NotFound, "Cas inconnu", "Aucun cas d’usage ne porte ce numéro. Un numéro s’écrit IA-2026-0001.");
}
