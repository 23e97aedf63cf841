using MailKit.Security;
using Microsoft.Extensions.Configuration;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>The mail server: section <c>Mail:Smtp</c> of the configuration.</summary>
/// <param name="Host"><c>Host</c>.</param>
/// <param name="Port"><c>Port</c>; 587 unless it is set.</param>
/// <param name="Tls"><c>Tls</c>: <c>starttls</c> (required; the default), <c>tls</c> (from the first byte), <c>none</c> (this machine only).</param>
/// <param name="User"><c>User</c>; null: no sign-in.</param>
/// <param name="Password"><c>Password</c>.</param>
public sealed record SmtpSettings(string Host, int Port, SecureSocketOptions Tls, string? User, string? Password)
{
    /// <exception cref="InvalidOperationException">A setting is missing or wrong.</exception>
    public static SmtpSettings Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var smtp = configuration.GetSection("Mail:Smtp");
        var host = smtp["Host"] is { Length: > 0 } name ? name : throw new InvalidOperationException("Set Mail:Smtp:Host.");
        var tls = smtp["Tls"]?.ToLowerInvariant() switch
        {
            null or "" or "starttls" => SecureSocketOptions.StartTls,
            "tls" => SecureSocketOptions.SslOnConnect,
            "none" => SecureSocketOptions.None,
            var other => throw new InvalidOperationException($"Mail:Smtp:Tls is '{other}': it must be starttls, tls or none."),
        };
        if (tls == SecureSocketOptions.None && host is not ("127.0.0.1" or "::1" or "localhost"))
            throw new InvalidOperationException("Mail:Smtp:Tls is none: mails would cross the network in clear text. That is for a server on this machine only.");
        return new SmtpSettings(host, smtp.GetValue("Port", 587), tls, smtp["User"], Secret.Resolved(smtp["Password"], "Mail:Smtp:Password"));
    }
}

/// <summary>Settings that come from the key vault.</summary>
internal static class Secret
{
    /// <summary>The value. When the platform could not read the vault it hands over the reference itself: the app must not start with it.</summary>
    /// <exception cref="InvalidOperationException">The value is an unresolved reference.</exception>
    public static string? Resolved(string? value, string key) =>
        value is not null && value.StartsWith("@Microsoft.KeyVault(", StringComparison.OrdinalIgnoreCase)
            ? throw new InvalidOperationException($"{key} is an unresolved Key Vault reference: give the app's identity the right to read the secret, then restart.")
            : value;
}
