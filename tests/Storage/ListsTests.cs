using Azure;
using Azure.Data.Tables;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Register;

namespace RegionSud.AiWorkflow.Tests.Storage;

// One after the other with the rebuild: its tests leave, for a moment, lines that cannot be read in the lists that all share.
[Collection("Lists")]
public sealed class ListsTests(StoreFixture store) : IClassFixture<StoreFixture>
{
    private readonly TableLists lists = new(store.Tables);
    private readonly CaseId id = Sample.NewCase();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_moves_from_list_to_list()
    {
        var first = Sample.Line(id, 2, Step.Need, Role.DirectorateHead, Role.Dtisu);
        await lists.PutAsync(first, Cancellation);
        Assert.Equivalent(first, await lists.FindAsync(id, Cancellation), strict: true);
        await InAsync(CaseListNames.All, CaseListNames.OfStep(Step.Need), CaseListNames.OfHolder(Role.Dtisu), CaseListNames.OfHolder(Role.DirectorateHead));

        await lists.PutAsync(first with { Version = 5, Step = Step.Qualification, Holders = [Role.Dsipn] }, Cancellation);
        await InAsync(CaseListNames.All, CaseListNames.OfStep(Step.Qualification), CaseListNames.OfHolder(Role.Dsipn));

        await lists.PutAsync(first with { Version = 9, Status = CaseStatus.Closed, End = EndState.Refused, Holders = [] }, Cancellation);
        await InAsync(CaseListNames.All, CaseListNames.Closed);
    }

    [Fact]
    public async Task An_older_line_changes_nothing()
    {
        await lists.PutAsync(Sample.Line(id, 5, Step.Qualification, Role.Dsipn), Cancellation);
        await lists.PutAsync(Sample.Line(id, 4, Step.Need, Role.Dtisu), Cancellation);

        Assert.Equal(5, (await lists.FindAsync(id, Cancellation))!.Version);
        await InAsync(CaseListNames.All, CaseListNames.OfStep(Step.Qualification), CaseListNames.OfHolder(Role.Dsipn));
    }

    [Fact]
    public async Task Lines_put_at_the_same_time_in_any_order_leave_the_newest_in_its_lists_alone()
    {
        var steps = Enum.GetValues<Step>();
        var lines = Enumerable.Range(1, 12).Select(version => Sample.Line(id, version, steps[version % steps.Length], version % 2 == 0 ? Role.Dsipn : Role.Dtisu));
        await Task.WhenAll(lines.Select(line => lists.PutAsync(line, Cancellation)));

        Assert.Equal(12, (await lists.FindAsync(id, Cancellation))!.Version);
        await InAsync(CaseListNames.All, CaseListNames.OfStep(steps[12 % steps.Length]), CaseListNames.OfHolder(Role.Dsipn));
        var page = await lists.ReadAsync(CaseListNames.OfHolder(Role.Dsipn), null, 200, Cancellation);
        Assert.Equal(12, page.Lines.Single(line => line.Id == id).Version);
    }

    [Fact]
    public async Task Lines_of_many_cases_put_at_the_same_time_share_their_writes_and_each_ends_in_its_own_lists()
    {
        var (before, after) = (Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString("N"));
        var cases = Enumerable.Range(0, 60).Select(_ => Sample.NewCase()).ToList();
        // The first goes alone; the others share their reads too, by hundreds.
        var requests = await Wire.CountAsync(() => PutAsync(one => Sample.Line(one, 2, Step.Need, Role.Dtisu) with { Models = [new ModelUse(before, "1")] }));
        Assert.InRange(requests, 4, 60);
        // Some leave lists, some stay, one is older than what is there, and one row that is to be taken out is gone already.
        await lists.PutAsync(Sample.Line(cases[7], 9, Step.Evaluation, Role.Dtisu), Cancellation);
        await store.Tables.GetTableClient(StorageNames.ListsTable).DeleteEntityAsync(TableKey.Escape(CaseListNames.OfModel(before)), TableKey.NewestFirst(cases[8]), cancellationToken: Cancellation);
        await PutAsync(one => Sample.Line(one, 5, Step.Qualification, Role.Dsipn) with { Models = [new ModelUse(after, "1")] });

        Assert.Equal(9, (await lists.FindAsync(cases[7], Cancellation))!.Version);
        foreach (var one in cases.Where(one => one != cases[7]))
            Assert.Equal(5, (await lists.FindAsync(one, Cancellation))!.Version);
        Assert.Empty((await lists.ReadAsync(CaseListNames.OfModel(before), null, 200, Cancellation)).Lines);
        var moved = (await lists.ReadAsync(CaseListNames.OfModel(after), null, 200, Cancellation)).Lines;
        Assert.Equal(cases.Where(one => one != cases[7]).Select(one => one.Value).Order(), moved.Select(line => line.Id.Value).Order());

        Task PutAsync(Func<CaseId, CaseLine> line) => Task.WhenAll(cases.Select(one => lists.PutAsync(line(one), Cancellation)));
    }

    [Fact]
    public async Task A_line_that_cannot_be_written_fails_for_who_put_it_and_the_next_is_written()
    {
        var closed = new TableLists(new TableServiceClient(store.Tables.Uri, new TableSharedKeyCredential("devstoreaccount1", Convert.ToBase64String(new byte[32])), new TableClientOptions { Retry = { MaxRetries = 0 } }));
        await Assert.ThrowsAsync<RequestFailedException>(() => closed.PutAsync(Sample.Line(id, 1, Step.Need), Cancellation));
        await Assert.ThrowsAsync<RequestFailedException>(() => closed.PutAsync(Sample.Line(id, 2, Step.Need), Cancellation));
    }

    [Fact]
    public async Task Of_lines_put_at_the_same_time_one_that_cannot_be_written_stops_no_other()
    {
        var model = Guid.NewGuid().ToString("N");
        var cases = Enumerable.Range(0, 20).Select(_ => Sample.NewCase()).ToList();
        var puts = cases.Select(one => lists.PutAsync(
            Sample.Line(one, 2, Step.Need) with { Title = one == cases[9] ? new string('t', 70_000) : "Titre", Models = [new ModelUse(model, "1")] }, Cancellation)).ToList();

        await Assert.ThrowsAsync<ArgumentException>(() => puts[9]);
        await Task.WhenAll(puts.Where(put => put != puts[9]));
        Assert.Equal(19, (await lists.ReadAsync(CaseListNames.OfModel(model), null, 200, Cancellation)).Lines.Count);
        Assert.Null(await lists.FindAsync(cases[9], Cancellation));
    }

    [Fact]
    public async Task What_a_put_that_stopped_midway_left_behind_is_cleared_by_its_repeat()
    {
        var newer = Sample.Line(id, 5, Step.Qualification, Role.Dsipn);
        await lists.PutAsync(newer, Cancellation);
        // As an older put leaves it when it stops before its last write: in a list where the case no longer is.
        await store.Tables.GetTableClient(StorageNames.ListsTable).UpsertEntityAsync(
            new Azure.Data.Tables.TableEntity("holder:Dgs", TableKey.NewestFirst(id)) { ["Line0"] = System.Text.Json.JsonSerializer.Serialize(newer, CaseEventJson.Options) },
            cancellationToken: Cancellation);

        await lists.PutAsync(Sample.Line(id, 3, Step.Arbitration, Role.Dgs), Cancellation);

        await InAsync(CaseListNames.All, CaseListNames.OfStep(Step.Qualification), CaseListNames.OfHolder(Role.Dsipn));
    }

    [Fact]
    public async Task A_list_is_read_page_by_page_newest_first_in_one_request_a_page()
    {
        var model = $"modèle {Guid.NewGuid():N}/1";
        var ids = Enumerable.Range(0, 5).Select(_ => Sample.NewCase()).ToArray();
        foreach (var one in ids)
            await lists.PutAsync(Sample.Line(one, 1, Step.Maintenance) with { Models = [new ModelUse(model, "1")] }, Cancellation);
        var list = CaseListNames.OfModel(model);

        var first = await lists.ReadAsync(list, null, 2, Cancellation);
        var second = await lists.ReadAsync(list, first.Next, 2, Cancellation);
        var third = await lists.ReadAsync(list, second.Next, 2, Cancellation);

        Assert.Equal(ids.Reverse(), first.Lines.Concat(second.Lines).Concat(third.Lines).Select(line => line.Id));
        Assert.Null(third.Next);
        Assert.Matches("^[A-Za-z0-9_-]+$", first.Next);
        Assert.Null((await lists.ReadAsync(list, null, 5, Cancellation)).Next);
        Assert.Equal(1, await Wire.CountAsync(() => lists.ReadAsync(list, first.Next, 2, Cancellation)));
        await Assert.ThrowsAsync<ArgumentException>(() => lists.ReadAsync(list, "' or 1 eq 1", 2, Cancellation));
    }

    [Fact]
    public void Cases_of_a_later_year_and_of_a_higher_number_come_first()
    {
        CaseId[] expected = [CaseId.Of(2027, 1), CaseId.Of(2026, 10_000), CaseId.Of(2026, 9_999), CaseId.Of(2026, 1)];
        Assert.Equal(expected, expected.Reverse().OrderBy(TableKey.NewestFirst, StringComparer.Ordinal));
    }

    private async Task InAsync(params string[] expected)
    {
        string[] every =
        [
            CaseListNames.All, CaseListNames.Closed,
            .. Enum.GetValues<Step>().Select(CaseListNames.OfStep), .. Enum.GetValues<Role>().Select(CaseListNames.OfHolder),
        ];
        var found = new List<string>();
        foreach (var list in every)
        {
            var page = await lists.ReadAsync(list, null, 200, Cancellation);
            if (page.Lines.Any(line => line.Id == id))
                found.Add(list);
        }

        Assert.Equal(expected.Order(), found.Order());
    }
}
