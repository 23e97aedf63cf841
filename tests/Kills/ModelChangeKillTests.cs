using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Local;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Kills;

/// <summary><c>kill -9</c> in the middle of bringing a model's change to many cases: after the restart every case has it once, and nobody was asked twice.</summary>
[Trait("Category", "Slow")]
public sealed class ModelChangeKillTests(ITestOutputHelper output) : IAsyncLifetime
{
    // Two pages.
    private const int Few = 55;

    private static readonly int Many = int.Parse(Environment.GetEnvironmentVariable("CASES") ?? "500", CultureInfo.InvariantCulture);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(60);

    private readonly string data = Directory.CreateTempSubdirectory("aiworkflow-change-killed-").FullName;
    private readonly int port = FreePorts.InRow(4);
    private Azurite azurite = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => azurite = await Azurite.StartAsync(new AzuriteSettings(data) { Saves = false });

    public async ValueTask DisposeAsync()
    {
        await azurite.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Killed_in_the_middle_of_a_fan_out_every_case_has_the_change_once()
    {
        await PutAsync(Few);
        await using (var dying = await StartAsync("--Faults:PauseAt=recorded/model:*"))
        {
            await ChangeAsync();
            await dying.SaysAsync("Paused at");
            await dying.KillAsync();
        }

        await using var host = await StartAsync();
        await using var looking = Looking();
        await AllAskedAsync(looking, Few);
        await AssertOnceEachAsync(looking, Few);
    }

    /// <summary>As many as <c>CASES</c> says, the host killed when half of them are asked.</summary>
    [Fact(Explicit = true)]
    [Trait("Category", "Benchmark")]
    public async Task Killed_when_half_of_many_cases_are_asked_every_case_has_the_change_once()
    {
        await PutAsync(Many);
        await using var looking = Looking();
        var since = Stopwatch.StartNew();
        await using (var dying = await StartAsync())
        {
            await ChangeAsync();
            since.Restart();
            // Newest first.
            await AskedAsync(looking, Many / 2);
            await dying.KillAsync();
        }

        var (half, asked) = (since.Elapsed, await AskedOfAsync(looking, Many));
        since.Restart();
        await using var host = await StartAsync();
        await AllAskedAsync(looking, Many);
        var rest = since.Elapsed;
        await AssertOnceEachAsync(looking, Many);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{Many} live cases, one model: killed after {half.TotalSeconds:0.0} s, with {asked} asked; all asked {rest.TotalSeconds:0.0} s after the restart was begun, each once, one mail a person."));
    }

    private async Task PutAsync(int cases)
    {
        await using var site = await DirectSite.StartAsync(azurite.ConnectionString, TimeSpan.FromHours(1));
        await LiveCases.PutAsync(site, cases, Cancellation);
    }

    private async Task ChangeAsync()
    {
        using var visitor = new SiteVisitor(port);
        await visitor.ChangeModelAsync(LiveCases.Model, "2026-06");
    }

    private static async Task AllAskedAsync(ServiceProvider looking, int cases)
    {
        for (var number = cases; number >= 1; number--)
            await AskedAsync(looking, number);
    }

    private static Task<UseCase> AskedAsync(ServiceProvider looking, int number) => Eventually.Get(
        () => looking.GetRequiredService<CaseFiles>().GetAsync(LiveCases.IdOf(number), Cancellation), useCase => !useCase.Tasks.IsEmpty, Patience);

    private static async Task<int> AskedOfAsync(ServiceProvider looking, int cases)
    {
        var asked = 0;
        for (var number = 1; number <= cases; number++)
            asked += (await looking.GetRequiredService<CaseFiles>().GetAsync(LiveCases.IdOf(number), Cancellation)).Tasks.IsEmpty ? 0 : 1;
        return asked;
    }

    // Asked of DSIPN once for all; told to DTISU once for all.
    private static async Task AssertOnceEachAsync(ServiceProvider looking, int cases)
    {
        await LiveCases.AssertOnceEachAsync(looking, cases, Cancellation);
        var mails = await Eventually.Get(
            () => MailsAsync(looking, cases), found => found.Exists(mail => mail.MailId.Contains(".told.", StringComparison.Ordinal)), TimeSpan.FromSeconds(120));
        Assert.Single(mails, mail => mail.MailId.Contains(".asked.", StringComparison.Ordinal));
        Assert.Single(mails, mail => mail.MailId.Contains(".told.", StringComparison.Ordinal));
    }

    private static async Task<List<OutboxMail>> MailsAsync(ServiceProvider looking, int cases)
    {
        var (outbox, mails) = (looking.GetRequiredService<TableOutbox>(), new List<OutboxMail>());
        foreach (var some in Enumerable.Range(1, cases).Chunk(50))
            mails.AddRange((await Task.WhenAll(some.Select(number => outbox.ListAsync(LiveCases.IdOf(number), Cancellation)))).SelectMany(list => list));
        return mails;
    }

    private Task<HostProcess> StartAsync(params string[] more) => HostProcess.StartAsync(
        ["--port", $"{port}", "--data", Path.Combine(data, "host"), "--day", "1h", "--Engine:LockTime=10s", $"--Storage:ConnectionString={azurite.ConnectionString}", .. more]);

    // Reads only: a site of its own would sweep.
    private ServiceProvider Looking() => AppServices.On(azurite.ConnectionString).BuildServiceProvider();
}
