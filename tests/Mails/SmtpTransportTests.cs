using System.Text;
using MailKit.Security;
using MimeKit;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Mails;
using RegionSud.AiWorkflow.Tests.Infrastructure;
using SmtpServer.Protocol;

namespace RegionSud.AiWorkflow.Tests.Mails;

public sealed class SmtpTransportTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_with_a_due_day_carries_an_entry_for_the_calendar_without_its_link_and_belongs_to_its_case()
    {
        await using var server = new MailServer(SmtpResponse.Ok);
        var samples = await new MailSamples().AllAsync();
        var mail = samples["asked-endorse"];
        Assert.NotNull(mail.Due);

        await server.Transport.SendAsync(mail, Cancellation);
        await server.Transport.SendAsync(samples["receipt"], Cancellation);

        var messages = await Task.WhenAll(server.Received.Select(raw => MimeMessage.LoadAsync(new MemoryStream(raw), Cancellation)));
        var entry = Assert.IsType<TextPart>(Assert.Single(messages[0].Attachments));
        Assert.Equal(("text/calendar", "echeance.ics"), (entry.ContentType.MimeType, entry.FileName));
        var day = Ical.Net.Calendar.Load(entry.Text)!.Events.Single();
        Assert.Equal(mail.Due, DateOnly.FromDateTime(day.Start!.Value));
        Assert.False(day.Start.HasTime);
        Assert.Equal(mail.Subject, day.Summary);
        Assert.DoesNotContain("/taches/", entry.Text, StringComparison.Ordinal);
        Assert.Equal(mail.Text, messages[0].TextBody!.ReplaceLineEndings("\n"));
        Assert.Empty(messages[1].Attachments);
        // What mail programs group by.
        Assert.Equal(messages[0].References.Single(), messages[1].References.Single());
        Assert.DoesNotContain(mail.CaseId.Value, messages[0].References.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_arrives_with_both_parts_in_UTF8_with_network_line_ends_and_its_headers()
    {
        await using var server = new MailServer(SmtpResponse.Ok);
        var mail = (await new MailSamples().AllAsync())["closed-refused"];

        await server.Transport.SendAsync(mail, Cancellation);

        var raw = Assert.Single(server.Received);
        Assert.DoesNotContain('\n', Encoding.Latin1.GetString(raw).Replace("\r\n", "", StringComparison.Ordinal));
        Assert.DoesNotContain('\r', Encoding.Latin1.GetString(raw).Replace("\r\n", "", StringComparison.Ordinal));
        Assert.All(raw, octet => Assert.InRange(octet, (byte)1, (byte)126));
        Assert.All(Encoding.ASCII.GetString(raw).Split("\r\n"), line => Assert.InRange(line.Length, 0, 998));
        var message = await MimeMessage.LoadAsync(new MemoryStream(raw), Cancellation);
        Assert.Equal(mail.Text, message.TextBody!.ReplaceLineEndings("\n"));
        Assert.Equal(mail.Html.ReplaceLineEndings("\n"), message.HtmlBody!.ReplaceLineEndings("\n"));
        Assert.Equal("utf-8", message.BodyParts.OfType<TextPart>().Select(part => part.ContentType.Charset).Distinct().Single());
        Assert.Equal(["text/plain", "text/html"], message.BodyParts.Select(part => part.ContentType.MimeType));
        Assert.Equal(mail.Subject, message.Subject);
        Assert.Equal(mail.MessageId, $"<{message.MessageId}>");
        Assert.EndsWith("@region.example", message.MessageId, StringComparison.Ordinal);
        Assert.Equal(mail.CreatedAt, message.Date);
        Assert.Equal("auto-generated", message.Headers["Auto-Submitted"]);
        Assert.Equal("All", message.Headers["X-Auto-Response-Suppress"]);
        Assert.Equal("Charte de l’IA, Région Sud", message.From.Mailboxes.Single().Name);
        Assert.Equal("contact@region.example", message.ReplyTo.Mailboxes.Single().Address);
        Assert.Equal("jeanne.roux@region.example", message.To.Mailboxes.Single().Address);
    }

    [Theory]
    [InlineData(SmtpReplyCode.InsufficientStorage, true)]
    [InlineData(SmtpReplyCode.MailboxUnavailable, false)]
    public async Task A_refusal_says_whether_it_may_pass_later_and_names_nobody(SmtpReplyCode code, bool isTransient)
    {
        await using var server = new MailServer(new SmtpResponse(code, "jeanne.roux@region.example: refused"));
        var mail = (await new MailSamples().AllAsync())["receipt"];

        var refusal = await Assert.ThrowsAsync<MailNotTakenException>(() => server.Transport.SendAsync(mail, Cancellation));

        Assert.Equal(isTransient, refusal.IsTransient);
        Assert.DoesNotContain("jeanne", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("refused", refusal.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_tried_again_later()
    {
        var mail = (await new MailSamples().AllAsync())["receipt"];
        var transport = new SmtpTransport(new SmtpSettings("127.0.0.1", FreePorts.One(), SecureSocketOptions.None, null, null), MailServer.Sender);

        var refusal = await Assert.ThrowsAsync<MailNotTakenException>(() => transport.SendAsync(mail, Cancellation));

        Assert.True(refusal.IsTransient);
    }
}
