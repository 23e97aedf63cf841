using RegionSud.AiWorkflow.Edge.Adapters;

namespace RegionSud.AiWorkflow.Tests.Storage;

public sealed class QuarantineTests(StoreFixture store) : IClassFixture<StoreFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refused_file_is_moved_whole_and_a_second_run_changes_nothing()
    {
        var (arrivals, kept, name) = await DropAsync("malade.pdf", "not a form");
        var quarantine = new BlobQuarantine(store.Blobs);
        var mark = await quarantine.MoveAsync(name, "not a form"u8.ToArray(), Cancellation);
        Assert.Equal(mark, await quarantine.MoveAsync(name, "not a form"u8.ToArray(), Cancellation));
        Assert.False(await arrivals.GetBlobClient(name).ExistsAsync(Cancellation));
        var copy = await kept.GetBlobClient(name.Replace("malade.pdf", $"{mark}-malade.pdf", StringComparison.Ordinal)).DownloadContentAsync(Cancellation);
        Assert.Equal("not a form", copy.Value.Content.ToString());
    }

    [Fact]
    public async Task A_better_file_dropped_meanwhile_under_the_same_name_stays_where_it_is()
    {
        var (arrivals, _, name) = await DropAsync("besoin.pdf", "a better one");
        await new BlobQuarantine(store.Blobs).MoveAsync(name, "a bad one"u8.ToArray(), Cancellation);
        Assert.Equal("a better one", (await arrivals.GetBlobClient(name).DownloadContentAsync(Cancellation)).Value.Content.ToString());
    }

    private async Task<(Azure.Storage.Blobs.BlobContainerClient Arrivals, Azure.Storage.Blobs.BlobContainerClient Kept, string Name)> DropAsync(string file, string content)
    {
        var arrivals = store.Blobs.GetBlobContainerClient(StorageNames.DropsContainer);
        var name = $"lycees/{Guid.NewGuid():N}@region.example/{file}";
        await arrivals.GetBlobClient(name).UploadAsync(BinaryData.FromString(content), Cancellation);
        return (arrivals, store.Blobs.GetBlobContainerClient(StorageNames.QuarantineContainer), name);
    }
}
