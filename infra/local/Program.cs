using RegionSud.AiWorkflow.Local;

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
await app.WaitForShutdownAsync();
