using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Step1Need;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Storage;

/// <summary>The front desk dies behind each of its effects in turn, found by counting them: what was handed in is one case all the same.</summary>
public sealed class FrontDeskCrashTests(StoreFixture store, AzuriteFixture azurite) : IClassFixture<StoreFixture>
{
    private const int MostEffects = 40;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_behind_any_effect_of_a_deposit_it_is_one_case_with_all_its_files_and_one_start()
    {
        var healthy = Desk(store.Tables, store.Blobs);
        var effects = 0;
        for (var last = 1; last <= MostEffects; last++)
        {
            var deposit = new Deposit("upload", new DepositedFile("besoin.pdf", Guid.NewGuid().ToByteArray(), "application/pdf"), "finances", $"{Guid.NewGuid():N}@region.example")
            {
                Enclosures = [new DepositedFile("annexe.txt", Guid.NewGuid().ToByteArray(), "application/octet-stream")],
            };
            var death = new DeathAfter(last);
            var survived = await TakeAsync(Desk(Dying(new TableClientOptions(), death), Dying(new BlobClientOptions(), death)), deposit);

            // The person got no answer and hands it in again, twice at once.
            var receipts = await Task.WhenAll(healthy.Desk.TakeAsync(deposit, new DateOnly(2026, 11, 26), Cancellation), healthy.Desk.TakeAsync(deposit, new DateOnly(2026, 11, 26), Cancellation));
            var id = Assert.Single(receipts.Select(receipt => receipt.CaseId).Distinct());
            Assert.True(receipts.Count(receipt => receipt.IsNew) <= 1, $"opened twice after effect {last}");
            await IsWholeAsync(healthy.Files, id, deposit);
            if (survived)
            {
                Assert.DoesNotContain(receipts, receipt => receipt.IsNew);
                effects = last - 1;
                break;
            }
        }

        // Number and fingerprint, person, three documents, wake, journal, line: fewer would mean that the count counts nothing.
        Assert.InRange(effects, 8, MostEffects);
    }

    private async Task IsWholeAsync(CaseFiles files, CaseId id, Deposit deposit)
    {
        var useCase = await files.GetAsync(id, Cancellation);
        var received = await files.ReceivedAsync(id, Cancellation);
        Assert.Equal(["besoin.pdf", "annexe.txt"], received.Select(file => file.Name));
        Assert.Equal(deposit.Form.Content.ToArray(), (await files.ReadBytesAsync(id, useCase.Original, Cancellation))!.Value.ToArray());
        var journal = await new TableJournal(store.Tables, store.Time).ReadAsync(id, 0, 10, Cancellation);
        Assert.Equal([typeof(CaseEvent.NeedDeposited), typeof(CaseEvent.DocumentsReceived)], journal.Select(entry => entry.Event.GetType()));
        Assert.NotNull(await new TableLists(store.Tables).FindAsync(id, Cancellation));
        // What starts its life when nobody else does.
        var wakes = 0;
        await foreach (var (wake, _) in new TableWakes(store.Tables, store.Time).LeftoversAsync(DateTimeOffset.MaxValue, Cancellation))
            wakes += wake.CaseId == id ? 1 : 0;
        Assert.Equal(1, wakes);
    }

    private static async Task<bool> TakeAsync((DepositDesk Desk, CaseFiles Files) dying, Deposit deposit)
    {
        try
        {
            await dying.Desk.TakeAsync(deposit, new DateOnly(2026, 11, 26), Cancellation);
            return true;
        }
        catch (KilledException)
        {
            return false;
        }
    }

    private (DepositDesk Desk, CaseFiles Files) Desk(TableServiceClient tables, BlobServiceClient blobs)
    {
        var documents = new BlobDocuments(blobs);
        var files = new CaseFiles(new TableJournal(tables, store.Time), documents, new TableLists(tables));
        return (new DepositDesk(files, documents, new TableDeposits(tables), new TablePeople(tables, Sample.Rules), new TableWakes(tables, store.Time)), files);
    }

    private TableServiceClient Dying(TableClientOptions options, DeathAfter death)
    {
        options.AddPolicy(death, HttpPipelinePosition.PerCall);
        return new TableServiceClient(azurite.ConnectionString, options);
    }

    private BlobServiceClient Dying(BlobClientOptions options, DeathAfter death)
    {
        options.AddPolicy(death, HttpPipelinePosition.PerCall);
        return new BlobServiceClient(azurite.ConnectionString, options);
    }
}
