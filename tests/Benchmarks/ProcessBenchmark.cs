using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Mails;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Benchmarks;

/// <summary>
/// What the process costs beside the bare engine, on one emulator in one run: read the ratios and the requests, not the times. Run by
/// <c>./test --bench</c>; asserts nothing about time.
/// </summary>
[Trait("Category", "Benchmark")]
public sealed class ProcessBenchmark(ITestOutputHelper output) : CountedStorage
{
    private const int Cases = 20;
    private const int LongJournal = 300;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    /// <summary>A busy machine measures fewer, never longer: the whole stays under two minutes.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(12);

    private readonly Arrivals mails = new();

    [Fact(Explicit = true)]
    public async Task Deposits_and_decisions_beside_the_bare_engine()
    {
        var rows = new List<Measure>();
        Measure bare;
        await using (var engine = await BareEngine.StartAsync(ConnectionString))
        {
            await engine.RaiseAsync((await engine.WaitingAsync(1))[0]);
            var idle = await IdleAsync();
            var ids = await engine.WaitingAsync(Cases);
            bare = await MeasureAsync("bare engine: event → activity", idle, ids, id => (engine.RaiseAsync(id), Task.CompletedTask));
        }

        await using var site = await DirectSite.StartAsync(ConnectionString, TimeSpan.FromHours(1), builder =>
        {
            Counted(builder.Services);
            builder.Services.AddSingleton<IMailTransport>(new Signalling(mails));
        });
        var warm = await site.Visitor.DepositAsync();
        await Decide(site, await PageAsync(site, warm, "endorse", "endorse"), "review").Sent;
        var pause = await IdleAsync();

        var cases = new List<string>();
        rows.Add(await MeasureAsync("deposit → receipt mail", pause, Enumerable.Range(0, Cases), _ => (DepositAsync(site, cases), Task.CompletedTask)));
        var endorsements = new List<Filing>();
        foreach (var id in cases)
            endorsements.Add(await PageAsync(site, id, "endorse", "endorse"));
        rows.Add(await MeasureAsync("decision → next task’s mail", pause, endorsements, page => Decide(site, page, "review")));

        var endorsed = cases.Take(rows[^1].Count).ToList();
        var half = endorsed.Count / 2;
        foreach (var id in endorsed.Skip(half))
            await LengthenAsync(site, CaseId.Parse(id));
        var reviews = new List<Filing>();
        foreach (var id in endorsed)
            reviews.Add(await PageAsync(site, id, "review", "pass"));
        rows.Add(await MeasureAsync("decision to the next step, 10 entries", pause, reviews.Take(half), page => Decide(site, page, "qualify")));
        rows.Add(await MeasureAsync($"decision to the next step, {LongJournal}", pause, reviews.Skip(half), page => Decide(site, page, "qualify")));

        Print(bare, rows, pause);
    }

    private async Task<Pace> IdleAsync()
    {
        await SettleAsync();
        var (before, since) = (Count.Now, Stopwatch.StartNew());
        await Task.Delay(Idle, Cancellation);
        return new Pace((Count.Now.All - before.All) / since.Elapsed.TotalSeconds, (Count.Now.Own - before.Own) / since.Elapsed.TotalSeconds);
    }

    /// <summary>Does something once for each, one after the other, and counts what it costs above the idle pace. Timed until it is reached.</summary>
    private async Task<Measure> MeasureAsync<T>(string name, Pace idle, IEnumerable<T> each, Func<T, (Task Reached, Task Answered)> act)
    {
        await SettleAsync();
        var (before, since, times) = (Count.Now, Stopwatch.StartNew(), new List<double>());
        foreach (var one in each)
        {
            if (since.Elapsed > Budget && times.Count > 2)
                break;
            var start = Stopwatch.GetTimestamp();
            var (reached, answered) = act(one);
            await reached;
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await answered;
        }

        // What comes after the mail belongs to the same act: marks, histories, the next wait.
        await SettleAsync();
        var (after, seconds) = (Count.Now, since.Elapsed.TotalSeconds);
        times.Sort();
        return new Measure(
            name,
            times.Count,
            times[times.Count / 2],
            times[(int)Math.Ceiling(times.Count * 0.95) - 1],
            (after.All - before.All - (idle.All * seconds)) / times.Count,
            (after.Own - before.Own - (idle.Own * seconds)) / times.Count);
    }

    /// <summary>Waits until the traffic is down to polling: under five requests in each of two half seconds. Ten seconds at most.</summary>
    private async Task SettleAsync()
    {
        for (var (attempt, quiet) = (0, 0); attempt < 20 && quiet < 2; attempt++)
        {
            var before = Count.Now.All;
            await Task.Delay(TimeSpan.FromMilliseconds(500), Cancellation);
            quiet = Count.Now.All - before < 5 ? quiet + 1 : 0;
        }
    }

    private async Task<Filing> PageAsync(DirectSite site, string id, string kind, string choice)
    {
        return new Filing(id, await site.Visitor.FillAsync(await MailAsync(id, kind), choice));
    }

    private async Task DepositAsync(DirectSite site, List<string> cases)
    {
        cases.Add(await site.Visitor.DepositAsync());
        await MailAsync(cases[^1], "receipt");
    }

    /// <summary>Sends a decision: the next mail, and the answer that the person gets (the page that shows the decision, after a redirection).</summary>
    private (Task Sent, Task Answered) Decide(DirectSite site, Filing page, string next) => (MailAsync(page.CaseId, next), site.Visitor.SendAsync(page.Form));

    private Task<string> MailAsync(string id, string kind) => mails.Of($"{id} {kind}").WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

    private static async Task LengthenAsync(DirectSite site, CaseId id)
    {
        var journal = site.Services.GetRequiredService<ICaseJournal>();
        for (var known = (await journal.FindAsync(id, Cancellation))!.Version; known < LongJournal; known += 20)
        {
            var facts = Enumerable.Range(0, (int)Math.Min(20, LongJournal - known))
                .Select(number => new Fact(string.Create(CultureInfo.InvariantCulture, $"bench:{known + number}"), new CaseEvent.TaskReminded("bench", 1, false)));
            await journal.AppendAsync(id, [.. facts], null, Cancellation);
        }
    }

    private void Print(Measure bare, List<Measure> rows, Pace idle)
    {
        var table = new StringBuilder("\n");
        table.AppendLine(CultureInfo.InvariantCulture, $"{"",-40}{"n",4}{"p50",8}{"p95",8}{"× bare",8}{"requests",13}{"ours",7}{"engine",8}");
        foreach (var row in rows.Prepend(bare))
        {
            table.AppendLine(
                CultureInfo.InvariantCulture,
                $"{row.Name,-40}{row.Count,4}{row.P50,5:0} ms{row.P95,5:0} ms{row.P50 / bare.P50,8:0.0}{row.All,13:0.0}{row.Own,7:0.0}{row.All - row.Own,8:0.0}");
        }

        table.AppendLine(CultureInfo.InvariantCulture, $"{"idle, per minute",-68}{idle.All * 60,13:0}{idle.Own * 60,7:0}{(idle.All - idle.Own) * 60,8:0}");
        table.Append("Requests are storage requests per act, above the idle pace; entries are those of the case’s journal. Read the ratios, not the times.");
        output.WriteLine(table.ToString());
    }

    private sealed record Pace(double All, double Own);

    private sealed record Measure(string Name, int Count, double P50, double P95, double All, double Own);

    private sealed record Filing(string CaseId, Filled Form);

    /// <summary>Takes every mail and says which came: the outbox has it then.</summary>
    private sealed class Signalling(Arrivals arrivals) : IMailTransport
    {
        public Task SendAsync(OutboxMail mail, CancellationToken cancellation)
        {
            var parts = mail.MailId.Split('.');
            if (parts is [_, "receipt"])
                arrivals.Reach($"{parts[0]} receipt");
            else if (parts is [_, _, _, var kind, _, "asked", _])
                arrivals.Reach($"{parts[0]} {kind}", mail.Links.First(link => link.Contains("/taches/", StringComparison.Ordinal)));
            return Task.CompletedTask;
        }
    }
}
