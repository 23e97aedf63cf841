using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using RegionSud.AiWorkflow.Local;
using RegionSud.AiWorkflow.Local.Demo;
using RegionSud.AiWorkflow.Tests.Infrastructure;
using RegionSud.AiWorkflow.Tests.Recognition;
using RegionSud.AiWorkflow.Tests.Scenarios;

[assembly: AssemblyFixture(typeof(LocalHostFixture))]

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>
/// The one local host of a test run, as <c>./run</c> starts it, with a storage of its own and days of two seconds. It starts when the first
/// scenario asks for it: runs without scenarios do not pay for it.
/// </summary>
public sealed class LocalHostFixture : IAsyncDisposable
{
    /// <summary>Long: the machine may be busy with everything else.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Signs the mails that the tests bring, as the mail service does.</summary>
    public static ECDsa MailKey { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The unguessable end of the address that receives mails.</summary>
    public static string MailPath { get; } = Guid.NewGuid().ToString("N");

    /// <summary>What the malware scan of the host takes for malware.</summary>
    public static byte[] Malware { get; } = "%malveillant"u8.ToArray();

    /// <summary>Two seconds; in a storm of many cases the reminders of so short days would be most of the work.</summary>
    private static TimeSpan Day { get; } = MailStormScenarios.IsLarge ? TimeSpan.FromMinutes(10) : TimeSpan.FromSeconds(2);

    private readonly string folder = Directory.CreateTempSubdirectory("aiworkflow-scenarios-").FullName;
    private readonly Lazy<Task<WebApplication>> host;
    private Azurite? azurite;
    private RecognitionServer? recognition;
    private ClamdServer? clamd;

    public LocalHostFixture() => host = new(StartAsync);

    /// <summary>Address of the site, with its final slash.</summary>
    public Uri Site { get; private set; } = null!;

    /// <summary>Recognises scans: it answers the analysis of the scanned sample.</summary>
    internal RecognitionServer Recognition => recognition!;

    /// <summary>The running host.</summary>
    public Task<WebApplication> HostAsync() => host.Value;

    /// <summary>Somebody who plays the people of a case.</summary>
    public async Task<CaseClient> ClientAsync()
    {
        await host.Value;
        return new CaseClient(Site, Patience);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (host.IsValueCreated)
        {
            await using var app = await host.Value;
            await app.StopAsync();
        }

        if (clamd is not null)
            await clamd.DisposeAsync();
        if (recognition is not null)
            await recognition.DisposeAsync();
        if (azurite is not null)
            await azurite.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<WebApplication> StartAsync()
    {
        azurite = await Azurite.StartAsync(new AzuriteSettings(folder) { Saves = false });
        // The links in mails carry the port, so it must be known beforehand.
        var settings = new LocalSettings(FreePorts.One(), folder, Day, azurite.ConnectionString, Demo: false);
        Site = new Uri($"http://127.0.0.1:{settings.Port}/");
        clamd = new ClamdServer(document => document.AsSpan().IndexOf(Malware) >= 0 ? "stream: Essai.Malveillant FOUND\0" : "stream: OK\0");
        recognition = await RecognitionServer.StartAsync();
        var app = LocalHost.Build([$"--DocumentIntelligence:Endpoint={recognition.Endpoint}", "--DocumentIntelligence:Key=clef", $"--Malware:ClamAv=127.0.0.1:{clamd.Port}", $"--Mail:Events:PublicKey={Convert.ToBase64String(MailKey.ExportSubjectPublicKeyInfo())}", $"--Mail:Inbound:Path={MailPath}", $"--Mail:Inbound:PublicKey={Convert.ToBase64String(MailKey.ExportSubjectPublicKeyInfo())}"], settings, azurite.ConnectionString);
        await app.StartAsync();
        return app;
    }
}
