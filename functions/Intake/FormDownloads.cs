using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Intake;

/// <summary>The empty forms that people download.</summary>
public sealed class FormDownloads(IEnumerable<IFormWriter> writers, FrontDesk desk)
{
    /// <summary>Media type of the PDF form.</summary>
    public const string Pdf = "application/pdf";

    /// <summary>Media type of the Word form.</summary>
    public const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    /// <summary>Media type of the workbook.</summary>
    public const string Excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary><c>need.pdf</c>, <c>need.docx</c> or <c>need.xlsx</c>: the file; 404 for anything else.</summary>
    [Function("DownloadForm")]
    [Access]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "formulaires/{file}")] HttpRequest request, string file)
    {
        ArgumentNullException.ThrowIfNull(request);
        var type = file switch
        {
            "need.pdf" => Pdf,
            "need.docx" => Word,
            "need.xlsx" => Excel,
            _ => null,
        };
        return type is not null && writers.FirstOrDefault(writer => writer.ContentType == type) is { } writer
            ? Results.Bytes(writer.Write(desk.NeedForm), type, $"expression-du-besoin{Path.GetExtension(file)}")
            : Refusals.NotFound(request.HttpContext);
    }
}
