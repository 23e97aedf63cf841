using System.Text.Json;
using Microsoft.AspNetCore.Http;
using RegionSud.AiWorkflow.Edge.Admin;

namespace RegionSud.AiWorkflow.Edge.PublicRegister;

/// <summary>The whole register, written page by page as it is read. HEAD gets the headers alone, and nothing is read for it.</summary>
internal sealed class RegisterExport(PublicLines lines, bool csv) : IResult
{
    /// <summary>The version of the JSON's shape.</summary>
    private const int Shape = 1;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, cancellation) = (httpContext.Response, httpContext.RequestAborted);
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = csv ? "text/csv; charset=utf-8; header=present" : "application/json; charset=utf-8";
        response.Headers.ContentDisposition = csv ? "attachment; filename=registre-ia.csv" : "inline; filename=registre-ia.json";
        if (HttpMethods.IsHead(httpContext.Request.Method))
            return;
        await (csv ? RegisterCsv.WriteAsync(response.Body, lines.AllAsync(cancellation), cancellation) : WriteJsonAsync(response, cancellation));
    }

    private async Task WriteJsonAsync(HttpResponse response, CancellationToken cancellation)
    {
        await using var json = new Utf8JsonWriter(response.BodyWriter, new JsonWriterOptions { Encoder = ApiJson.Options.Encoder });
        json.WriteStartObject();
        json.WriteNumber("version", Shape);
        json.WriteStartArray("cases");
        await foreach (var page in lines.AllAsync(cancellation))
        {
            foreach (var line in page)
                JsonSerializer.Serialize(json, line, ApiJson.Options);
            await json.FlushAsync(cancellation);
            await response.BodyWriter.FlushAsync(cancellation);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
