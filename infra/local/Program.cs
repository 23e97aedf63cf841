using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Intake;
using RegionSud.AiWorkflow.Local;
using RegionSud.AiWorkflow.Local.Demo;
using RegionSud.AiWorkflow.Ports;

if (args is ["charter", .. var command])
    return CharterCommands.Run(command, Console.Out, Console.Error, TimeProvider.System);

var settings = LocalSettings.From(new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build());

using var held = DataFolder.Hold(settings.Data);
if (held is null)
{
    Console.Error.WriteLine($"Le dossier {Path.GetFullPath(settings.Data)} sert déjà à un autre hôte : arrêtez-le, ou choisissez un autre dossier par --data.");
    return 1;
}

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
if (azurite is not null)
{
    _ = azurite.Ended.ContinueWith(
        _ =>
        {
            if (!app.Lifetime.ApplicationStopping.IsCancellationRequested)
            {
                Console.Error.WriteLine("Le stockage local s’est arrêté : l’hôte s’arrête aussi.");
                app.Lifetime.StopApplication();
            }
        },
        TaskScheduler.Default);
}

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
return 0;
