using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>The documents that guarantee that nothing trains a model (clause 4.2-c): added and handed out.</summary>
// Six parameters: where the model and its documents are, how one is taken, shown and handed out.
public sealed class GuaranteePages(IModelInventory inventory, IModelDocuments documents, GuaranteeFiles files, ModelSheets sheets, FileHandout handout, IAntiforgery antiforgery)
{
    private const string Until = "document-fin";
    private const long Texts = 64 * 1024;

    // A file that is a little too large is told so beside its field.
    private const long MostBody = (2 * GuaranteeFiles.MostBytes) + Texts;

    /// <summary>
    /// Fields <c>document</c>, a file, and <c>document-fin</c>, a date or nothing. 303 to the model's page; 422 with what is to be mended, 413 for far too much. The same
    /// document again changes nothing.
    /// </summary>
    [Function("AddGuarantee")]
    [Access(Role.Administrator, Role.Dsipn)]
    public async Task<IResult> AddAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "modeles/{id}/garanties")] HttpRequest request, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        var (form, refusal) = await SmallForm.ReadAsync(request, antiforgery, cancellation, MostBody);
        if (form is null)
            return refusal!;
        if (await inventory.FindAsync(id, cancellation) is not { } model)
            return ModelSheets.Unknown(http);
        var typed = form[Until].ToString().Trim();
        var until = typed.Length > 0 ? FormFilling.DateOf(typed) : null;
        IReadOnlyList<Problem> problems = typed.Length > 0 && until is null
            ? [new Problem(Until, "Écrivez la date ainsi\u00a0: 31/12/2027.")]
            : await files.KeepAsync(id, form.Files[GuaranteeFiles.Field], until, http.Visitor(), cancellation);
        if (problems.Count == 0)
            return new SeeOther($"/modeles/{Uri.EscapeDataString(id)}?enregistre=oui#garanties");
        var shown = TypedModel.Of(model);
        return await sheets.OneAsync(
            http, model, shown with { Values = new Dictionary<string, string>(shown.Values) { [Until] = typed } }, problems, cancellation, StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>One document, former ones too, to be saved and never opened by the browser: see <see cref="FileHandout"/>. 404 for what is none of this model.</summary>
    /// <param name="document">SHA-256.</param>
    [Function("Guarantee")]
    [Access(Role.Administrator, Role.Dsipn, Role.Dtisu)]
    public async Task<IResult> DownloadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "modeles/{id}/garanties/{document}")] HttpRequest request, string id, string document, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        return (await inventory.FindAsync(id, cancellation))?.Guarantees.LastOrDefault(added => added.Document.Sha256 == document) is { } found
            ? await handout.HandAsync(http, IModelDocuments.OwnerOf(id), found.Document, await documents.GetAsync(id, found.Document, cancellation), found.Name, cancellation)
            : Refusals.NotFound(http);
    }
}
