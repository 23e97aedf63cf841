using Azure.Data.Tables;
using RegionSud.AiWorkflow.Local;

namespace RegionSud.AiWorkflow.Tests.Infrastructure;

public sealed class AzuriteTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("aiworkflow-azurite-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_was_acknowledged_is_there_after_a_stop_and_a_start_on_the_same_ports()
    {
        AzuriteSettings again;
        await using (var first = await Azurite.StartAsync(new AzuriteSettings(folder), Cancellation))
        {
            var table = new TableServiceClient(first.ConnectionString).GetTableClient("kept");
            await table.CreateAsync(Cancellation);
            await table.AddEntityAsync(new TableEntity("p", "r") { ["word"] = "gardé" }, Cancellation);
            again = OnPortsOf(first);
            await first.StopAsync();
            Assert.True(first.Ended.IsCompletedSuccessfully);
        }

        await using var second = await Azurite.StartAsync(again, Cancellation);
        var kept = await new TableServiceClient(second.ConnectionString).GetTableClient("kept")
            .GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancellation);
        Assert.Equal("gardé", kept.Value.GetString("word"));
    }

    [Fact]
    public async Task A_start_waits_for_the_ports_of_an_emulator_that_is_still_saving()
    {
        await using var first = await Azurite.StartAsync(new AzuriteSettings(folder), Cancellation);
        var next = Azurite.StartAsync(OnPortsOf(first), Cancellation);
        await first.StopAsync();

        await using var second = await next;
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(first.ConnectionString, second.ConnectionString);
    }

    [Fact]
    public async Task A_missing_package_is_told_with_the_command_that_installs_it()
    {
        var problem = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Azurite.StartAsync(new AzuriteSettings(folder) { Root = folder }, Cancellation));

        Assert.Contains("npm ci", problem.Message, StringComparison.Ordinal);
    }

    private AzuriteSettings OnPortsOf(Azurite azurite)
    {
        int Port(string endpoint) => new Uri(
            azurite.ConnectionString.Split(';').Single(part => part.StartsWith(endpoint + "=", StringComparison.Ordinal))[(endpoint.Length + 1)..]).Port;
        return new AzuriteSettings(folder) { BlobPort = Port("BlobEndpoint"), QueuePort = Port("QueueEndpoint"), TablePort = Port("TableEndpoint") };
    }
}
