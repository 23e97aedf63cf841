using Azure.Data.Tables;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Tests.Storage;

public sealed class JournalTests(StoreFixture store) : IClassFixture<StoreFixture>
{
    private readonly TableJournal journal = new(store.Tables, store.Time);
    private readonly CaseId id = Sample.NewCase();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Facts_become_entries_of_a_sound_chain_and_the_head_is_their_fold()
    {
        var appended = await AppendAsync(Sample.Deposit(), Sample.Step(Step.Need), Sample.Opened(id));

        var entries = await journal.ReadAsync(id, 0, 500, Cancellation);
        Assert.Equal(["NeedDeposited", "StepEntered", "TaskOpened"], entries.Select(entry => entry.Type));
        Assert.Null(Chain.FirstBroken(id, entries));
        Assert.All(entries, entry => Assert.Equal(store.Time.GetUtcNow(), entry.At));
        Assert.Equal(3, appended.New.Count);
        var head = await journal.FindAsync(id, Cancellation);
        Assert.Equivalent(appended.Case, head, strict: true);
        Assert.Equal((3L, Step.Need, Sample.TaskId(id)), (head!.Version, head.Step, head.Tasks[0].TaskId));
    }

    [Fact]
    public async Task A_second_append_of_the_same_facts_changes_nothing()
    {
        var first = await AppendAsync(Sample.Deposit(), Sample.Step(Step.Need));
        var second = await AppendAsync(Sample.Deposit(), Sample.Step(Step.Need));

        Assert.Empty(second.New);
        Assert.False(second.Conflict);
        Assert.Equivalent(first.Case, second.Case, strict: true);
        Assert.Equal(2, (await journal.ReadAsync(id, 0, 500, Cancellation)).Count);
    }

    [Fact]
    public async Task Of_known_and_new_facts_the_new_ones_are_appended()
    {
        await AppendAsync(Sample.Deposit(), Sample.Step(Step.Need));
        var second = await AppendAsync(Sample.Step(Step.Need), Sample.Opened(id), Sample.Opened(id));

        Assert.Equal([Sample.Opened(id).Key], second.New.Select(fact => fact.Key));
        Assert.Equal(3, second.Case.Version);
    }

    [Fact]
    public async Task An_append_takes_two_storage_requests_and_a_look_at_the_case_one()
    {
        await AppendAsync(Sample.Deposit(), Sample.Step(Step.Need));

        Assert.Equal(2, await Wire.CountAsync(() => AppendAsync(Sample.Opened(id), Sample.Reminded(id, 1))));
        Assert.Equal(1, await Wire.CountAsync(() => journal.FindAsync(id, Cancellation)));
        Assert.Equal(1, await Wire.CountAsync(() => journal.ReadAsync(id, 0, 2, Cancellation)));
        Assert.Equal(2, await Wire.CountAsync(() => journal.FindEntryAsync(id, Sample.Opened(id).Key, Cancellation)));
    }

    [Fact]
    public async Task A_stale_version_of_the_file_is_a_conflict_and_writes_nothing()
    {
        await AppendAsync(Sample.Deposit(), Sample.Opened(id), new Fact("risk:1", new CaseEvent.RiskClassified(RiskClass.Limited, [], "1")));

        var stale = await journal.AppendAsync(id, [Sample.Decided(id, "endorse", "head-1")], expectedFileVersion: 1, Cancellation);
        Assert.True(stale.Conflict);
        Assert.Empty(stale.New);
        Assert.Equal(3, (await journal.FindAsync(id, Cancellation))!.Version);

        var seen = await journal.AppendAsync(id, [Sample.Decided(id, "endorse", "head-1")], expectedFileVersion: 3, Cancellation);
        Assert.False(seen.Conflict);
        Assert.Single(seen.New);

        // The same decision sent again: it was recorded, whatever became of the file since.
        var again = await journal.AppendAsync(id, [Sample.Decided(id, "endorse", "head-1")], expectedFileVersion: 3, Cancellation);
        Assert.False(again.Conflict);
        Assert.Empty(again.New);
    }

    [Fact]
    public async Task An_answer_lost_on_the_way_does_not_hide_who_wrote()
    {
        await AppendAsync(Sample.Deposit(), Sample.Opened(id));

        var appended = await Wire.LosingTheFirstAnswerAsync(() => AppendAsync(Sample.Decided(id, "endorse", "head-1")));

        Assert.Single(appended.New);
        Assert.Equal(3, appended.Case.Version);
        Assert.Equal(3, (await journal.ReadAsync(id, 0, 500, Cancellation)).Count);
    }

    [Fact]
    public async Task A_tampered_entry_is_named()
    {
        await AppendAsync(Sample.Deposit(), Sample.Opened(id), Sample.Decided(id, "refuse", "head-1"), Sample.Step(Step.Qualification));
        var table = store.Tables.GetTableClient(StorageNames.CasesTable);
        TableEntity row = await table.GetEntityAsync<TableEntity>(id.Value, "e-000000003", cancellationToken: Cancellation);
        row["Data"] = row.GetString("Data").Replace("refuse", "endorse", StringComparison.Ordinal);
        await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, Cancellation);

        Assert.Equal(3, Chain.FirstBroken(id, await journal.ReadAsync(id, 0, 500, Cancellation))?.Seq);
    }

    [Fact]
    public async Task A_missing_entry_is_named()
    {
        await AppendAsync(Sample.Deposit(), Sample.Opened(id), Sample.Step(Step.Need));
        await store.Tables.GetTableClient(StorageNames.CasesTable).DeleteEntityAsync(id.Value, "e-000000002", cancellationToken: Cancellation);

        Assert.Equal(2, Chain.FirstBroken(id, await journal.ReadAsync(id, 0, 500, Cancellation))?.Seq);
    }

    [Fact]
    public async Task The_state_does_not_grow_with_five_hundred_reminders()
    {
        await AppendAsync(Sample.Deposit(), Sample.Opened(id), Sample.Reminded(id, 1));
        var before = await StateLengthAsync();
        foreach (var numbers in Enumerable.Range(2, 499).Chunk(20))
            await AppendAsync([.. numbers.Select(number => Sample.Reminded(id, number))]);

        Assert.Equal(502, (await journal.FindAsync(id, Cancellation))!.Version);
        Assert.InRange(await StateLengthAsync(), before, before + 20);
    }

    [Fact]
    public async Task Pages_follow_each_other_without_a_hole()
    {
        await AppendAsync(Sample.Deposit(), Sample.Opened(id), Sample.Reminded(id, 1), Sample.Reminded(id, 2), Sample.Reminded(id, 3));

        var pages = new[] { 0L, 2, 4, 5 }.Select(after => journal.ReadAsync(id, after, 2, Cancellation));
        Assert.Equal([[1, 2], [3, 4], [5], []], (await Task.WhenAll(pages)).Select(page => page.Select(entry => entry.Seq).ToArray()));
    }

    [Fact]
    public async Task An_entry_is_found_by_its_key()
    {
        await AppendAsync(Sample.Deposit(), Sample.Opened(id), Sample.Decided(id, "endorse", "head-1"));

        var entry = await journal.FindEntryAsync(id, "decided:" + Sample.TaskId(id), Cancellation);
        Assert.Equal("endorse", Assert.IsType<CaseEvent.TaskDecided>(entry!.Event).Choice);
        Assert.Null(await journal.FindEntryAsync(id, "decided:nothing", Cancellation));
    }

    [Fact]
    public async Task An_unknown_case_is_null_and_takes_no_fact_but_its_deposit()
    {
        Assert.Null(await journal.FindAsync(id, Cancellation));
        Assert.Empty(await journal.ReadAsync(id, 0, 10, Cancellation));
        await Assert.ThrowsAsync<InvalidOperationException>(() => AppendAsync(Sample.Opened(id)));
        await AppendAsync(Sample.Deposit());
        await Assert.ThrowsAsync<InvalidOperationException>(() => AppendAsync(Sample.Deposit("another-key")));
        Assert.Single(await journal.ReadAsync(id, 0, 10, Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("décidé")]
    [InlineData("a\nb")]
    public async Task A_key_of_other_characters_is_refused(string key) =>
        await Assert.ThrowsAsync<ArgumentException>(() => AppendAsync(Sample.Deposit(key)));

    [Fact]
    public async Task A_long_state_is_cut_into_pieces_and_comes_back_whole()
    {
        var rows = Enumerable.Range(0, 500).Select(n => $"{n}-" + new string('x', 28)).ToArray();
        await AppendAsync(Sample.Deposit());
        var appended = await AppendAsync(
            new Fact("risk:1", new CaseEvent.AnswersRecorded(new AnswersRef("a", "1", Sample.Document, rows), [])),
            new Fact("risk:2", new CaseEvent.AnswersRecorded(new AnswersRef("b", "1", Sample.Document, [.. rows.Select(row => row + "😀")]), [])));

        Assert.Equivalent(appended.Case, await journal.FindAsync(id, Cancellation), strict: true);
        Assert.True(await StateLengthAsync() > LongText.Piece);
    }

    [Fact]
    public async Task Every_case_is_found_by_the_rebuild()
    {
        await AppendAsync(Sample.Deposit());
        var all = new List<CaseId>();
        await foreach (var one in journal.AllAsync(Cancellation))
            all.Add(one);
        Assert.Contains(id, all);
    }

    private Task<Appended> AppendAsync(params Fact[] facts) => journal.AppendAsync(id, facts, null, Cancellation);

    private async Task<int> StateLengthAsync()
    {
        TableEntity row = await store.Tables.GetTableClient(StorageNames.CasesTable)
            .GetEntityAsync<TableEntity>(id.Value, "head", cancellationToken: Cancellation);
        return LongText.Read(row, "State").Length;
    }
}
