using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace RegionSud.AiWorkflow.Edge.Admin.ModelWatching;

/// <summary>Who may send events about models: <c>Models:Events:Secret</c>, <c>whsec_</c> and base64; null when nobody may.</summary>
public sealed record ModelEventsSettings(byte[]? Secret)
{
    private const string Prefix = "whsec_";
    private const int LeastBytes = 24;

    /// <exception cref="InvalidOperationException">The secret is none, or short enough to be guessed.</exception>
    public static ModelEventsSettings Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (configuration["Models:Events:Secret"] is not { Length: > 0 } text)
            return new ModelEventsSettings((byte[]?)null);
        var secret = new byte[text.Length];
        return text.StartsWith(Prefix, StringComparison.Ordinal) && Convert.TryFromBase64String(text[Prefix.Length..], secret, out var length) && length >= LeastBytes
            ? new ModelEventsSettings(secret[..length])
            : throw new InvalidOperationException($"Models:Events:Secret must be {Prefix} and {LeastBytes} bytes or more in base64.");
    }
}

/// <summary>The signature of an event, as Standard Webhooks 1.0.0 writes it: HMAC-SHA256 over id, timestamp and the raw body. Pure.</summary>
public static class SignedEvent
{
    private const string Scheme = "v1,";
    private const int LongestId = 200;
    private const int MostSignatures = 10;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>The event's id, once it is signed with the secret and of the last five minutes; null otherwise.</summary>
    public static string? IdOf(IHeaderDictionary headers, ReadOnlyMemory<byte> body, byte[] secret, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(secret);
        var (id, timestamp) = (headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString());
        if (id.Length is 0 or > LongestId || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ||
            seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds() || (DateTimeOffset.FromUnixTimeSeconds(seconds) - now).Duration() > Window)
            return null;
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body.Span];
        var expected = HMACSHA256.HashData(secret, signed);
        // Several while a secret is being changed; one that is good is enough.
        var good = headers["webhook-signature"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MostSignatures)
            .Any(signature => signature.StartsWith(Scheme, StringComparison.Ordinal) && IsOf(signature[Scheme.Length..], expected));
        return good ? id : null;
    }

    private static bool IsOf(string signature, byte[] expected)
    {
        var given = new byte[signature.Length];
        return Convert.TryFromBase64String(signature, given, out var length) && CryptographicOperations.FixedTimeEquals(given.AsSpan(0, length), expected);
    }
}
