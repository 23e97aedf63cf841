using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Storage;

public sealed class RegistrationTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task What_one_host_protected_another_one_reads()
    {
        await using var first = Host(("Storage:ConnectionString", azurite.ConnectionString));
        await using var second = Host(("Storage:ConnectionString", azurite.ConnectionString));

        var link = first.GetRequiredService<IDataProtectionProvider>().CreateProtector("links").Protect("IA-2026-0042");
        Assert.Equal("IA-2026-0042", second.GetRequiredService<IDataProtectionProvider>().CreateProtector("links").Unprotect(link));
        Assert.NotEmpty(second.GetRequiredService<BlobKeyRing>().GetAllElements());
    }

    [Theory]
    [InlineData("Storage:ConnectionString")]
    [InlineData("Storage:AccountName")]
    public async Task Every_port_of_the_storage_has_its_adapter(string setting)
    {
        await using var host = Host((setting, setting == "Storage:AccountName" ? "staiworkflow" : azurite.ConnectionString));

        Type[] ports = [typeof(ICaseJournal), typeof(IDocuments), typeof(IModelDocuments), typeof(IPeople), typeof(ICaseLists), typeof(IWakes), typeof(IDeposits), typeof(IModelInventory), typeof(IWeights), typeof(ILawLooks)];
        Assert.All(ports, port => Assert.Same(host.GetRequiredService(port), host.GetRequiredService(port)));
        Assert.NotNull(host.GetRequiredService<TableOutbox>());
    }

    [Fact]
    public void Without_an_account_the_start_says_what_to_set()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Host());
        Assert.Contains("Storage:AccountName", refusal.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Host(params (string Key, string Value)[] settings) => new ServiceCollection()
        .AddLogging()
        .AddSingleton(Sample.Rules)
        .AddStorage(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(one => one.Key, one => (string?)one.Value)).Build())
        .BuildServiceProvider(validateScopes: true);
}
