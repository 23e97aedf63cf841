using System.Text;
using MailKit;
using MailKit.Security;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Intake.Mail;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>A mailbox of the region's own, on a real IMAP server.</summary>
public sealed class ImapScenarios(LocalHostFixture fixture) : MailScenario(fixture)
{
    private const string Server = "mx.region.example";

    [Fact]
    public async Task A_mail_of_the_mailbox_opens_a_case_once_and_is_moved_away()
    {
        Assert.SkipUnless(Dovecot.IsHere, "Dovecot is not installed (Debian: dovecot-imapd).");
        await using var dovecot = await Dovecot.StartAsync();
        await DeliverAsync(dovecot, Mail("Besoin", "Voici notre besoin.", ("besoin.pdf", NeedPdf())));
        await DeliverAsync(dovecot, Mail("Spam", "Achetez.", "quelqu-un@ailleurs.example"));
        var mailbox = new ImapMailbox(Settings(dovecot));
        var kept = new List<KeptMail>();

        // The first taking fails behind its effect, as when the process is killed: the mail stays, and is taken in once all the same.
        var broken = await mailbox.ReadAsync(1 << 20, async (raw, origin, at, stop) =>
        {
            await TakeAsync(raw, origin, at, stop);
            throw new InvalidOperationException("killed");
        }, Cancellation);
        Assert.Equal((0, "killed"), (broken.Taken, broken.Failure?.Message));
        var read = await mailbox.ReadAsync(1 << 20, async (raw, origin, at, stop) => kept.Add(await TakeAsync(raw, origin, at, stop)), Cancellation);

        Assert.Equal((2, null), (read.Taken, read.Failure));
        Assert.Equal([MailVerdict.Taken, MailVerdict.Quarantined], kept.Select(mail => mail.Verdict));
        await TaskPageAsync(kept[0].CaseId!.Value.Value, "endorse");
        using var client = await dovecot.ClientAsync();
        Assert.Equal(0, client.Inbox.Count);
        var done = await client.GetFolderAsync("Reçus", Cancellation);
        await done.OpenAsync(FolderAccess.ReadOnly, Cancellation);
        Assert.Equal(2, done.Count);
        Assert.Equal((0, null), await mailbox.ReadAsync(1 << 20, (_, _, _, _) => Task.CompletedTask, Cancellation));
        await AssertSoundAsync(kept[0].CaseId!.Value.Value);
    }

    [Fact]
    public async Task A_mail_over_the_limit_is_handed_over_as_its_headers_alone()
    {
        Assert.SkipUnless(Dovecot.IsHere, "Dovecot is not installed (Debian: dovecot-imapd).");
        await using var dovecot = await Dovecot.StartAsync();
        await DeliverAsync(dovecot, Mail("Énorme", "Voici.", ("plan.bin", new byte[300_000])));
        var handed = new List<int>();

        await new ImapMailbox(Settings(dovecot)).ReadAsync(100_000, (raw, _, _, _) =>
        {
            handed.Add(raw.Length);
            return Task.CompletedTask;
        }, Cancellation);

        Assert.InRange(Assert.Single(handed), 100, 5_000);
    }

    [Theory]
    [InlineData("mx.region.example; spf=pass smtp.mailfrom=region.example; dkim=pass header.d=region.example", true, "region.example")]
    [InlineData("mx.region.example; spf=fail smtp.mailfrom=region.example; dkim=fail header.d=region.example", false, null)]
    [InlineData("mx.ailleurs.example; spf=pass smtp.mailfrom=region.example; dkim=pass header.d=region.example", false, null)]
    [InlineData("???;;", false, null)]
    public void Only_what_the_region_s_own_server_found_out_vouches_for_a_sender(string results, bool spf, string? dkim)
    {
        var raw = Encoding.UTF8.GetBytes($"Return-Path: <Camille@Region.example>\r\nAuthentication-Results: {results}\r\nFrom: camille@region.example\r\n\r\nTexte");

        var origin = ImapMailbox.OriginOf(raw, Server);

        Assert.Equal((spf, "camille@region.example"), (origin.SpfPass, origin.EnvelopeFrom));
        Assert.Equal(dkim is null ? [] : [dkim], origin.DkimPass);
    }

    [Fact]
    public void Of_two_results_the_one_that_was_put_on_last_counts()
    {
        var raw = Encoding.UTF8.GetBytes($"Authentication-Results: {Server}; spf=fail\r\nAuthentication-Results: {Server}; spf=pass\r\nFrom: camille@region.example\r\n\r\nTexte");

        Assert.False(ImapMailbox.OriginOf(raw, Server).SpfPass);
    }

    [Theory]
    [InlineData("Host", "imap.region.example", "Security", "None")]
    [InlineData("Host", "imap.region.example", "Port", "x")]
    [InlineData("Host", "imap.region.example", "User", "")]
    public void A_mailbox_that_is_set_wrongly_stops_the_start(params string[] settings)
    {
        var all = new Dictionary<string, string?> { ["Mail:Inbound:Imap:User"] = "u", ["Mail:Inbound:Imap:Password"] = "p" };
        for (var i = 0; i < settings.Length; i += 2)
            all[$"Mail:Inbound:Imap:{settings[i]}"] = settings[i + 1];

        Assert.Throws<InvalidOperationException>(() => ImapSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(all).Build()));
    }

    private Task<KeptMail> TakeAsync(ReadOnlyMemory<byte> raw, MailOrigin origin, DateTimeOffset at, CancellationToken stop) =>
        Services.GetRequiredService<MailDesk>().TakeAsync(raw, origin, at, Services.GetRequiredService<DurableTaskClient>(), stop);

    private static ImapSettings Settings(Dovecot dovecot) => new("127.0.0.1", dovecot.Port, SecureSocketOptions.None, Dovecot.User, Dovecot.Password, "Reçus", Server);

    /// <summary>As the region's own mail server delivers it.</summary>
    private static async Task DeliverAsync(Dovecot dovecot, MimeMessage mail)
    {
        var domain = mail.From.Mailboxes.First().Domain;
        mail.Headers.Insert(0, "Authentication-Results", $"{Server}; spf=pass smtp.mailfrom={domain}; dkim=pass header.d={domain}");
        mail.Headers.Insert(0, "Return-Path", $"<{mail.From.Mailboxes.First().Address}>");
        using var client = await dovecot.ClientAsync();
        await client.Inbox.AppendAsync(mail, MessageFlags.None, Cancellation);
    }
}
