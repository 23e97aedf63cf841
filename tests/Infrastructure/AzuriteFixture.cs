using RegionSud.AiWorkflow.Local;
using RegionSud.AiWorkflow.Tests.Infrastructure;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace RegionSud.AiWorkflow.Tests.Infrastructure;

/// <summary>
/// The one storage emulator of a test run. Tests take its connection string and keep apart by names: a hub, table or container of their own, or
/// case numbers of their own. <c>AZURITE_HOST</c> says where it runs: <c>container</c> (and nowhere else), <c>process</c>, or <c>auto</c>,
/// the default: a container where an engine answers and has the image, else the process. What was chosen, and why, is printed.
/// </summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("aiworkflow-azurite-").FullName;
    private Azurite? process;
    private AzuriteContainer? container;

    /// <summary>For every storage client of the tests.</summary>
    public string ConnectionString => container?.ConnectionString ?? process?.ConnectionString ?? throw new InvalidOperationException("The emulator has not started.");

    /// <summary>What was chosen and why.</summary>
    public string Choice { get; private set; } = "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Choice = (Environment.GetEnvironmentVariable("AZURITE_HOST") ?? "auto") switch
        {
            "container" => await InContainerAsync("AZURITE_HOST=container"),
            "process" => await AsProcessAsync("AZURITE_HOST=process"),
            "" or "auto" => await WhereItCanAsync(),
            var other => throw new InvalidOperationException($"AZURITE_HOST is '{other}': set auto, container or process."),
        };
        Console.WriteLine("Azurite: " + Choice);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (container is not null)
            await container.DisposeAsync();
        if (process is not null)
            await process.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<string> WhereItCanAsync()
    {
        if (await AzuriteContainer.WhyNoEngineAsync(CancellationToken.None) is { } reason)
            return await AsProcessAsync(reason);
        try
        {
            return await InContainerAsync("a container engine answers at " + AzuriteContainer.Engine);
        }
        catch (Exception problem)
        {
            return await AsProcessAsync($"the engine at {AzuriteContainer.Engine} does not run {AzuriteContainer.Image} ({problem.Message})");
        }
    }

    private async Task<string> InContainerAsync(string why)
    {
        if (await AzuriteContainer.WhyNoEngineAsync(CancellationToken.None) is { } reason)
            throw new InvalidOperationException($"Azurite was asked to run in a container, but {reason}.");
        container = await AzuriteContainer.StartAsync(CancellationToken.None);
        return $"in a container of {AzuriteContainer.Image}, since {why}";
    }

    private async Task<string> AsProcessAsync(string why)
    {
        process = await Azurite.StartAsync(new AzuriteSettings(folder) { Saves = false });
        return "as a process, since " + why;
    }
}
