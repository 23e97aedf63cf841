using System.Text.RegularExpressions;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;

namespace RegionSud.AiWorkflow.Edge.Intake.Mail;

/// <summary>What becomes of a mail. The names are kept: add, never rename.</summary>
public enum MailVerdict
{
    /// <summary>Kept, and not sorted yet: a crash came between, the sender's server or a person will bring it again.</summary>
    Received,

    /// <summary>It opened a case, or found the one of the same form.</summary>
    Taken,

    /// <summary>It answers a mail of ours: it is with the case, and decides nothing.</summary>
    Joined,

    /// <summary>A machine wrote it: nothing follows.</summary>
    Dropped,

    /// <summary>DTISU must look.</summary>
    Quarantined,

    /// <summary>DTISU looked, and put it aside with a reason.</summary>
    Discarded,
}

/// <summary>Why a mail went where it went. The names are kept: add, never rename.</summary>
public enum MailReason
{
    None,
    AutoReply,
    Bounce,
    List,
    Own,
    NotAMail,
    NoSender,
    Unvouched,
    UnknownDomain,
    UnknownDirectorate,
    TooMany,
    TooMuch,
    Empty,

    /// <summary>A provider of models announces something: a person reads it.</summary>
    Vendor,
}

/// <summary>What the mail server found out about a mail's origin.</summary>
/// <param name="SpfPass">Whether SPF passed for the envelope's sender.</param>
/// <param name="EnvelopeFrom">The envelope's sender, lower case; empty for a bounce, null when the server does not say.</param>
/// <param name="DkimPass">Domains whose signature is good.</param>
public sealed record MailOrigin(bool SpfPass, string? EnvelopeFrom, IReadOnlyList<string> DkimPass);

/// <summary>Says what becomes of a mail, before anything is done. Pure.</summary>
public static partial class MailSorting
{
    /// <summary>Why a mail is dropped or put before DTISU; <see cref="MailReason.None"/> when it is taken in.</summary>
    /// <param name="directorate">That the sender writes for, as far as it is known.</param>
    /// <param name="sentThisHour">Mails of the same sender in this hour, this one included.</param>
    /// <param name="ownDomain">Domain of our own Message-IDs.</param>
    public static (MailVerdict Verdict, MailReason Reason) Sort(InboundMail mail, MailOrigin origin, MailRules rules, string? directorate, int sentThisHour, string ownDomain)
    {
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(origin);
        ArgumentNullException.ThrowIfNull(rules);
        if (mail.MessageId?.EndsWith($"@{ownDomain}", StringComparison.OrdinalIgnoreCase) == true && OwnId().IsMatch(mail.MessageId))
            return (MailVerdict.Dropped, MailReason.Own);
        // Announcements come by machines and lists. Delivery reports are about mails of ours, whoever sends them back.
        if (mail.Nature != MailNature.Bounce && rules.VendorOf(mail.From) is not null)
            return (MailVerdict.Quarantined, Vouched(mail.From, origin) ? MailReason.Vendor : MailReason.Unvouched);
        if (mail.Nature != MailNature.Written || origin.EnvelopeFrom == "")
            return (MailVerdict.Dropped, mail.Nature switch { MailNature.AutoReply => MailReason.AutoReply, MailNature.List => MailReason.List, _ => MailReason.Bounce });
        var doubt = mail.From.Length == 0 ? MailReason.NoSender
            : !rules.Knows(mail.From) ? MailReason.UnknownDomain
            : !Vouched(mail.From, origin) ? MailReason.Unvouched
            : sentThisHour > rules.MostPerHour ? MailReason.TooMany
            : mail.IsTooMuch ? MailReason.TooMuch
            : mail.Files.Count == 0 && mail.Text.Length == 0 ? MailReason.Empty
            : MailReason.None;
        if (doubt != MailReason.None)
            return (MailVerdict.Quarantined, doubt);
        return CaseOf(mail) is null && directorate is null ? (MailVerdict.Quarantined, MailReason.UnknownDirectorate) : (MailVerdict.Received, MailReason.None);
    }

    /// <summary>
    /// Whether the author's domain vouches for the mail: SPF speaks of the envelope, so it counts for the author only when both are of one domain
    /// (as RFC 7489 aligns them); a good signature of the author's domain counts always.
    /// </summary>
    public static bool Vouched(string from, MailOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(origin);
        var domain = DomainOf(from);
        return (origin.SpfPass && origin.EnvelopeFrom is { Length: > 0 } envelope && IsOf(DomainOf(envelope), domain)) || origin.DkimPass.Any(signer => IsOf(signer, domain));
    }

    /// <summary>The directorate of a mail: by its author's address, else by what stands after a plus in the mailbox written to.</summary>
    public static string? DirectorateOf(InboundMail mail, CharterRules rules)
    {
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(rules);
        return rules.Mail.DirectorateOf(mail.From)
            ?? mail.To.Select(address => Plus().Match(address) is { Success: true } plus ? rules.Directory.FindDirectorate(plus.Groups[1].Value)?.Id : null).FirstOrDefault(id => id is not null);
    }

    /// <summary>The case whose number the subject carries, as the subjects of our mails do; null for another subject.</summary>
    public static CaseId? CaseOf(InboundMail mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        return mail.RepliesTo.Count > 0 && Number().Match(mail.Subject) is { Success: true } number && CaseId.TryParse(number.Groups[1].Value, out var id) ? id : null;
    }

    /// <summary>The case whose number a subject of ours carries; null for another subject.</summary>
    public static CaseId? CaseIn(string subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return Number().Match(subject) is { Success: true } number && CaseId.TryParse(number.Groups[1].Value, out var id) ? id : null;
    }

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];

    private static bool IsOf(string domain, string other) =>
        domain == other || domain.EndsWith($".{other}", StringComparison.Ordinal) || other.EndsWith($".{domain}", StringComparison.Ordinal);

    [GeneratedRegex(@"\[(IA-[0-9]{4}-[0-9]{4,})\]", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"^[^@]+\+([a-z0-9-]+)@", RegexOptions.CultureInvariant)]
    private static partial Regex Plus();

    // Ours are 32 hexadecimal digits: a person of the same domain has a mail program that writes others.
    [GeneratedRegex("^[0-9a-f]{32}@", RegexOptions.CultureInvariant)]
    private static partial Regex OwnId();
}
