using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Edge.Tasks;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Edge.Intake;

/// <summary>A need that is left and gone on with, by an address that only those know to whom it was given. There is no case yet.</summary>
public sealed class NeedDraftPages(FrontDesk desk, BlobDrafts drafts, CharterRules rules, IAntiforgery antiforgery, TaskLinks site)
{
    /// <summary>
    /// Keeps what was typed as it is, unchecked: 303 to its address. 400 without a good anti-forgery token, 409 when somebody else has kept it since, or
    /// handed it in: nothing is written over then.
    /// </summary>
    [Function("SaveNeedDraft")]
    [Access]
    public async Task<IResult> Save([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "besoin/brouillon")] HttpRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (form, refusal) = await PostedForm.ReadAsync(request, RequestLimits.Texts, cancellation);
        if (form is null)
            return Refusals.Of(request.HttpContext, refusal!.Status, refusal.Title, refusal.Detail);
        var genuine = await antiforgery.IsRequestValidAsync(request.HttpContext);
        var sheet = NeedSheet.Of(rules, desk.NeedForm, form, TokenFor(request));
        if (!genuine)
            return PageOf(sheet with { Problems = [NeedPages.Stale] }, kept: false, StatusCodes.Status400BadRequest);
        var mark = sheet.Draft ?? NeedSheet.NewNonce();
        var draft = new NeedDraft(sheet.Direction, sheet.Courriel, sheet.Values, sheet.Nonce);
        if (await drafts.SaveNeedAsync(mark, draft, sheet.Draft is null ? null : sheet.DraftTag ?? "", cancellation))
            return new SeeOther($"/besoin/brouillons/{mark}");
        // Kept once more, it is a draft of its own: neither of the two is lost.
        return PageOf(sheet with { Draft = null, Problems = [Changed] }, kept: false, StatusCodes.Status409Conflict);
    }

    /// <summary>The form with what was kept; 404 when it was handed in, or is older than thirty days.</summary>
    [Function("ShowNeedDraft")]
    [Access]
    public async Task<IResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "besoin/brouillons/{mark}")] HttpRequest request, string mark, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!NeedSheet.IsNonce(mark) || await drafts.FindNeedAsync(mark, cancellation) is not var (draft, tag))
        {
            return Refusals.Of(
                request.HttpContext, StatusCodes.Status404NotFound, "Pas de brouillon ici", "Ce brouillon a été envoyé, date de plus de trente jours, ou son adresse est incomplète.");
        }

        var sheet = new NeedSheet(rules, desk.NeedForm, draft.Direction, draft.Courriel, draft.Values, draft.Nonce, [], TokenFor(request)) { Draft = mark, DraftTag = tag };
        return PageOf(sheet, kept: true);
    }

    private static Problem Changed { get; } = new(
        "", "Quelqu’un d’autre a changé ce brouillon depuis, ou l’a envoyé. Rien n’est perdu\u00a0: gardez le vôtre à nouveau, il aura une adresse à lui.");

    private Page PageOf(NeedSheet sheet, bool kept, int status = StatusCodes.Status200OK) => Page.Of<NeedFormPage>(
        new() { [nameof(NeedFormPage.Sheet)] = sheet, [nameof(NeedFormPage.Kept)] = kept, [nameof(NeedFormPage.Address)] = $"{site.BaseUrl}/besoin/brouillons/{sheet.Draft}" }, status);

    private string TokenFor(HttpRequest request) => antiforgery.GetAndStoreTokens(request.HttpContext).RequestToken!;
}
