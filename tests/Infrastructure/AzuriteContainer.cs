using System.Net;
using System.Net.Sockets;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Containers;
using DotNet.Testcontainers.Images;

namespace RegionSud.AiWorkflow.Tests.Infrastructure;

/// <summary>The storage emulator in a container, reached on the loopback address alone.</summary>
internal sealed class AzuriteContainer : IAsyncDisposable
{
    private const int BlobPort = 10000;
    private const int QueuePort = 10001;
    private const int TablePort = 10002;
    private const string MicrosoftsImage = "mcr.microsoft.com/azure-storage/azurite:3.35.0";
    private const string LocalEngine = "unix:///var/run/docker.sock";

    private static readonly TimeSpan PingLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly IContainer container;

    private AzuriteContainer(IContainer container)
    {
        this.container = container;
        // The account and the key of every emulator, published in its documentation: no secret.
        ConnectionString =
            "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;" +
            "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;" +
            $"BlobEndpoint={Address(BlobPort)};QueueEndpoint={Address(QueuePort)};TableEndpoint={Address(TablePort)};";
    }

    /// <summary>The image: <c>AZURITE_IMAGE</c>, or Microsoft's.</summary>
    public static string Image => Environment.GetEnvironmentVariable("AZURITE_IMAGE") is { Length: > 0 } image ? image : MicrosoftsImage;

    /// <summary>Where an engine would be: <c>DOCKER_HOST</c>, or Docker's own socket.</summary>
    public static string Engine => Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } host ? host : LocalEngine;

    public string ConnectionString { get; }

    /// <summary>Why no engine answers, or null when one does.</summary>
    public static async Task<string?> WhyNoEngineAsync(CancellationToken cancellation)
    {
        var engine = new Uri(Engine);
        if (engine.Scheme == "unix" && !File.Exists(engine.LocalPath))
            return $"there is no container engine at {Engine}";
        using var handler = new SocketsHttpHandler();
        if (engine.Scheme == "unix")
        {
            handler.ConnectCallback = async (_, token) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(engine.LocalPath), token);
                return new NetworkStream(socket, ownsSocket: true);
            };
        }

        using var http = new HttpClient(handler) { Timeout = PingLimit };
        var ping = engine.Scheme == "unix" ? "http://localhost/_ping" : $"http://{engine.Authority}/_ping";
        try
        {
            using var answer = await http.GetAsync(new Uri(ping), cancellation);
            return answer.IsSuccessStatusCode ? null : $"{Engine} answers {(int)answer.StatusCode}";
        }
        catch (Exception problem) when (problem is HttpRequestException or SocketException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return $"no container engine answers at {Engine} ({problem.GetBaseException().Message})";
        }
    }

    /// <summary>Starts the container and waits for its last service. The image is pulled only when it is not there.</summary>
    public static async Task<AzuriteContainer> StartAsync(CancellationToken cancellation)
    {
        // The reaper is a second image, privileged, from a registry; this fixture stops what it starts.
        TestcontainersSettings.ResourceReaperEnabled = false;
        var container = new ContainerBuilder(Image)
            .WithImagePullPolicy(PullPolicy.Missing)
            .WithCommand(
                "azurite", "--location", "/data", "--blobHost", "0.0.0.0", "--queueHost", "0.0.0.0", "--tableHost", "0.0.0.0",
                "--skipApiVersionCheck", "--disableTelemetry", "--silent")
            .WithPortBinding(BlobPort, assignRandomHostPort: true)
            .WithPortBinding(QueuePort, assignRandomHostPort: true)
            .WithPortBinding(TablePort, assignRandomHostPort: true)
            .WithCreateParameterModifier(parameters =>
            {
                foreach (var binding in parameters.HostConfig!.PortBindings!.Values.SelectMany(bindings => bindings))
                    binding.HostIP = IPAddress.Loopback.ToString();
            })
            .WithWaitStrategy(Wait.ForUnixContainer().UntilMessageIsLogged("Table service is successfully listening"))
            .Build();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(StartLimit);
        try
        {
            await container.StartAsync(limit.Token);
            return new AzuriteContainer(container);
        }
        catch
        {
            await container.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => container.DisposeAsync();

    // Not container.Hostname: it may be a name that leads to another family of addresses than the one the port is bound to.
    private string Address(int port) => $"http://{IPAddress.Loopback}:{container.GetMappedPublicPort(port)}/devstoreaccount1";
}
