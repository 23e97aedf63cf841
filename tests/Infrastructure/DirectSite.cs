using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Local;
using RegionSud.AiWorkflow.Local.Engine;

namespace RegionSud.AiWorkflow.Tests.Infrastructure;

/// <summary>The local host inside the test's own process, with its real engine. Its storage must be its own: its sweep acts on every case that it finds.</summary>
internal sealed class DirectSite : IAsyncDisposable
{
    private readonly WebApplication app;

    private DirectSite(WebApplication app, int port)
    {
        this.app = app;
        Visitor = new SiteVisitor(port);
    }

    public SiteVisitor Visitor { get; }

    public IServiceProvider Services => app.Services;

    public DirectClient Client => app.Services.GetRequiredService<DirectClient>();

    /// <summary>Starts it.</summary>
    /// <param name="day">How long a working day lasts.</param>
    /// <param name="configure">Last word on the services.</param>
    /// <param name="port">A free one unless one is given.</param>
    /// <param name="arguments">Settings such as <c>--Engine:Hub=Other</c>.</param>
    public static async Task<DirectSite> StartAsync(
        string connectionString, TimeSpan day, Action<WebApplicationBuilder>? configure = null, int? port = null, params string[] arguments)
    {
        var free = port ?? FreePorts.One();
        var app = LocalHost.Build(arguments, new LocalSettings(free, "", day, connectionString, false), connectionString, configure);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new DirectSite(app, free);
    }

    public async ValueTask DisposeAsync()
    {
        Visitor.Dispose();
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }
}
