using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using MimeKit.Text;
using RegionSud.AiWorkflow.Edge.Mails;
using IMailTransport = RegionSud.AiWorkflow.Edge.Mails.IMailTransport;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>Hands mails to a mail server, one connection a mail.</summary>
public sealed class SmtpTransport(SmtpSettings server, MailSettings settings) : IMailTransport
{
    private const int TimeoutMilliseconds = 30_000;

    /// <inheritdoc/>
    public async Task SendAsync(OutboxMail mail, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(mail);
        using var message = MessageOf(mail, settings);
        try
        {
            using var client = new SmtpClient { Timeout = TimeoutMilliseconds };
            await client.ConnectAsync(server.Host, server.Port, server.Tls, cancellation);
            if (server.User is { Length: > 0 } user)
                await client.AuthenticateAsync(user, server.Password ?? "", cancellation);
            await client.SendAsync(message, cancellation);
            await QuitAsync(client, cancellation);
        }
        catch (Exception failure) when (RefusalOf(failure) is { } refusal)
        {
            throw refusal;
        }
    }

    internal static MimeMessage MessageOf(OutboxMail mail, MailSettings settings)
    {
        var message = new MimeMessage
        {
            Subject = mail.Subject,
            MessageId = mail.MessageId.Trim('<', '>'),
            Date = mail.CreatedAt,
            Body = BodyOf(mail),
        };
        var thread = settings.ThreadOf(mail.CaseId).Trim('<', '>');
        message.InReplyTo = thread;
        message.References.Add(thread);
        message.From.Add(new MailboxAddress(settings.FromName, settings.From));
        message.ReplyTo.Add(new MailboxAddress(settings.FromName, settings.ReplyTo));
        message.To.Add(new MailboxAddress("", mail.To));
        foreach (var (name, value) in MailSettings.Headers)
            message.Headers.Add(name, value);
        return message;
    }

    private static MimeEntity BodyOf(OutboxMail mail)
    {
        var texts = new MultipartAlternative { Part(TextFormat.Plain, mail.Text), Part(TextFormat.Html, mail.Html) };
        if (mail.Due is not { } due)
            return texts;
        var entry = new TextPart("calendar")
        {
            Text = Deadline.Of(mail, due).ReplaceLineEndings("\r\n"),
            ContentTransferEncoding = ContentEncoding.QuotedPrintable,
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = Deadline.FileName },
        };
        entry.ContentType.Parameters.Add("method", "PUBLISH");
        return new Multipart("mixed") { texts, entry };
    }

    private static TextPart Part(TextFormat format, string text) =>
        new(format) { Text = text.ReplaceLineEndings("\r\n"), ContentTransferEncoding = ContentEncoding.QuotedPrintable };

    // The mail was taken: a server that hangs up at the goodbye must not have it sent twice.
    private static async Task QuitAsync(SmtpClient client, CancellationToken cancellation)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellation);
        }
        catch (Exception failure) when (failure is IOException or SocketException or ProtocolException or CommandException or OperationCanceledException)
        {
            // Nothing to do: the connection is closed with the client.
        }
    }

    private static MailNotTakenException? RefusalOf(Exception failure) => failure switch
    {
        SmtpCommandException command => new MailNotTakenException(
            $"The mail server refused the mail with {(int)command.StatusCode}.", command.Message, (int)command.StatusCode < 500, inner: null),
        AuthenticationException => new MailNotTakenException("The mail server refused the sign-in.", failure.Message, isTransient: false),
        SslHandshakeException => new MailNotTakenException("There is no trusted connection to the mail server.", failure.Message, isTransient: false),
        NotSupportedException => new MailNotTakenException("The mail server does not offer what the settings ask for.", failure.Message, isTransient: false),
        IOException or SocketException or ProtocolException or TimeoutException =>
            new MailNotTakenException($"The mail server cannot be reached ({failure.GetType().Name}).", failure.Message, isTransient: true),
        _ => null,
    };
}
