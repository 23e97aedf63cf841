using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;

namespace RegionSud.AiWorkflow.Tests.Storage;

public sealed class DepositsTests(StoreFixture store) : IClassFixture<StoreFixture>
{
    private readonly TableDeposits deposits = new(store.Tables);
    private readonly int year = Sample.NewYear();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_document_of_a_year_is_number_one_and_the_same_document_joins_it()
    {
        var fingerprint = Sample.NewFingerprint();
        Assert.Equal((CaseId.Of(year, 1), true), await deposits.ReserveAsync(fingerprint, year, Cancellation));
        Assert.Equal((CaseId.Of(year, 1), false), await deposits.ReserveAsync(fingerprint, year + 1, Cancellation));
        Assert.Equal((CaseId.Of(year, 2), true), await deposits.ReserveAsync(Sample.NewFingerprint(), year, Cancellation));
    }

    [Fact]
    public async Task Ten_identical_documents_at_once_give_one_case()
    {
        var fingerprint = Sample.NewFingerprint();
        var reserved = await Task.WhenAll(Enumerable.Range(1, 10).Select(_ => deposits.ReserveAsync(fingerprint, year, Cancellation)));

        Assert.Single(reserved.Select(one => one.Id).Distinct());
        Assert.Single(reserved, one => one.IsNew);
    }

    [Fact]
    public async Task Twenty_different_documents_at_once_give_twenty_numbers()
    {
        var reserved = await Task.WhenAll(Enumerable.Range(1, 20).Select(_ => deposits.ReserveAsync(Sample.NewFingerprint(), year, Cancellation)));

        Assert.Equal(Enumerable.Range(1, 20).Select(number => CaseId.Of(year, number)), reserved.Select(one => one.Id).OrderBy(id => id.Value));
        Assert.All(reserved, one => Assert.True(one.IsNew));
    }

    [Fact]
    public async Task What_is_not_a_fingerprint_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => deposits.ReserveAsync("AB" + new string('0', 62), year, Cancellation));
}
