using RegionSud.AiWorkflow.Local;
using RegionSud.AiWorkflow.Tests.Infrastructure;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace RegionSud.AiWorkflow.Tests.Infrastructure;

/// <summary>The one storage emulator of a test run. Tests take its connection string and keep apart by names: a hub, table or container of their own.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("aiworkflow-azurite-").FullName;
    private Azurite? azurite;

    /// <summary>For every storage client of the tests.</summary>
    public string ConnectionString => azurite?.ConnectionString ?? throw new InvalidOperationException("The emulator has not started.");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => azurite = await Azurite.StartAsync(new AzuriteSettings(folder));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (azurite is not null)
            await azurite.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
