using CsvHelper;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Intake;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Edge.PublicRegister;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Edge.Admin.TakeOver;

/// <summary>
/// Takes the stock of existing uses over from a file: sent and looked at first (nothing is done), then taken over piece by piece. What was done is kept, so
/// that it can be left, broken off and gone on with; a use is taken over once, whatever is pressed how often.
/// </summary>
// Seven parameters: what the pages read, what they do, and what every page needs.
public sealed partial class StockPages(
    StockCheck check, BlobStockRuns runs, StockTaking taking, CharterRules rules, IAntiforgery antiforgery, TimeProvider time, ILogger<StockPages> logger)
{
    // Well under what a browser and the front of the app wait for.
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(20);

    /// <summary>The way in: template and upload.</summary>
    [Function("StockPage")]
    [Access(Role.Dtisu, Role.Administrator)]
    public IResult Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "suivi/reprise")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return UploadPage(request.HttpContext, null, StatusCodes.Status200OK);
    }

    /// <summary><c>modele.xlsx</c> or <c>modele.csv</c>: the empty file; 404 for anything else.</summary>
    [Function("StockTemplate")]
    [Access(Role.Dtisu, Role.Administrator)]
    public IResult Template([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "suivi/reprise/modele/{file}")] HttpRequest request, string file)
    {
        ArgumentNullException.ThrowIfNull(request);
        return file switch
        {
            "modele.xlsx" => Results.Bytes(StockFile.Template(check.Columns), FormDownloads.Excel, "reprise-des-usages.xlsx"),
            "modele.csv" => Results.Bytes(Csv(check.Columns), "text/csv; charset=utf-8", "reprise-des-usages.csv"),
            _ => Refusals.NotFound(request.HttpContext),
        };
    }

    /// <summary>Field <c>fichier</c>: 303 to the report, nothing is taken over yet; 422 with what is wrong with the file as a whole.</summary>
    [Function("SendStock")]
    [Access(Role.Dtisu, Role.Administrator)]
    public async Task<IResult> SendAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "suivi/reprise")] HttpRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        var (form, refusal) = await PostedForm.ReadAsync(request, rules.Intake.Files.Bytes + RequestLimits.Texts, cancellation);
        if (form is null)
            return Refusals.Of(http, refusal!.Status, refusal.Title, refusal.Detail);
        if (!await antiforgery.IsRequestValidAsync(http))
            return UploadPage(http, "La page était ouverte depuis trop longtemps. Choisissez le fichier à nouveau.", StatusCodes.Status400BadRequest);
        if (form.Files["fichier"] is not { Length: > 0 } file)
            return UploadPage(http, "Choisissez le fichier à reprendre.", StatusCodes.Status422UnprocessableEntity);
        if (file.Length > rules.Intake.Files.Bytes)
            return UploadPage(http, "Ce fichier est plus lourd que ce qui est admis. Partagez-le.", StatusCodes.Status413PayloadTooLarge);
        var content = await file.BytesAsync(cancellation);
        var (lines, problem) = StockFile.Read(content, check.Columns, rules.Intake.Files);
        if (problem is not null)
            return UploadPage(http, problem, StatusCodes.Status422UnprocessableEntity);
        var mark = NeedSheet.NewNonce();
        await runs.SaveAsync(mark, new StockRun(new CheckedFile(default, "", null).As(file.FileName).Name, lines, new Dictionary<int, StockResult>()), null, cancellation);
        return new SeeOther($"/suivi/reprise/{mark}");
    }

    /// <summary>The report, line by line: what would be done, what was done, what is to be mended.</summary>
    [Function("StockReport")]
    [Access(Role.Dtisu, Role.Administrator)]
    public async Task<IResult> ReportAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "suivi/reprise/{mark}")] HttpRequest request, string mark, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!NeedSheet.IsNonce(mark) || await runs.FindAsync(mark, cancellation) is not var (run, _))
            return Gone(request.HttpContext);
        return Page.Of<StockReportPage>(new()
        {
            [nameof(StockReportPage.Run)] = run,
            [nameof(StockReportPage.Lines)] = check.Check(run.Lines),
            [nameof(StockReportPage.Mark)] = mark,
            [nameof(StockReportPage.Rules)] = rules,
            [nameof(StockReportPage.Token)] = TokenFor(request.HttpContext),
        });
    }

    /// <summary>Takes over for twenty seconds at most, from where it was left: 303 to the report, which says whether there is more.</summary>
    [Function("TakeStockOver")]
    [Access(Role.Dtisu, Role.Administrator)]
    public async Task<IResult> TakeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "suivi/reprise/{mark}")] HttpRequest request,
        string mark,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        var (form, refusal) = await SmallForm.ReadAsync(request, antiforgery, cancellation);
        if (form is null)
            return refusal!;
        if (!NeedSheet.IsNonce(mark) || await runs.FindAsync(mark, cancellation) is not var (run, tag))
            return Gone(http);
        var (begun, by) = (time.GetTimestamp(), http.Visitor().Email ?? throw new InvalidOperationException("The access rule lets nobody through who is not signed in."));
        var results = run.Results.ToDictionary();
        foreach (var line in check.Check(run.Lines).Where(line => line.Use is not null && results.GetValueOrDefault(line.Line.Number)?.CaseId is null))
        {
            results[line.Line.Number] = await taking.TakeAsync(line.Use!, by, client, cancellation);
            if (time.GetElapsedTime(begun) > Budget)
                break;
        }

        // When two press at once, the lines of both are taken over once; the report of the slower one is read anew from the next press.
        await runs.SaveAsync(mark, run with { Results = results }, tag, cancellation);
        TakenOver(logger, results.Count, run.Lines.Count);
        return new SeeOther($"/suivi/reprise/{mark}");
    }

    private Page UploadPage(HttpContext http, string? problem, int status) => Page.Of<StockPage>(
        new() { [nameof(StockPage.Columns)] = check.Columns, [nameof(StockPage.Problem)] = problem, [nameof(StockPage.Token)] = TokenFor(http), [nameof(StockPage.Megabytes)] = rules.Intake.Files.Megabytes }, status);

    private static IResult Gone(HttpContext http) => Refusals.Of(
        http, StatusCodes.Status404NotFound, "Pas de reprise ici", "Ce fichier a été envoyé il y a plus de trente jours, ou son adresse est incomplète. Envoyez-le à nouveau\u00a0: ce qui est déjà repris ne le sera pas deux fois.");

    private static byte[] Csv(IReadOnlyList<StockColumn> columns)
    {
        using var content = new MemoryStream();
        using (var csv = CsvWriter.Create(content, RegisterCsv.Options, leaveOpen: true))
        {
            csv.WriteRecord(columns.Select(column => column.Header).ToArray());
            csv.Flush();
        }

        return content.ToArray();
    }

    private string TokenFor(HttpContext http) => antiforgery.GetAndStoreTokens(http).RequestToken!;

    [LoggerMessage(Level = LogLevel.Information, Message = "{Done} of {Lines} lines of a file of existing uses were taken over.")]
    private static partial void TakenOver(ILogger logger, int done, int lines);
}
