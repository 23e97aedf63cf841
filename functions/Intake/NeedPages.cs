using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Step1Need;

namespace RegionSud.AiWorkflow.Edge.Intake;

/// <summary>The pages on which people express a need: a filled form, or the questions themselves.</summary>
// Six parameters: a need comes as a file or page by page, and what was begun is forgotten once it is handed in.
public sealed class NeedPages(NeedFiles files, FrontDesk desk, CaseFiles cases, BlobDrafts drafts, CharterRules rules, IAntiforgery antiforgery)
{
    /// <summary>The three ways: download, upload, fill in online.</summary>
    [Function("ShowNeed")]
    [Access]
    public IResult Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "besoin")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Page<NeedPage>(NeedSheet.Empty(rules, desk.NeedForm, request.HttpContext.Visitor().Email, TokenFor(request)));
    }

    /// <summary>The questions of the form.</summary>
    [Function("ShowNeedForm")]
    [Access]
    public IResult ShowForm([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "besoin/en-ligne")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Page<NeedFormPage>(NeedSheet.Empty(rules, desk.NeedForm, request.HttpContext.Visitor().Email, TokenFor(request)));
    }

    /// <summary>
    /// Takes either, by the field <c>voie</c> (<c>fichier</c> or <c>page</c>): 303 to the receipt; else the page again with what was typed and
    /// what is to be mended, under the status of the gravest problem.
    /// </summary>
    [Function("SendNeed")]
    [Access]
    public async Task<IResult> Send(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "besoin")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (form, refusal) = await PostedForm.ReadAsync(request, rules.Intake.Files.Bytes + RequestLimits.Texts, cancellation);
        if (form is null)
            return Refusals.Of(request.HttpContext, refusal!.Status, refusal.Title, refusal.Detail);
        var genuine = await antiforgery.IsRequestValidAsync(request.HttpContext);
        var sheet = NeedSheet.Of(rules, desk.NeedForm, form, TokenFor(request));
        var sender = Sender.Of(rules, sheet.Direction, sheet.Courriel);
        return form["voie"] == "page"
            ? await SendPageAsync(sheet, sender, genuine, client, cancellation)
            : await SendFileAsync(sheet, sender, genuine, form.Files["formulaire"], client, cancellation);
    }

    /// <summary>The number, what comes next and when.</summary>
    [Function("ShowNeedReceipt")]
    [Access]
    public async Task<IResult> ShowReceipt(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "besoin/recu/{caseId}")] HttpRequest request, string caseId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!CaseId.TryParse(caseId, out var id) || await cases.FindAsync(id, cancellation) is null)
            return Refusals.NotFound(request.HttpContext);
        return Pages.Page.Of<NeedReceivedPage>(new()
        {
            [nameof(NeedReceivedPage.Number)] = id.Value,
            [nameof(NeedReceivedPage.Known)] = request.Query["connu"] == "1",
            [nameof(NeedReceivedPage.Rules)] = rules,
        });
    }

    private async Task<IResult> SendFileAsync(
        NeedSheet sheet, Sender sender, bool genuine, IFormFile? upload, DurableTaskClient client, CancellationToken cancellation)
    {
        if (!genuine)
            return Page<NeedPage>(sheet with { Problems = [Stale] }, StatusCodes.Status400BadRequest);
        var file = await files.CheckAsync(upload, cancellation);
        List<Problem> problems = [.. file.Refusal is { } refusal ? [new Problem("formulaire", refusal.Detail)] : Array.Empty<Problem>(), .. sender.Problems];
        return problems.Count == 0
            ? await TakeAsync(new Deposit("upload", file.As(upload!.FileName), sender.Directorate, sender.Email), client, cancellation)
            : Page<NeedPage>(sheet with { Problems = problems }, file.Refusal?.Status ?? StatusCodes.Status400BadRequest);
    }

    private async Task<IResult> SendPageAsync(NeedSheet sheet, Sender sender, bool genuine, DurableTaskClient client, CancellationToken cancellation)
    {
        if (!genuine)
            return Page<NeedFormPage>(sheet with { Problems = [Stale] }, StatusCodes.Status400BadRequest);
        var filling = FormFilling.Fill(sheet.Form, sheet.Values, _ => false, question => new AnswerSource("page", question), "");
        List<Problem> problems =
        [
            .. sender.Problems,
            .. sheet.Form.Questions.Select(question => ProblemOf(question, filling)).OfType<Problem>(),
        ];
        if (problems.Count > 0)
            return Page<NeedFormPage>(sheet with { Problems = problems }, StatusCodes.Status422UnprocessableEntity);
        var page = new DepositedFile("Page en ligne", PageForm.Write(sheet.Form, filling.Answers, sheet.Nonce), "application/json");
        var taken = await TakeAsync(new Deposit("web", page, sender.Directorate, sender.Email), client, cancellation);
        if (sheet.Draft is { } draft)
            await drafts.ForgetNeedAsync(draft, cancellation);
        return taken;
    }

    private static Problem? ProblemOf(Charter.Forms.Question question, Filling filling) =>
        filling.Problems.FirstOrDefault(problem => problem.Question == question.Id) is { } wrong ? new Problem($"q-{question.Id}", wrong.Message)
        : filling.Gaps.Contains(question.Id) ? new Problem($"q-{question.Id}", FormFilling.Missing(question))
        : null;

    private async Task<IResult> TakeAsync(Deposit deposit, DurableTaskClient client, CancellationToken cancellation)
    {
        var receipt = await desk.TakeAsync(deposit, client, cancellation);
        return new SeeOther($"/besoin/recu/{receipt.CaseId}{(receipt.IsNew ? "" : "?connu=1")}");
    }

    internal static Problem Stale { get; } = new("", "La page était ouverte depuis trop longtemps, ou les cookies sont refusés. Rien n’est perdu\u00a0: vérifiez, puis envoyez à nouveau.");

    private static Page Page<TPage>(NeedSheet sheet, int status = StatusCodes.Status200OK)
        where TPage : Microsoft.AspNetCore.Components.IComponent =>
        Pages.Page.Of<TPage>(new() { ["Sheet"] = sheet }, status);

    private string TokenFor(HttpRequest request) => antiforgery.GetAndStoreTokens(request.HttpContext).RequestToken!;
}
