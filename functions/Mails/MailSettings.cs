using System.Net.Mail;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>Who writes, and to whom it may: section <c>Mail</c> of the configuration.</summary>
/// <param name="From"><c>Mail:From</c>; its domain is the Message-ID's.</param>
/// <param name="FromName"><c>Mail:FromName</c>.</param>
/// <param name="ReplyTo"><c>Mail:ReplyTo</c>; <paramref name="From"/> unless it is set.</param>
/// <param name="OnlyTo"><c>Mail:OnlyTo</c>, domains separated by commas: where mails may go outside production. Empty: anywhere.</param>
public sealed record MailSettings(string From, string FromName, string ReplyTo, IReadOnlyList<string> OnlyTo)
{
    /// <summary>Headers of every mail: no absence message and no automatic answer comes back to a machine.</summary>
    public static IReadOnlyDictionary<string, string> Headers { get; } = new Dictionary<string, string>
    {
        ["Auto-Submitted"] = "auto-generated",
        ["X-Auto-Response-Suppress"] = "All",
    };

    /// <exception cref="InvalidOperationException">An address is none.</exception>
    public static MailSettings Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var mail = configuration.GetSection("Mail");
        var from = Address(mail, "From") ?? "charte-ia@region.example";
        return new MailSettings(
            from,
            mail["FromName"] is { Length: > 0 } name ? name : "Charte de l’IA, Région Sud",
            Address(mail, "ReplyTo") ?? from,
            (mail["OnlyTo"] ?? "").ToLowerInvariant().Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Whether mails may go to an address: its domain is on the list, or there is no list.</summary>
    public bool Allows(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return OnlyTo.Count == 0 || OnlyTo.Contains(address[(address.LastIndexOf('@') + 1)..].ToLowerInvariant());
    }

    /// <summary>The Message-ID of a mail, in its angle brackets: the same for every sending of it, and says nothing of the case or the person.</summary>
    public string MessageIdOf(string mailId) => $"<{Mark(mailId)}@{From[(From.LastIndexOf('@') + 1)..]}>";

    /// <summary>What all mails of a case refer to, so that mail programs show them together: a Message-ID that no mail has, and that says nothing of the case.</summary>
    public string ThreadOf(Cases.CaseId caseId) => MessageIdOf($"thread {caseId.Value}");

    /// <summary>A mail's id as others may see it: 32 hexadecimal digits of its SHA-256.</summary>
    public static string Mark(string mailId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mailId)))[..32];

    private static string? Address(IConfigurationSection mail, string key)
    {
        if (mail[key] is not { Length: > 0 } address)
            return null;
        return MailAddress.TryCreate(address, out var parsed) && parsed.Address == address
            ? address
            : throw new InvalidOperationException($"Mail:{key} is not an address.");
    }
}
