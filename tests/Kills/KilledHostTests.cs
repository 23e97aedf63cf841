using MimeKit;
using RegionSud.AiWorkflow.Tests.Infrastructure;
using RegionSud.AiWorkflow.Tests.Mails;
using SmtpServer.Protocol;

namespace RegionSud.AiWorkflow.Tests.Kills;

/// <summary>
/// <c>kill -9</c> of the real local host, then a start on the same data: the case goes on, nothing is lost, nobody is asked twice. The mails are
/// counted where they arrive, at a mail server that outlives the host.
/// </summary>
[Trait("Category", "Slow")]
public sealed class KilledHostTests : IAsyncLifetime
{
    private readonly string data = Directory.CreateTempSubdirectory("aiworkflow-killed-").FullName;
    private readonly int port = FreePorts.InRow(4);
    private readonly MailServer mails = new(SmtpResponse.Ok);
    private readonly SiteVisitor visitor;
    private HostProcess? host;

    public KilledHostTests() => visitor = new SiteVisitor(port);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        visitor.Dispose();
        if (host is not null)
            await host.DisposeAsync();
        await mails.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Killed_while_it_waits_for_a_decision_it_takes_that_decision_after_the_restart()
    {
        await StartAsync();
        var id = await visitor.DepositAsync();
        await visitor.AskedAsync(id, "endorse");

        await RestartAsync();
        await visitor.DecideAsync(id, "endorse", "endorse");

        await GoesOnAsync(id);
        await NobodyWasAskedTwiceAsync(id);
    }

    [Theory]
    [InlineData("recorded/deposited")]
    [InlineData("sending/*.receipt")]
    public async Task Killed_at_the_front_desk_it_makes_one_case_and_one_receipt_of_what_was_handed_in(string place)
    {
        await StartAsync(place);
        var need = SiteVisitor.Need();
        var lost = visitor.HandInAsync(need);
        await host!.SaysAsync("Paused at");

        await RestartAsync();
        if (place == "recorded/deposited")
            await Assert.ThrowsAnyAsync<Exception>(() => lost);
        // Whether the person got an answer or not, they hand it in again.
        var id = await visitor.HandInAsync(need);
        await visitor.DecideAsync(id, "endorse", "endorse");

        await GoesOnAsync(id);
        await NobodyWasAskedTwiceAsync(id);
        Assert.EndsWith("-0001", id, StringComparison.Ordinal);
        Assert.Single(await visitor.JournalAsync(id), entry => entry.Type == "NeedDeposited");
    }

    [Theory]
    [InlineData("recorded/opened:*.review.1")]
    [InlineData("sending/*.review.1.asked.*")]
    public async Task Killed_in_the_middle_of_an_activity_it_finishes_it_after_the_restart(string place)
    {
        await StartAsync(place);
        var id = await visitor.DepositAsync();
        await visitor.DecideAsync(id, "endorse", "endorse");
        await host!.SaysAsync("Paused at");

        await RestartAsync();

        await GoesOnAsync(id);
        await NobodyWasAskedTwiceAsync(id);
    }

    [Fact]
    public async Task Killed_between_the_journal_and_the_wake_it_wakes_the_step_after_the_restart()
    {
        await StartAsync("recorded/decided:*.endorse.1");
        var id = await visitor.DepositAsync();
        var decision = await visitor.OpenAsync(id, "endorse", "endorse");
        var lost = visitor.SendAsync(decision);
        await host!.SaysAsync("Paused at");

        await RestartAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => lost);
        // The person got no answer and sends again: it was taken.
        Assert.Equal(409, (await visitor.SendAsync(decision)).Status);

        await GoesOnAsync(id);
        await NobodyWasAskedTwiceAsync(id);
    }

    [Fact]
    public async Task Killed_after_a_mail_left_and_before_that_was_noted_it_can_only_send_it_again_as_the_same_mail()
    {
        await StartAsync("sent/*.review.1.asked.*");
        var id = await visitor.DepositAsync();
        await visitor.DecideAsync(id, "endorse", "endorse");
        await host!.SaysAsync("Paused at");

        await RestartAsync();

        await GoesOnAsync(id);
        await ChainIsSoundAsync(id);
        // No mail server tells afterwards what it took: the one gap that is left. Mail programs show one mail per Message-ID.
        var twice = Assert.Single((await ReceivedAsync()).GroupBy(mail => mail.MessageId), same => same.Count() > 1);
        Assert.Equal(2, twice.Count());
        Assert.Single(twice.Select(mail => mail.TextBody).Distinct());
    }

    private async Task StartAsync(string? pauseAt = null)
    {
        string[] arguments =
        [
            "--port", $"{port}", "--data", data, "--day", "60s", "--Engine:LockTime=10s",
            "--Mail:Transport=smtp", "--Mail:From=charte-ia@region.example", "--Mail:Smtp:Host=127.0.0.1", $"--Mail:Smtp:Port={mails.Port}", "--Mail:Smtp:Tls=none",
        ];
        host = await HostProcess.StartAsync(pauseAt is null ? arguments : [.. arguments, $"--Faults:PauseAt={pauseAt}"]);
    }

    private async Task RestartAsync()
    {
        await host!.KillAsync();
        await host.DisposeAsync();
        await StartAsync();
    }

    private async Task GoesOnAsync(string id)
    {
        await visitor.DecideAsync(id, "review", "pass");
        await visitor.AskedAsync(id, "qualify");
        Assert.Equal("Qualification", await visitor.StepAsync(id));
    }

    private async Task NobodyWasAskedTwiceAsync(string id)
    {
        var received = await ReceivedAsync();
        Assert.Equal(received.Count, received.DistinctBy(mail => mail.MessageId).Count());
        var shown = await visitor.MailsAsync(id);
        Assert.Equal(shown.Count, received.Count);
        // The receipt, three questions to one person each, and the milestone to the requester and the directorate.
        Assert.Equal(3, shown.Count(mail => mail.AskedTask is not null));
        Assert.Equal(6, shown.Count);
        await ChainIsSoundAsync(id);
    }

    private async Task ChainIsSoundAsync(string id)
    {
        var journal = await visitor.JournalAsync(id);
        Assert.Equal(Enumerable.Range(1, journal.Count).Select(number => (long)number), journal.Select(entry => entry.Seq));
        Assert.Equal(journal.SkipLast(1).Select(entry => entry.Hash), journal.Skip(1).Select(entry => entry.PreviousHash));
        Assert.Equal(["endorse.1", "review.1", "qualify.1"], SiteVisitor.TasksOf(journal, "TaskOpened"));
        Assert.Equal(["endorse.1", "review.1"], SiteVisitor.TasksOf(journal, "TaskDecided"));
        Assert.Contains("intacte", await visitor.VerificationAsync(id), StringComparison.Ordinal);
    }

    private async Task<List<MimeMessage>> ReceivedAsync()
    {
        var messages = new List<MimeMessage>();
        foreach (var raw in mails.Received)
            messages.Add(await MimeMessage.LoadAsync(new MemoryStream(raw), Cancellation));
        return messages;
    }
}
