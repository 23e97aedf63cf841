using MimeKit;
using RegionSud.AiWorkflow.Tests.Infrastructure;
using RegionSud.AiWorkflow.Tests.Mails;
using SmtpServer.Protocol;

namespace RegionSud.AiWorkflow.Tests.Kills;

/// <summary>
/// <c>kill -9</c> of the real local host, then a start on the same data: the case goes on, nothing is lost, nobody is asked twice. The mails are
/// counted where they arrive, at a mail server that outlives the host.
/// </summary>
public abstract class KilledHost : IAsyncLifetime
{
    private readonly string data = Directory.CreateTempSubdirectory("aiworkflow-killed-").FullName;
    private readonly int port = FreePorts.InRow(4);
    private readonly MailServer mails = new(SmtpResponse.Ok);
    private HostProcess? host;

    protected KilledHost() => Visitor = new SiteVisitor(port);

    private protected SiteVisitor Visitor { get; }

    private protected HostProcess Host => host ?? throw new InvalidOperationException("The host was not started.");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        Visitor.Dispose();
        if (host is not null)
            await host.DisposeAsync();
        await mails.DisposeAsync();
        Directory.Delete(data, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected async Task StartAsync(string? pauseAt = null)
    {
        string[] arguments =
        [
            "--port", $"{port}", "--data", data, "--day", "60s", "--Engine:LockTime=10s",
            "--Mail:Transport=smtp", "--Mail:From=charte-ia@region.example", "--Mail:Smtp:Host=127.0.0.1", $"--Mail:Smtp:Port={mails.Port}", "--Mail:Smtp:Tls=none",
        ];
        host = await HostProcess.StartAsync(pauseAt is null ? arguments : [.. arguments, $"--Faults:PauseAt={pauseAt}"]);
    }

    protected async Task RestartAsync()
    {
        await Host.KillAsync();
        await Host.DisposeAsync();
        await StartAsync();
    }

    protected async Task GoesOnAsync(string id)
    {
        await Visitor.DecideAsync(id, "review", "pass");
        await Visitor.AskedAsync(id, "qualify");
        Assert.Equal("Qualification", await Visitor.StepAsync(id));
    }

    protected async Task NobodyWasAskedTwiceAsync(string id)
    {
        var received = await ReceivedAsync();
        Assert.Equal(received.Count, received.DistinctBy(mail => mail.MessageId).Count());
        var shown = await Visitor.MailsAsync(id);
        Assert.Equal(shown.Count, received.Count);
        // The receipt, three questions to one person each, and the milestone to the requester and the directorate.
        Assert.Equal(3, shown.Count(mail => mail.AskedTask is not null));
        Assert.Equal(6, shown.Count);
        await ChainIsSoundAsync(id);
    }

    protected async Task ChainIsSoundAsync(string id)
    {
        var journal = await Visitor.JournalAsync(id);
        Assert.Equal(Enumerable.Range(1, journal.Count).Select(number => (long)number), journal.Select(entry => entry.Seq));
        Assert.Equal(journal.SkipLast(1).Select(entry => entry.Hash), journal.Skip(1).Select(entry => entry.PreviousHash));
        Assert.Equal(["endorse.1", "review.1", "qualify.1"], SiteVisitor.TasksOf(journal, "TaskOpened"));
        Assert.Equal(["endorse.1", "review.1"], SiteVisitor.TasksOf(journal, "TaskDecided"));
        Assert.Contains("intacte", await Visitor.VerificationAsync(id), StringComparison.Ordinal);
    }

    protected async Task<List<MimeMessage>> ReceivedAsync()
    {
        var messages = new List<MimeMessage>();
        foreach (var raw in mails.Received)
            messages.Add(await MimeMessage.LoadAsync(new MemoryStream(raw), Cancellation));
        return messages;
    }
}
