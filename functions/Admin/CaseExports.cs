using CsvHelper;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Intake;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Edge.PublicRegister;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>One answered form of <c>reponses.json</c>. The shape is a contract: names and nulls stay.</summary>
/// <param name="Form">Id of the form.</param>
/// <param name="Version">Under which it was answered.</param>
/// <param name="Code">What the downloaded form of that version carries.</param>
/// <param name="Gaps">Compulsory questions without an answer.</param>
public sealed record ExportedForm(string Form, string Version, string Code, string Title, IReadOnlyList<string> Gaps, IReadOnlyList<ExportedAnswer> Answers);

/// <summary>One answer.</summary>
/// <param name="Question">Id.</param>
/// <param name="Label">As it is asked today; null when today's form no longer asks it.</param>
/// <param name="Value">As kept: an option's id, <c>yes</c>/<c>no</c>, <c>yyyy-MM-dd</c>, digits, text.</param>
/// <param name="Text">As people read it.</param>
/// <param name="Source">Where it was read or typed.</param>
public sealed record ExportedAnswer(string Question, string? Label, string Value, string Text, AnswerSource Source);

/// <summary>What a case's readers take along: its answers, and its entry of the processing register.</summary>
public sealed class CaseExports(CaseFiles files, CaseReaders readers, IEnumerable<IFormWriter> writers, CharterRules rules, TimeProvider time)
{
    /// <summary>Every answered form of a case.</summary>
    [Function("CaseAnswersJson")]
    [Access]
    public async Task<IResult> AnswersAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dossiers/{id}/reponses.json")] HttpRequest request, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (file, refusal) = await OpenAsync(request.HttpContext, id, cancellation);
        if (file is null)
            return refusal!;
        return ApiJson.Ok(file.Answers.Values.OrderBy(answers => answers.FormId, StringComparer.Ordinal).Select(answers => FormOf(answers, file.Case)));
    }

    /// <summary>The need as it stands, in the region's form: the copy that a person keeps; 404 while it was not read.</summary>
    [Function("CaseNeedPdf")]
    [Access]
    public async Task<IResult> NeedAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dossiers/{id}/besoin.pdf")] HttpRequest request, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (useCase, refusal) = await readers.FindAsync(request.HttpContext, id, cancellation);
        if (useCase is null)
            return refusal!;
        return await files.AnswersAsync(useCase, "need", cancellation) is { } need
            ? Results.Bytes(
                writers.First(writer => writer.ContentType == FormDownloads.Pdf).Write(rules.Forms["need"], FormMigrating.Migrate(rules.Forms["need"], need).Answers.Texts),
                FormDownloads.Pdf,
                $"{useCase.Id}-besoin.pdf")
            : Refusals.Of(request.HttpContext, StatusCodes.Status404NotFound, "Pas encore lu", "Le formulaire n’a pas encore été lu, ou ses réponses ont été effacées.");
    }

    /// <summary>The entry of the processing register, a line per field; 404 while the characterisation sheet is not answered, or when it says that no personal data are processed.</summary>
    [Function("CaseProcessingRecordCsv")]
    [Access]
    public async Task<IResult> ProcessingRecordAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dossiers/{id}/traitement.csv")] HttpRequest request, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (file, refusal) = await OpenAsync(request.HttpContext, id, cancellation);
        if (file is null)
            return refusal!;
        if (file.Answers.GetValueOrDefault(Assessment.Sheet) is not { } sheet || file.AssessOn(rules, time.ParisToday()) is not { } assessment)
        {
            return Refusals.Of(
                request.HttpContext, StatusCodes.Status404NotFound, "Pas encore d’entrée", "La fiche de caractérisation n’est pas remplie\u00a0: l’entrée du registre des traitements en sera tirée.");
        }

        if (!assessment.Facts.Contains(CaseFacts.PersonalData))
        {
            return Refusals.Of(
                request.HttpContext, StatusCodes.Status404NotFound, "Pas d’entrée", "D’après la fiche de caractérisation, l’usage ne traite pas de données personnelles\u00a0: il n’a pas d’entrée au registre des traitements.");
        }

        using var content = new MemoryStream();
        await using (var csv = CsvWriter.Create(content, RegisterCsv.Options, leaveOpen: true))
        {
            await csv.WriteRecordAsync(["Rubrique", "Contenu"], cancellation);
            await csv.WriteRecordAsync(["Traitement", RegisterCsv.Text(Wording.NameOf(file))], cancellation);
            foreach (var (name, value) in ProcessingRecord.Of(rules, sheet, assessment.Gdpr.Required))
                await csv.WriteRecordAsync([name, value is null ? "À compléter" : RegisterCsv.Text(value)], cancellation);
            await csv.FlushAsync(cancellation);
        }

        return Results.Bytes(content.ToArray(), "text/csv; charset=utf-8", $"{file.Case.Id}-traitement.csv");
    }

    private async Task<(CaseFile? File, IResult? Refusal)> OpenAsync(HttpContext http, string id, CancellationToken cancellation)
    {
        var (useCase, refusal) = await readers.FindAsync(http, id, cancellation);
        return (useCase is null ? null : await files.OpenAsync(useCase.Id, cancellation), refusal);
    }

    private ExportedForm FormOf(Answers answers, UseCase useCase)
    {
        var form = rules.Forms.GetValueOrDefault(answers.FormId);
        return new ExportedForm(
            answers.FormId,
            answers.FormVersion,
            form is null ? "" : (form with { Version = answers.FormVersion }).Code,
            form is null ? answers.FormId : French.Text(form.Title),
            useCase.Answers[answers.FormId].Gaps,
            [.. answers.Values.Select(each => form?.Find(each.Key) is { } question
                ? new ExportedAnswer(each.Key, French.Text(question.Label), each.Value.Value, Wording.AnswerOf(question, each.Value.Value), each.Value.Source)
                : new ExportedAnswer(each.Key, null, each.Value.Value, each.Value.Value, each.Value.Source))]);
    }
}
