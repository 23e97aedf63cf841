using System.Collections.Concurrent;
using Azure.Core.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Edge.Adapters.ModelSources;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Watch;

/// <summary>Stands for a source of models: answers what a test says, on a port of its own.</summary>
internal sealed class SourceServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private SourceServer(WebApplication app, Uri address) => (this.app, Address) = (app, address);

    public Uri Address { get; }

    /// <summary>Paths and queries that were asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Starts one.</summary>
    /// <param name="answer">The body; null for 404. The status and headers are the context's.</param>
    public static Task<SourceServer> StartAsync(Func<HttpContext, string?> answer) => StartAsync(http => Task.FromResult(answer(http)));

    public static async Task<SourceServer> StartAsync(Func<HttpContext, Task<string?>> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var address = new Uri($"http://127.0.0.1:{FreePorts.One()}");
        builder.WebHost.UseUrls(address.ToString());
        var app = builder.Build();
        var server = new SourceServer(app, address);
        app.Run(async http =>
        {
            server.Asked.Enqueue(http.Request.Path + http.Request.QueryString.Value);
            var body = await answer(http);
            if (body is null)
                http.Response.StatusCode = 404;
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(body ?? """{"error":{"code":"NotFound"}}""");
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>Tries again as in production, without its pauses.</summary>
    public static SourceClientOptions Options(TimeSpan? patience = null, int tries = 2)
    {
        var options = new SourceClientOptions { Patience = patience ?? TimeSpan.FromMinutes(1) };
        options.Retry.MaxRetries = tries;
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        options.Retry.MaxDelay = TimeSpan.FromMilliseconds(1);
        return options;
    }

    /// <summary>A model of the inventory that is watched.</summary>
    public static ModelRecord Watched(string source, string reference, string version = "2024-11-20", string id = "m") =>
        new(id, "Fournisseur", "Modèle", version, new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero), []) { Watch = new WatchedAs(source, reference) };

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }
}

/// <summary>Tokens go over TLS alone; their getting is the library's.</summary>
internal sealed class NoToken : HttpPipelineSynchronousPolicy;
