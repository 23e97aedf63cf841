using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MailKit.Security;
using Microsoft.Extensions.Configuration;
using MimeKit;
using MimeKit.Cryptography;

namespace RegionSud.AiWorkflow.Edge.Intake.Mail;

/// <summary>A mailbox of the region's own that is read instead of having mails brought: section <c>Mail:Inbound:Imap</c>.</summary>
/// <param name="Host"><c>:Host</c>; null when no mailbox is read.</param>
/// <param name="Port"><c>:Port</c>, 993 by default.</param>
/// <param name="Security"><c>:Security</c>: <c>Tls</c> (the default), <c>StartTls</c>, or <c>None</c> on the machine itself alone.</param>
/// <param name="User"><c>:User</c>.</param>
/// <param name="Password"><c>:Password</c>: a Key Vault reference in Azure.</param>
/// <param name="Done"><c>:Done</c>: the folder into which what was read is moved; it is made when it is not there.</param>
/// <param name="TrustedServer">
/// <c>:TrustedServer</c>: the name under which the region's own mail server writes <c>Authentication-Results</c> (RFC 8601). What others wrote is not
/// believed; without a name nothing is vouched for, and DTISU looks at every mail.
/// </param>
public sealed record ImapSettings(string? Host, int Port, SecureSocketOptions Security, string User, string Password, string Done, string? TrustedServer)
{
    /// <exception cref="InvalidOperationException">A setting is missing or no good.</exception>
    public static ImapSettings Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection("Mail:Inbound:Imap");
        var host = section["Host"];
        if (string.IsNullOrEmpty(host))
            return new ImapSettings(null, 0, SecureSocketOptions.SslOnConnect, "", "", "", null);
        var security = section["Security"] switch
        {
            null or "" or "Tls" => SecureSocketOptions.SslOnConnect,
            "StartTls" => SecureSocketOptions.StartTls,
            "None" when host is "127.0.0.1" or "localhost" => SecureSocketOptions.None,
            _ => throw new InvalidOperationException("Mail:Inbound:Imap:Security is Tls or StartTls, or None for a server on this machine."),
        };
        return new ImapSettings(
            host,
            section["Port"] is { Length: > 0 } port ? int.TryParse(port, out var number) ? number : throw new InvalidOperationException("Mail:Inbound:Imap:Port is a number.") : 993,
            security,
            Needed("User"),
            Needed("Password"),
            section["Done"] is { Length: > 0 } done ? done : "Reçus",
            section["TrustedServer"]);

        string Needed(string name) => section[name] is { Length: > 0 } value ? value : throw new InvalidOperationException($"Set Mail:Inbound:Imap:{name}.");
    }
}

/// <summary>Reads a mailbox: the sovereign way in, beside or instead of mails that a service brings.</summary>
public sealed class ImapMailbox(ImapSettings settings)
{
    // More wait for the next round, a minute later.
    private const int Most = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Hands over each mail of the inbox, the oldest first, and moves it away once it was taken. A mail whose taking fails stays and is handed over again;
    /// the others go on. One that is larger than may be is handed over as its headers alone, so that a person hears of it.
    /// </summary>
    /// <param name="mostBytes">Of a whole mail.</param>
    /// <param name="take">Takes a mail in: its MIME, its origin, and when it arrived. Doing so twice must be as good as once.</param>
    /// <returns>How many were taken, and what the first failure was.</returns>
    public async Task<(int Taken, Exception? Failure)> ReadAsync(
        int mostBytes, Func<ReadOnlyMemory<byte>, MailOrigin, DateTimeOffset, CancellationToken, Task> take, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(take);
        if (settings.Host is null)
            return (0, null);
        using var client = new ImapClient { Timeout = (int)Patience.TotalMilliseconds };
        await client.ConnectAsync(settings.Host, settings.Port, settings.Security, cancellation);
        await client.AuthenticateAsync(settings.User, settings.Password, cancellation);
        var inbox = client.Inbox;
        await inbox.OpenAsync(FolderAccess.ReadWrite, cancellation);
        var done = await DoneAsync(client, cancellation);
        var mails = await inbox.FetchAsync([.. (await inbox.SearchAsync(SearchQuery.All, cancellation)).Take(Most)], MessageSummaryItems.UniqueId | MessageSummaryItems.Size | MessageSummaryItems.InternalDate, cancellation);
        var (taken, failure) = (0, (Exception?)null);
        foreach (var mail in mails)
        {
            try
            {
                var raw = await RawAsync(inbox, mail, mostBytes, cancellation);
                await take(raw, OriginOf(raw, settings.TrustedServer), mail.InternalDate ?? TimeProvider.System.GetUtcNow(), cancellation);
                await inbox.MoveToAsync(mail.UniqueId, done, cancellation);
                taken++;
            }
            catch (Exception e) when (e is not (OperationCanceledException or ImapProtocolException or ServiceNotConnectedException))
            {
                failure ??= e;
            }
        }

        await client.DisconnectAsync(quit: true, cancellation);
        return (taken, failure);
    }

    private async Task<IMailFolder> DoneAsync(ImapClient client, CancellationToken cancellation)
    {
        var top = client.GetFolder(client.PersonalNamespaces[0]);
        return (await top.GetSubfoldersAsync(subscribedOnly: false, cancellation)).FirstOrDefault(folder => folder.Name == settings.Done)
            ?? await top.CreateAsync(settings.Done, isMessageFolder: true, cancellation)
            ?? throw new InvalidOperationException($"The mailbox has no folder '{settings.Done}', and does not let one be made.");
    }

    private static async Task<ReadOnlyMemory<byte>> RawAsync(IMailFolder inbox, IMessageSummary mail, int mostBytes, CancellationToken cancellation)
    {
        await using var stream = mail.Size > mostBytes
            ? await inbox.GetStreamAsync(mail.UniqueId, "HEADER", cancellation)
            : await inbox.GetStreamAsync(mail.UniqueId, "", cancellation);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, cancellation);
        return bytes.ToArray();
    }

    /// <summary>What the region's own server found out, as the first <c>Authentication-Results</c> that bears its name says. Pure.</summary>
    internal static MailOrigin OriginOf(ReadOnlyMemory<byte> raw, string? trusted)
    {
        using var stream = new MemoryStream(raw.ToArray(), writable: false);
        HeaderList headers;
        try
        {
            headers = HeaderList.Load(stream);
        }
        catch (FormatException)
        {
            return new MailOrigin(false, null, []);
        }

        var envelope = headers[HeaderId.ReturnPath] is { } path ? path.Trim().Trim('<', '>').ToLowerInvariant() : null;
        // A sender can write the same header, name and all; the server puts its own before it.
        var results = headers.Where(header => header.Id == HeaderId.AuthenticationResults).Select(Parsed).FirstOrDefault(found => found is not null);
        if (trusted is null || results is null || !string.Equals(results.AuthenticationServiceIdentifier, trusted, StringComparison.OrdinalIgnoreCase))
            return new MailOrigin(false, envelope, []);
        var passed = results.Results.Where(result => result.Result == "pass").ToList();
        var dkim = passed.Where(result => result.Method == "dkim")
            .SelectMany(result => result.Properties.Where(property => property is { PropertyType: "header", Property: "d" or "i" }))
            .Select(property => property.Value[(property.Value.LastIndexOf('@') + 1)..].ToLowerInvariant());
        return new MailOrigin(passed.Exists(result => result.Method == "spf"), envelope, [.. dkim.Distinct()]);
    }

    private static AuthenticationResults? Parsed(Header header) => AuthenticationResults.TryParse(header.RawValue, out var results) ? results : null;
}
