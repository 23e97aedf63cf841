using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;

namespace RegionSud.AiWorkflow.Tests.Storage;

public sealed class DocumentsTests(StoreFixture store) : IClassFixture<StoreFixture>
{
    private readonly BlobDocuments documents = new(store.Blobs);
    private readonly CaseId id = Sample.NewCase();
    private readonly byte[] content = "Expression du besoin"u8.ToArray();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_document_comes_back_as_it_was_and_a_second_put_changes_nothing()
    {
        var document = await documents.PutAsync(id, content, "application/pdf", Cancellation);
        var before = await PropertiesAsync(document);
        Assert.Equal(document, await documents.PutAsync(id, content, "application/pdf", Cancellation));

        Assert.Equal(content, (await documents.GetAsync(id, document, Cancellation))!.Value.ToArray());
        var after = await PropertiesAsync(document);
        Assert.Equal(("application/pdf", before.ETag), (after.ContentType, after.ETag));
        Assert.Equal(content.Length, document.Length);
    }

    [Fact]
    public async Task A_document_whose_bytes_changed_is_refused()
    {
        var document = await documents.PutAsync(id, content, "application/pdf", Cancellation);
        await Blob(document).UploadAsync(BinaryData.FromString("Un autre besoin"), overwrite: true, Cancellation);

        await Assert.ThrowsAsync<InvalidDataException>(() => documents.GetAsync(id, document, Cancellation));
    }

    [Fact]
    public async Task An_erased_document_leaves_the_chain_sound()
    {
        var journal = new TableJournal(store.Tables, store.Time);
        var document = await documents.PutAsync(id, content, "application/json", Cancellation);
        var answers = new Fact("answers:1", new CaseEvent.AnswersRecorded(new AnswersRef("need", "1", document, []), []));
        await journal.AppendAsync(id, [Sample.Deposit(), answers], null, Cancellation);

        await Blob(document).DeleteAsync(cancellationToken: Cancellation);

        Assert.Null(await documents.GetAsync(id, document, Cancellation));
        Assert.Null(Chain.FirstBroken(id, await journal.ReadAsync(id, 0, 500, Cancellation)));
    }

    private BlobClient Blob(DocumentRef document) =>
        store.Blobs.GetBlobContainerClient(StorageNames.CasesContainer).GetBlobClient($"{id}/{document.Sha256}");

    private async Task<BlobProperties> PropertiesAsync(DocumentRef document) => (await Blob(document).GetPropertiesAsync(cancellationToken: Cancellation)).Value;
}
