using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Intake;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Tasks;

/// <summary>Mails a new link to the person for whom the old one was made, and to nobody else: who holds an old link gains nothing by it.</summary>
public sealed class RenewTaskLink(TaskLinks links, CaseFiles files, IMailRoom mails, IAntiforgery antiforgery, TimeProvider time)
{
    /// <summary>At most one mail a minute: a second post within it sends nothing more.</summary>
    [Function("RenewTaskLink")]
    [Access(Anonymous = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "taches/{token}/renouveler")] HttpRequest request, string token, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        if (links.Read(token) is not { } link || !TaskOrder.TryParse(link.TaskId, out var order))
            return Refusals.NotFound(http);
        if (links.IsAlive(link))
            return new SeeOther($"/taches/{token}");
        var (form, refusal) = await PostedForm.ReadTextsAsync(request, cancellation);
        if (form is null)
            return refusal!;
        if (!await antiforgery.IsRequestValidAsync(http))
            return TaskPages.Message("Page trop ancienne", "Rouvrez le lien depuis le courriel, puis demandez à nouveau un lien.", StatusCodes.Status400BadRequest);
        var useCase = await files.FindAsync(order.CaseId, cancellation);
        if (useCase?.Tasks.Find(open => open.TaskId == link.TaskId)?.Asks(link.Person, time.ParisToday()) != true)
            return TaskPages.Message("Cette question n’est plus posée", "Une réponse a été donnée, ou le dossier a pris un autre chemin. Vous n’avez rien à faire.", StatusCodes.Status410Gone);
        var minute = time.GetUtcNow().ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture);
        await mails.SendAsync(
            new MailOrder($"{link.TaskId}.renewed.{minute}.{link.Person}", MailKind.TaskLink, order.CaseId, link.Person, link.TaskId), cancellation);
        return TaskPages.Message(
            "Un nouveau lien est parti", "Il arrive dans quelques minutes à l’adresse où l’ancien avait été envoyé. Il est valable sept jours.", StatusCodes.Status200OK);
    }
}
