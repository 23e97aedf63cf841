using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Local;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Kills;

/// <summary><c>kill -9</c> in the middle of bringing a model's change to many cases: after the restart every case has it once, and nobody was asked twice.</summary>
[Trait("Category", "Slow")]
public sealed class ModelChangeKillTests : IAsyncLifetime
{
    // Two pages.
    private const int Cases = 55;

    private readonly string data = Directory.CreateTempSubdirectory("aiworkflow-change-killed-").FullName;
    private readonly int port = FreePorts.InRow(4);
    private Azurite azurite = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => azurite = await Azurite.StartAsync(new AzuriteSettings(data));

    public async ValueTask DisposeAsync()
    {
        await azurite.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Killed_in_the_middle_of_a_fan_out_every_case_has_the_change_once()
    {
        await using (var site = await DirectSite.StartAsync(azurite.ConnectionString, TimeSpan.FromHours(1)))
            await LiveCases.PutAsync(site, Cases, Cancellation);

        using var visitor = new SiteVisitor(port);
        await using (var dying = await StartAsync("--Faults:PauseAt=recorded/model:*"))
        {
            await visitor.ChangeModelAsync(LiveCases.Model, "2026-06");
            await dying.SaysAsync("Paused at");
            await dying.KillAsync();
        }

        await using var host = await StartAsync();
        // Asked of DSIPN once for all; told to DTISU once for all.
        await using var looking = Looking();
        var files = looking.GetRequiredService<CaseFiles>();
        for (var number = 1; number <= Cases; number++)
            await Eventually.Get(() => files.GetAsync(LiveCases.IdOf(number), Cancellation), useCase => !useCase.Tasks.IsEmpty, TimeSpan.FromSeconds(120));
        await LiveCases.AssertOnceEachAsync(looking, Cases, Cancellation);
        var outbox = looking.GetRequiredService<TableOutbox>();
        var mails = await Eventually.Get(
            async () => (await Task.WhenAll(Enumerable.Range(1, Cases).Select(number => outbox.ListAsync(LiveCases.IdOf(number), Cancellation)))).SelectMany(list => list).ToList(),
            found => found.Exists(mail => mail.MailId.Contains(".told.", StringComparison.Ordinal)), TimeSpan.FromSeconds(120));
        Assert.Single(mails, mail => mail.MailId.Contains(".asked.", StringComparison.Ordinal));
        Assert.Single(mails, mail => mail.MailId.Contains(".told.", StringComparison.Ordinal));
    }

    private Task<HostProcess> StartAsync(params string[] more) => HostProcess.StartAsync(
        ["--port", $"{port}", "--data", Path.Combine(data, "host"), "--day", "1h", "--Engine:LockTime=10s", $"--Storage:ConnectionString={azurite.ConnectionString}", .. more]);

    // Reads only: a site of its own would sweep.
    private ServiceProvider Looking() => AppServices.On(azurite.ConnectionString).BuildServiceProvider();
}
