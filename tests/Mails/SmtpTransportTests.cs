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
