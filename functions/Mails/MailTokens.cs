using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>
/// What a mail service keeps beside a mail and gives back when it speaks of it: which mail it is, encrypted, so that what is kept there for years says
/// nothing of the case or the person, and nothing needs to be looked up here.
/// </summary>
public sealed class MailTokens(IDataProtectionProvider protection)
{
    private const int Longest = 2048;

    private readonly IDataProtector protector = protection.CreateProtector("RegionSud.AiWorkflow.MailTokens.v1");

    /// <summary>The token of a mail: URL-safe, some 250 characters.</summary>
    public string Of(CaseId caseId, string mailId) => WebEncoders.Base64UrlEncode(protector.Protect(System.Text.Encoding.UTF8.GetBytes($"{caseId.Value}/{mailId}")));

    /// <summary>The mail of a token; null when it was altered or is none of ours.</summary>
    public (CaseId CaseId, string MailId)? Read(string? token)
    {
        if (string.IsNullOrEmpty(token) || token.Length > Longest)
            return null;
        try
        {
            var text = System.Text.Encoding.UTF8.GetString(protector.Unprotect(WebEncoders.Base64UrlDecode(token)));
            return text.Split('/', 2) is [var number, var mail] && CaseId.TryParse(number, out var id) ? (id, mail) : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
