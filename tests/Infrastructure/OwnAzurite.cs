using RegionSud.AiWorkflow.Local;

namespace RegionSud.AiWorkflow.Tests.Infrastructure;

/// <summary>Tests with an emulator each: whose engine must be alone on its storage, or whose requests are counted.</summary>
public abstract class OwnAzurite : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("aiworkflow-own-").FullName;
    private Azurite azurite = null!;

    protected string ConnectionString => azurite.ConnectionString;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync() => azurite = await Azurite.StartAsync(new AzuriteSettings(folder) { Saves = false });

    public virtual async ValueTask DisposeAsync()
    {
        await azurite.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
