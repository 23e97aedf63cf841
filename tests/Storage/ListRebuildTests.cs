using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Admin;
using RegionSud.AiWorkflow.Register;

namespace RegionSud.AiWorkflow.Tests.Storage;

[Collection("Lists")]
public sealed class ListRebuildTests : IClassFixture<StoreFixture>
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    private readonly StoreFixture store;
    private readonly TableLists lists;
    private readonly CaseFiles files;
    private readonly ListRebuild rebuild;
    private readonly CaseId id = Sample.NewCase();

    public ListRebuildTests(StoreFixture store)
    {
        this.store = store;
        var journal = new TableJournal(store.Tables, store.Time);
        lists = new TableLists(store.Tables);
        files = new CaseFiles(journal, new BlobDocuments(store.Blobs), lists);
        rebuild = new ListRebuild(journal, lists, files, TimeProvider.System, NullLogger<ListRebuild>.Instance);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private TableClient Rows => store.Tables.GetTableClient(StorageNames.ListsTable);

    [Theory]
    [InlineData("Line0", "{ rien qui se lise")]
    [InlineData("Line0", "")]
    public async Task A_line_that_cannot_be_read_is_right_again(string property, string broken)
    {
        var line = await OpenAsync();
        foreach (var list in line.Lists)
            await Rows.UpsertEntityAsync(new TableEntity(TableKey.Escape(list), TableKey.NewestFirst(id)) { [property] = broken }, TableUpdateMode.Merge, Cancellation);

        Assert.DoesNotContain(id, (await rebuild.RunAsync(null, Long, Cancellation)).Failed);

        await IsAsync(line);
    }

    [Fact]
    public async Task A_line_newer_than_its_journal_goes_back_to_what_the_journal_says()
    {
        var line = await OpenAsync();
        await lists.PutAsync(line with { Version = 99, Step = Step.Maintenance, Title = "Ailleurs" }, Cancellation);

        Assert.DoesNotContain(id, (await rebuild.RunAsync(null, Long, Cancellation)).Failed);

        await IsAsync(line);
    }

    [Fact]
    public async Task A_line_that_is_missing_comes_back_and_one_in_a_foreign_list_goes()
    {
        var line = await OpenAsync();
        await Rows.DeleteEntityAsync(CaseListNames.All, TableKey.NewestFirst(id), Azure.ETag.All, Cancellation);
        await Rows.DeleteEntityAsync(TableKey.Escape(CaseListNames.OfStep(Step.Need)), TableKey.NewestFirst(id), Azure.ETag.All, Cancellation);
        await Rows.UpsertEntityAsync(new TableEntity(TableKey.Escape(CaseListNames.OfHolder(Role.Dgs)), TableKey.NewestFirst(id)) { ["Version"] = 1L }, cancellationToken: Cancellation);

        Assert.True((await rebuild.RunAsync(null, Long, Cancellation)).Strays >= 1);

        await IsAsync(line);
        await rebuild.RunAsync(null, Long, Cancellation);
        await IsAsync(line);
    }

    [Fact]
    public async Task It_goes_on_in_pieces_from_where_the_time_was_up()
    {
        var line = await OpenAsync();
        await Rows.DeleteEntityAsync(CaseListNames.All, TableKey.NewestFirst(id), Azure.ETag.All, Cancellation);
        var (piece, pieces) = (await rebuild.RunAsync(null, TimeSpan.Zero, Cancellation), 1);
        Assert.NotNull(piece.Next);
        for (; piece.Next is not null && pieces < 1_000; pieces++)
            piece = await rebuild.RunAsync(piece.Next, TimeSpan.Zero, Cancellation);

        Assert.Null(piece.Next);
        await IsAsync(line);
    }

    [Fact]
    public async Task It_runs_twice_at_once_while_the_case_goes_on_and_the_newest_stands()
    {
        await OpenAsync();
        var life = Enumerable.Range(1, 12).Select(number => files.RecordAsync(
            id, [new Fact($"restarted:{number}", new CaseEvent.CaseRestarted(Sample.Document), "p")], Cancellation));
        await Task.WhenAll([rebuild.RunAsync(null, Long, Cancellation), rebuild.RunAsync(null, Long, Cancellation), .. life]);

        await IsAsync(CaseLineProjection.Of(await files.GetAsync(id, Cancellation), null));
    }

    private async Task<CaseLine> OpenAsync()
    {
        var deposited = new CaseEvent.NeedDeposited("web", Sample.Document, Sample.NewFingerprint(), "lycees", "p");
        return CaseLineProjection.Of(await files.RecordAsync(id, [new Fact("deposited", deposited, "p")], Cancellation), null);
    }

    private async Task IsAsync(CaseLine line)
    {
        Assert.Equivalent(line, await lists.FindAsync(id, Cancellation), strict: true);
        var filter = TableClient.CreateQueryFilter($"RowKey eq {TableKey.NewestFirst(id)}");
        var partitions = new List<string>();
        await foreach (var row in Rows.QueryAsync<TableEntity>(filter, cancellationToken: Cancellation))
            partitions.Add(row.PartitionKey);
        Assert.Equal(line.Lists.Select(TableKey.Escape).Order(StringComparer.Ordinal), partitions.Order(StringComparer.Ordinal));
        foreach (var list in line.Lists)
            Assert.Equivalent(line, (await lists.ReadAsync(list, AfterOf(id), 1, Cancellation)).Lines.Single(), strict: true);
    }

    // Lists are newest first: the case just before it is the one with the next number.
    private static string AfterOf(CaseId id) => CaseId.Of(2026, int.Parse(id.Value[8..], System.Globalization.CultureInfo.InvariantCulture) + 1).Value;
}
