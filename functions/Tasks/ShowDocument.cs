using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Adapters.Forms;
using RegionSud.AiWorkflow.Edge.Pages;

namespace RegionSud.AiWorkflow.Edge.Tasks;

/// <summary>Shows a page of a scan to the person who is asked to confirm what was read on it. Looking changes nothing.</summary>
public sealed class ShowDocument(TaskVisits visits, CaseFiles files, CharterRules rules)
{
    /// <summary>
    /// A picture of the page, for documents from which the open task proposes answers; 404 for any other document, for a closed task, and for what
    /// browsers cannot show.
    /// </summary>
    /// <param name="token">The task's link.</param>
    /// <param name="document">SHA-256 of the document.</param>
    /// <param name="page">From 1.</param>
    [Function("ShowDocument")]
    [Access(Anonymous = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "taches/{token}/documents/{document}/{page}")] HttpRequest request,
        string token,
        string document,
        string page,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || await visits.OpenAsync(token, cancellation) is not TaskVisit.Open { Kind.Form: { } form } visit ||
            visit.File.Proposals.GetValueOrDefault(form)?.Values.Values.Any(answer => answer.Source.Document == document) != true)
            return Refusals.NotFound(request.HttpContext);
        var useCase = visit.File.Case;
        var received = (await files.ReceivedAsync(useCase.Id, cancellation)).Select(file => file.Document).Append(useCase.Original);
        if (received.FirstOrDefault(each => each.Sha256 == document) is not { } known || await files.ReadBytesAsync(useCase.Id, known, cancellation) is not { } content)
            return Refusals.NotFound(request.HttpContext);
        return ScanPicture.Of(content, known.ContentType, number, rules.Intake.Files) is var (picture, type)
            ? Results.Bytes(picture.ToArray(), type)
            : Refusals.NotFound(request.HttpContext);
    }
}
