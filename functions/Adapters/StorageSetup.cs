using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Hosting;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>Makes the tables and containers at the start. A second start finds them and changes nothing.</summary>
public sealed class StorageSetup(TableServiceClient tables, BlobServiceClient blobs) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.WhenAll(
    [
        .. StorageNames.Tables.Select(table => (Task)tables.CreateTableIfNotExistsAsync(table, cancellationToken)),
        .. StorageNames.Containers.Select(name => (Task)blobs.GetBlobContainerClient(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken)),
    ]);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
