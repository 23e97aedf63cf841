using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Benchmarks;

/// <summary>A benchmark whose storage requests are counted, the engine's and the product's.</summary>
public abstract class CountedStorage : OwnAzurite
{
    private protected StorageCount Count { get; private set; } = null!;

    /// <summary>Makes the product's own requests count as such.</summary>
    private protected IServiceCollection Counted(IServiceCollection services) => services
        .AddSingleton(new TableServiceClient(ConnectionString, Count.Counted(new TableClientOptions())))
        .AddSingleton(new BlobServiceClient(ConnectionString, Count.Counted(new BlobClientOptions())));

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Count = new StorageCount(ConnectionString);
    }

    public override async ValueTask DisposeAsync()
    {
        Count.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
