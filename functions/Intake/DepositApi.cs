using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Edge.Tasks;
using RegionSud.AiWorkflow.Step1Need;

namespace RegionSud.AiWorkflow.Edge.Intake;

/// <summary>What a program gets for a deposit.</summary>
/// <param name="Id">The case's number.</param>
/// <param name="Statut">Where to follow it.</param>
public sealed record DepositAnswer(string Id, string Statut);

/// <summary>Deposits by programs.</summary>
public sealed class DepositApi(NeedFiles files, FrontDesk desk, CharterRules rules, TaskLinks site)
{
    /// <summary>
    /// Multipart with the file part <c>formulaire</c> and the fields <c>direction</c> and <c>courriel</c>: 202 with the new case's number, 200
    /// with the first one's for the same document, or problem details (RFC 9457) with 400, 403, 413, 415 or 422.
    /// </summary>
    [Function("DepositNeed")]
    [Access]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/depots")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        // A browser sends the session's cookie along from any site; this address has no anti-forgery field to tell them apart.
        if (request.Headers["Sec-Fetch-Site"] == "cross-site")
            return Refusals.Problem(StatusCodes.Status403Forbidden, "Envoi refusé", "Un autre site a fait cet envoi. Passez par la page «\u00a0Exprimer un besoin\u00a0».");
        var (form, refusal) = await PostedForm.ReadAsync(request, rules.Intake.Files.Bytes + RequestLimits.Texts, cancellation);
        if (form is null)
            return Problem(refusal!);
        var upload = form.Files["formulaire"];
        var file = await files.CheckAsync(upload, cancellation);
        if (file.Refusal is not null)
            return Problem(file.Refusal);
        var sender = Sender.Of(rules, form["direction"], form["courriel"]);
        if (sender.Problems is [var first, ..])
            return Refusals.Problem(StatusCodes.Status400BadRequest, "Champ à corriger", $"{first.Field}\u00a0: {first.Message}");
        var receipt = await desk.TakeAsync(new Deposit("upload", file.As(upload!.FileName), sender.Directorate, sender.Email), client, cancellation);
        var address = $"{site.BaseUrl}/api/cases/{receipt.CaseId}";
        var answer = new DepositAnswer(receipt.CaseId.Value, address);
        return receipt.IsNew ? Results.Accepted(address, answer) : Results.Ok(answer);
    }

    private static IResult Problem(FormRefusal refusal) => Refusals.Problem(refusal.Status, refusal.Title, refusal.Detail);
}
