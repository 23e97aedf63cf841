using System.Globalization;
using Microsoft.AspNetCore.Http;
using RegionSud.AiWorkflow.Edge.Intake;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Step3Arbitration;

namespace RegionSud.AiWorkflow.Edge.Tasks;

/// <summary>What a task's page sends, whichever of its buttons is pressed.</summary>
internal static class TaskPost
{
    /// <summary>The open task and what was typed; or the answer that refuses it: too long, no task that waits, no good anti-forgery token.</summary>
    public static async Task<(TaskVisit.Open? Visit, Submission? Typed, IResult? Refusal)> ReadAsync(
        HttpRequest request, string token, TaskVisits visits, TaskPages pages, CancellationToken cancellation)
    {
        var http = request.HttpContext;
        var (form, refusal) = await PostedForm.ReadTextsAsync(request, cancellation);
        if (form is null)
            return (null, null, refusal);
        var found = await visits.OpenAsync(token, cancellation);
        if (found is not TaskVisit.Open visit)
            return (null, null, await pages.ShowAsync(http, found, posted: true, cancellation));
        var typed = SubmissionOf(form);
        return await pages.IsTokenGoodAsync(http)
            ? (visit, typed, null)
            : (null, null, await pages.AskAsync(http, visit, typed, [Stale], StatusCodes.Status400BadRequest, cancellation));
    }

    private static Problem Stale { get; } = new("", "La page était ouverte depuis trop longtemps, ou les cookies sont refusés. Rien n’est perdu\u00a0: vérifiez, puis envoyez à nouveau.");

    private static Submission SubmissionOf(IFormCollection form)
    {
        var answers = form.Keys
            .Where(key => key.StartsWith("q-", StringComparison.Ordinal))
            .ToDictionary(key => key[2..], key => form[key].ToString(), StringComparer.Ordinal);
        var version = long.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : 0;
        return new Submission(form["choix"], form["motif"], ConditionsOf(form), form["echeance"], answers, version) { Impartial = form["impartial"] == "oui", WithoutOpinions = form["sans-avis"], Verified = form["verifie"] == "oui" };
    }

    private static List<TypedCondition> ConditionsOf(IFormCollection form) => [.. Enumerable.Range(1, ConditionReading.Most).Select(ConditionReading.FieldOf)
        .Select(field => new TypedCondition(form[field], form[$"{field}-porteur"], form[$"{field}-date"]))];
}
