using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>
/// Many mails at once, some of them twice, some from machines, some broken: exactly the right cases, one receipt each, nothing lost.
/// <c>MAIL_STORM=1000</c> makes it a storm of that many.
/// </summary>
public sealed class MailStormScenarios(LocalHostFixture fixture, ITestOutputHelper output) : MailScenario(fixture)
{
    private const int Clients = 20;

    /// <summary>Whether a storm of another size was asked for, on a host of its own.</summary>
    public static bool IsLarge => Environment.GetEnvironmentVariable("MAIL_STORM") is { Length: > 0 };

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Every_mail_of_a_storm_ends_where_it_belongs_once()
    {
        var total = int.TryParse(Environment.GetEnvironmentVariable("MAIL_STORM"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 20;
        var (duplicates, machines, broken) = (total / 10, total / 20, total / 20);
        var needs = Enumerable.Range(0, total - duplicates - machines - broken)
            .Select(number => Content(Mail($"Besoin {number} {Guid.NewGuid():N}", "Voir le formulaire.", $"agent{number}@lycees.region.example", ("besoin.pdf", NeedPdf())))).ToList();
        var bodies = new ConcurrentQueue<(string Kind, MultipartFormDataContent Body)>(
        [
            .. needs.Select(body => ("need", body)),
            .. needs.Take(duplicates).Select(body => ("again", body)),
            .. Enumerable.Range(0, machines).Select(number => ("machine", Content(Machine(number)))),
            .. Enumerable.Range(0, broken).Select(_ => ("broken", Unreadable())),
        ]);
        var (results, times) = (new ConcurrentBag<(string Kind, string Verdict, string? Case)>(), new ConcurrentBag<double>());
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            while (bodies.TryDequeue(out var next))
            {
                var begun = clock.Elapsed;
                var kept = await BringAsync(next.Body);
                times.Add((clock.Elapsed - begun).TotalMilliseconds);
                results.Add((next.Kind, kept.GetProperty("verdict").GetString()!, kept.GetProperty("caseId").GetString()));
            }
        }));
        var took = clock.Elapsed;

        var cases = results.Where(result => result.Kind is "need" or "again").ToList();
        Assert.All(cases, result => Assert.Equal("Taken", result.Verdict));
        var ids = cases.Select(result => result.Case!).Distinct().ToList();
        Assert.Equal(needs.Count, ids.Count);
        Assert.All(results.Where(result => result.Kind == "machine"), result => Assert.Equal("Dropped", result.Verdict));
        Assert.All(results.Where(result => result.Kind == "broken"), result => Assert.Equal("Quarantined", result.Verdict));
        foreach (var id in ids)
            await Eventually.Get(async () => (await Client.MailsAsync(id, Cancellation)).Any(mail => mail.Subject.Contains("Votre expression du besoin est enregistrée", StringComparison.Ordinal)), told => told, Patience);
        var received = clock.Elapsed;
        foreach (var id in ids)
            Assert.Single(await Client.MailsAsync(id, Cancellation), mail => mail.Subject.EndsWith("Votre expression du besoin est enregistrée", StringComparison.Ordinal));
        // The host is shared, and a case that waits has its reminders: none is left behind.
        foreach (var id in IsLarge ? [] : ids)
            await DecideAsync(id, "endorse", "decline");
        var sorted = times.Order().ToList();
        output.WriteLine($"{total} mails by {Clients} clients in {took.TotalSeconds:F1} s: {total / took.TotalSeconds:F0} a second, p50 {sorted[sorted.Count / 2]:F0} ms, p95 {sorted[(int)(sorted.Count * 0.95)]:F0} ms; the last receipt after {received.TotalSeconds:F0} s.");
    }

    private static TimeSpan Patience => TimeSpan.FromMinutes(IsLarge ? 10 : 2);

    private static MimeKit.MimeMessage Machine(int number)
    {
        var mail = Mail($"Absence {number}", "Je suis absente.");
        mail.Headers.Add("Auto-Submitted", "auto-replied");
        return mail;
    }

    private static MultipartFormDataContent Unreadable() =>
        new() { { new ByteArrayContent([.. Guid.NewGuid().ToByteArray().Select(b => (byte)(b | 0x80))]), "email" } };
}
