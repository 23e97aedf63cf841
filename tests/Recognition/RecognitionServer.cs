using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Tests.Forms;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Recognition;

/// <summary>
/// Answers as the published contract of Document Intelligence (REST, 2024-11-30) says: POST …:analyze → 202 with Operation-Location, GET until it
/// succeeded, DELETE → 204. What it answers instead can be set per test. It refuses whoever does not keep to the contract.
/// </summary>
internal sealed class RecognitionServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private int looks;

    private RecognitionServer(WebApplication app, Uri endpoint) => (this.app, Endpoint) = (app, endpoint);

    public Uri Endpoint { get; }

    /// <summary>What was asked, such as <c>POST /documentintelligence/…</c>.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Bytes of the documents that came.</summary>
    public ConcurrentQueue<byte[]> Documents { get; } = new();

    /// <summary>In the place of 202; called with the number of the call, from 1.</summary>
    public Func<HttpContext, int, Task<bool>>? OnSubmit { get; set; }

    /// <summary>In the place of the result; called with the number of the look, from 1.</summary>
    public Func<HttpContext, int, Task<bool>>? OnLook { get; set; }

    /// <summary>The analysis that is answered.</summary>
    public byte[] Analysis { get; set; } = SampleFiles.Bytes("2026-2/scan.layout.json");

    public static async Task<RecognitionServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var endpoint = new Uri($"http://127.0.0.1:{FreePorts.One()}");
        builder.WebHost.UseUrls(endpoint.ToString()).ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 64 * 1024 * 1024);
        var app = builder.Build();
        var server = new RecognitionServer(app, endpoint);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public static async Task<bool> Answered(HttpContext http, int status, string body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = body.StartsWith('{') ? "application/json" : "text/html";
        await http.Response.WriteAsync(body);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        Asked.Enqueue($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}");
        if (http.Request.Headers["Ocp-Apim-Subscription-Key"] != "clef" || http.Request.Query["api-version"] != "2024-11-30")
        {
            await Answered(http, 401, """{"error":{"code":"401","message":"Access denied."}}""");
            return;
        }

        var path = http.Request.Path.Value!;
        switch (http.Request.Method)
        {
            case "POST" when path.EndsWith(":analyze", StringComparison.Ordinal):
                using (var body = new MemoryStream())
                {
                    await http.Request.Body.CopyToAsync(body);
                    Documents.Enqueue(body.ToArray());
                }

                if (OnSubmit is not null && await OnSubmit(http, Documents.Count))
                    return;
                http.Response.StatusCode = 202;
                http.Response.Headers["Operation-Location"] = $"{Endpoint}{path[1..^":analyze".Length]}/analyzeResults/{Guid.NewGuid()}?api-version=2024-11-30";
                http.Response.Headers["Retry-After"] = "1";
                return;
            case "GET" when path.Contains("/analyzeResults/", StringComparison.Ordinal):
                if (OnLook is not null && await OnLook(http, Interlocked.Increment(ref looks)))
                    return;
                await Answered(http, 200, Encoding.UTF8.GetString(Analysis));
                return;
            case "DELETE" when path.Contains("/analyzeResults/", StringComparison.Ordinal):
                http.Response.StatusCode = 204;
                return;
            default:
                await Answered(http, 404, """{"error":{"code":"NotFound","message":"Resource not found."}}""");
                return;
        }
    }
}
