using System.Globalization;
using System.Net;
using System.Net.Sockets;
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
        var free = port ?? FreePorts(1);
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

    /// <summary>The first of some ports in a row that are free now.</summary>
    public static int FreePorts(int count)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            // Below the range from which systems give ports to clients, so that nothing takes one between this look and its use.
            var first = Random.Shared.Next(20_000, 32_000 - count);
            if (Enumerable.Range(first, count).All(IsFree))
                return first;
        }

        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"No {count} free ports in a row."));
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
