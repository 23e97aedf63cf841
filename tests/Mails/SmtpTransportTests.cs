using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MailKit.Security;
using MimeKit;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Mails;
using SmtpServer;
using SmtpServer.ComponentModel;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace RegionSud.AiWorkflow.Tests.Mails;

public sealed class SmtpTransportTests
{
    private static readonly MailSettings Settings = new("charte-ia@region.example", "Charte de l’IA, Région Sud", "contact@region.example", []);

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
        var transport = new SmtpTransport(new SmtpSettings("127.0.0.1", FreePort(), SecureSocketOptions.None, null, null), Settings);

        var refusal = await Assert.ThrowsAsync<MailNotTakenException>(() => transport.SendAsync(mail, Cancellation));

        Assert.True(refusal.IsTransient);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class MailServer : MessageStore, IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly SmtpResponse answer;
        private readonly Task running;

        public MailServer(SmtpResponse answer)
        {
            this.answer = answer;
            var port = FreePort();
            var options = new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(builder => builder.Endpoint(new IPEndPoint(IPAddress.Loopback, port))).Build();
            var services = new SmtpServer.ComponentModel.ServiceProvider();
            services.Add(this);
            running = new SmtpServer.SmtpServer(options, services).StartAsync(stop.Token);
            Transport = new SmtpTransport(new SmtpSettings("127.0.0.1", port, SecureSocketOptions.None, null, null), Settings);
        }

        public SmtpTransport Transport { get; }

        public ConcurrentQueue<byte[]> Received { get; } = new();

        public override Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            Received.Enqueue(buffer.ToArray());
            return Task.FromResult(answer);
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await running.WaitAsync(TimeSpan.FromSeconds(10));
            stop.Dispose();
        }
    }
}
