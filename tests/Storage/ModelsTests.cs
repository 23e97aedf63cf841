using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Models;

namespace RegionSud.AiWorkflow.Tests.Storage;

public sealed class ModelsTests(StoreFixture store) : IClassFixture<StoreFixture>
{
    private readonly TableModels models = new(store.Tables);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_record_is_changed_only_as_it_was_read()
    {
        var record = new ModelRecord($"m-{Guid.NewGuid():N}", "Mistral AI", "Mistral Large", "2511", store.Time.GetUtcNow(), []);
        Assert.True(await models.PutAsync(record, null, Cancellation));
        Assert.False(await models.PutAsync(record, null, Cancellation));

        var known = (await models.FindAsync(record.Id, Cancellation))!;
        Assert.Equivalent(record, known with { ETag = null }, strict: true);
        var change = new RecordedChange($"model-1-{record.Id}", "2511", "2602", store.Time.GetUtcNow(), "Administrator");
        var next = known with { Version = "2602", Changes = [change] };
        Assert.True(await models.PutAsync(next, known, Cancellation));
        Assert.False(await models.PutAsync(known with { Version = "2603" }, known, Cancellation));

        Assert.Equal("2602", (await models.AllAsync(Cancellation)).Single(model => model.Id == record.Id).Version);
        Assert.Equivalent(change, Assert.Single((await models.FindAsync(record.Id, Cancellation))!.Changes), strict: true);
        Assert.Null(await models.FindAsync("nothing", Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => models.PutAsync(next, record, Cancellation));
    }
}
