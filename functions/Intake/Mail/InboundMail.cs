using System.Text;
using MimeKit;
using MimeKit.Cryptography;
using MimeKit.Text;
using MimeKit.Tnef;
using RegionSud.AiWorkflow.Charter;

namespace RegionSud.AiWorkflow.Edge.Intake.Mail;

/// <summary>What a mail is by its headers, before its sender is asked after.</summary>
public enum MailNature
{
    /// <summary>A person wrote it.</summary>
    Written,

    /// <summary>A machine answered: out of office, acknowledgement (RFC 3834).</summary>
    AutoReply,

    /// <summary>A mail that could not be delivered comes back (RFC 3464).</summary>
    Bounce,

    /// <summary>A mailing list or a bulk mail.</summary>
    List,
}

/// <summary>A mail as it was read. Names and texts are as their author wrote them: data, nothing else.</summary>
/// <param name="MessageId">Without angle brackets; null when it has none.</param>
/// <param name="From">The author's address, lower case; empty when there is none or more than one.</param>
/// <param name="To">Every address that it was written to, lower case.</param>
/// <param name="Subject">On one line.</param>
/// <param name="Text">What the author typed, without the mails quoted below it.</param>
/// <param name="RepliesTo">Message-IDs that it answers, the nearest first.</param>
/// <param name="Files">Attached files, those of attached mails included.</param>
/// <param name="IsTooMuch">Whether files or depth were beyond the limits: the rest was not looked at.</param>
public sealed record InboundMail(
    string? MessageId,
    MailNature Nature,
    string From,
    IReadOnlyList<string> To,
    string Subject,
    string Text,
    IReadOnlyList<string> RepliesTo,
    IReadOnlyList<MailFile> Files,
    bool IsTooMuch)
{
    /// <summary>The mail whose delivery failed for good, when this one says so; null for all others.</summary>
    public FailedDelivery? Failed { get; init; }

    // Outlook's winmail.dat, and the mails of old programs, are in code pages that the runtime has only when it is told to.
    static InboundMail() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private const int SubjectLength = 200;
    private const int TextLength = 4000;

    /// <summary>Reads a mail within the limits of <c>mail.yaml</c>. Pure.</summary>
    /// <param name="raw">The MIME of the mail.</param>
    /// <exception cref="FormatException">The bytes are no mail.</exception>
    public static InboundMail Read(ReadOnlyMemory<byte> raw, MailRules limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        using var stream = new MemoryStream(raw.ToArray(), writable: false);
        // The parser's own bound is over ours, so that what is too deep is seen to be so.
        using var message = MimeMessage.Load(new ParserOptions { MaxMimeDepth = limits.MostNesting * 4 }, stream);
        if (message.Headers.Count == 0)
            throw new FormatException("The bytes have no header of a mail.");
        var files = new MailFiles(limits);
        files.Add(message.Body, 0);
        return new InboundMail(
            message.MessageId is { Length: > 0 } id ? id : null,
            NatureOf(message),
            message.From.Mailboxes.ToList() is [var author] ? author.Address.ToLowerInvariant() : "",
            [.. message.To.Mailboxes.Concat(message.Cc.Mailboxes).Select(mailbox => mailbox.Address.ToLowerInvariant())],
            Cut(OneLine(message.Subject), SubjectLength),
            Cut(Typed(message.TextBody ?? (message.HtmlBody is { } html ? TextOf(html) : "")), TextLength),
            [.. new[] { message.InReplyTo }.Concat(message.References.Reverse()).OfType<string>().Distinct(StringComparer.Ordinal)],
            files.Found,
            files.IsTooMuch)
        {
            Failed = FailedDelivery.In(message),
        };
    }

    private static MailNature NatureOf(MimeMessage message)
    {
        var headers = message.Headers;
        var precedence = headers["Precedence"]?.Trim().ToLowerInvariant();
        if (message.Body is MultipartReport || headers["Return-Path"]?.Trim() == "<>")
            return MailNature.Bounce;
        if ((headers["Auto-Submitted"]?.Trim() is { Length: > 0 } submitted && !submitted.StartsWith("no", StringComparison.OrdinalIgnoreCase)) ||
            precedence == "auto_reply" || headers.Contains("X-Autoreply") || headers.Contains("X-Autorespond"))
            return MailNature.AutoReply;
        return headers.Contains("List-Id") || headers.Contains("List-Unsubscribe") || precedence is "bulk" or "list" or "junk" ? MailNature.List : MailNature.Written;
    }

    // What a script or a style sheet says is not said to anybody.
    private static string TextOf(string html)
    {
        using var reader = new StringReader(html);
        var tokens = new HtmlTokenizer(reader) { DecodeCharacterReferences = true };
        var text = new StringBuilder();
        var silent = false;
        while (tokens.ReadNextToken(out var token))
        {
            if (token is HtmlTagToken { Id: HtmlTagId.Style or HtmlTagId.Script or HtmlTagId.Title } tag)
                silent = !tag.IsEndTag && !tag.IsEmptyElement;
            else if (silent)
                continue;
            else if (token.Kind == HtmlTokenKind.Data)
                text.Append(((HtmlDataToken)token).Data.ReplaceLineEndings(" "));
            else if (token is HtmlTagToken { Id: HtmlTagId.Br or HtmlTagId.P or HtmlTagId.Div or HtmlTagId.LI or HtmlTagId.TR })
                text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The author's own lines: what mail programs quote below ends them.</summary>
    internal static string Typed(string text)
    {
        var own = text.ReplaceLineEndings("\n").Split('\n').TakeWhile(line => !IsQuoteHead(line.Trim())).Where(line => !line.TrimStart().StartsWith('>'));
        return string.Join('\n', own.Select(line => new string([.. line.Where(c => !char.IsControl(c) || c == '\t')]).TrimEnd())).Trim();
    }

    private static bool IsQuoteHead(string line) =>
        (line.StartsWith("Le ", StringComparison.Ordinal) && line.TrimEnd(':', ' ', '\u00a0', '\u202f').EndsWith("a écrit", StringComparison.Ordinal)) ||
        (line.StartsWith("On ", StringComparison.Ordinal) && line.EndsWith("wrote:", StringComparison.Ordinal)) ||
        line.StartsWith("-----Message d", StringComparison.Ordinal) || line.StartsWith("-----Original Message", StringComparison.Ordinal) ||
        // Unfolded as flowing text, a signature's mark runs into its first line.
        line is "________________________________" or "--" || line.StartsWith("-- ", StringComparison.Ordinal);

    private static string OneLine(string? text) => new string([.. (text ?? "").Where(c => !char.IsControl(c))]).Trim();

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    /// <summary>Gathers the attached files of a mail, of the mails attached to it, and of Outlook's <c>winmail.dat</c>.</summary>
    private sealed class MailFiles(MailRules limits)
    {
        private readonly List<MailFile> found = [];

        public IReadOnlyList<MailFile> Found => found;

        public bool IsTooMuch { get; private set; }

        public void Add(MimeEntity? entity, int depth)
        {
            if (entity is null)
                return;
            if (depth > limits.MostNesting || found.Count >= limits.MostFiles)
            {
                IsTooMuch |= depth > limits.MostNesting || entity is MimePart { IsAttachment: true };
                return;
            }

            switch (entity)
            {
                case Multipart parts:
                    foreach (var part in parts)
                        Add(part, depth + 1);
                    break;
                case MessagePart attached:
                    Add(attached.Message?.Body, depth + 1);
                    break;
                case TnefPart winmail when Unpacked(winmail) is { } unpacked:
                    foreach (var part in unpacked)
                        Add(part, depth + 1);
                    break;
                case ApplicationPkcs7Mime { SecureMimeType: SecureMimeType.SignedData } signed when Signed(signed) is { } inside:
                    Add(inside, depth + 1);
                    break;
                case TextPart { IsAttachment: false, FileName: null }:
                    break;
                case MimePart { Content: { } content } file:
                    using (var bytes = new MemoryStream())
                    {
                        content.DecodeTo(bytes);
                        found.Add(new MailFile(file.FileName ?? "", bytes.ToArray(), file.ContentType.MimeType, file.ContentDisposition?.Disposition == ContentDisposition.Inline || file.ContentId is not null));
                    }

                    break;
            }
        }

        // What is signed is taken out of its envelope; whether the signature is good is not asked, since it decides nothing: SPF and DKIM vouch for the
        // sender. Null for one that is broken: it is kept whole then.
        private static MimeEntity? Signed(ApplicationPkcs7Mime signed)
        {
            try
            {
                using var context = new TemporarySecureMimeContext();
                signed.Verify(context, out var inside);
                return inside;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                return null;
            }
        }

        // Null for one that is broken: it is kept whole then, as any other file.
        private static List<MimeEntity>? Unpacked(TnefPart winmail)
        {
            try
            {
                return [.. winmail.ExtractAttachments()];
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // The parser throws whatever the damage makes it stumble on.
                return null;
            }
        }
    }
}

/// <summary>A file that came with a mail.</summary>
/// <param name="Name">As its sender calls it.</param>
/// <param name="Content">Decoded.</param>
/// <param name="ClaimedType">As the mail says: never believed.</param>
public sealed record MailFile(string Name, ReadOnlyMemory<byte> Content, string ClaimedType, bool IsShownInText = false);
