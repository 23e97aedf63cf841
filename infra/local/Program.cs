using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Intake;
using RegionSud.AiWorkflow.Local;
using RegionSud.AiWorkflow.Local.Demo;
using RegionSud.AiWorkflow.Ports;

var settings = LocalSettings.From(new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build());

// The storage outlives the host: it is asked to save and end when everything else has stopped.
await using var azurite = settings.ConnectionString is null
    ? await Azurite.StartAsync(new AzuriteSettings(Path.Combine(settings.Data, "azurite"))
    {
        BlobPort = settings.Port + 1,
        QueuePort = settings.Port + 2,
        TablePort = settings.Port + 3,
    })
    : null;
await using var app = LocalHost.Build(args, settings, settings.ConnectionString ?? azurite!.ConnectionString);
await app.StartAsync();
Addresses.Print(settings);
if (settings.Demo)
{
    var site = new Uri($"http://127.0.0.1:{settings.Port}/");
    using var client = new CaseClient(site, TimeSpan.FromMinutes(2));
    await new Demonstration(client, site, Console.Out).PlayAsync(
        app.Services.GetRequiredService<CharterRules>().Forms["need"],
        app.Services.GetServices<IFormWriter>().First(writer => writer.ContentType == FormDownloads.Pdf),
        settings.Day,
        app.Lifetime.ApplicationStopping);
}

await app.WaitForShutdownAsync();
