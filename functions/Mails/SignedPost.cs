using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>What SendGrid posts to us, mails and events alike: signed over its raw bytes, so that these are read before anything is made of them.</summary>
public static class SignedPost
{
    private const string Signature = "X-Twilio-Email-Event-Webhook-Signature";
    private const string Timestamp = "X-Twilio-Email-Event-Webhook-Timestamp";

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>A verification key as SendGrid shows it: SubjectPublicKeyInfo, base64.</summary>
    /// <param name="setting">Where it stands, to say so.</param>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public static byte[] KeyOf(string key, string setting)
    {
        try
        {
            var bytes = Convert.FromBase64String(key);
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportSubjectPublicKeyInfo(bytes, out _);
            return bytes;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            throw new InvalidOperationException($"{setting} is no public key.", e);
        }
    }

    /// <summary>Whether the body is signed by the service's key, within five minutes: ECDSA with SHA-256 over the timestamp and the raw bytes, in DER. Pure.</summary>
    public static bool IsSigned(IHeaderDictionary headers, ReadOnlyMemory<byte> body, byte[] publicKey, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(publicKey);
        var (signature, timestamp) = (headers[Signature].ToString(), headers[Timestamp].ToString());
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ||
            seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds() || (DateTimeOffset.FromUnixTimeSeconds(seconds) - now).Duration() > Window)
            return false;
        var der = new byte[signature.Length];
        if (!Convert.TryFromBase64String(signature, der, out var length))
            return false;
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(publicKey, out _);
        byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp), .. body.Span];
        return key.VerifyData(signed, der.AsSpan(0, length), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    /// <summary>The whole body; null when there is more of it than may be.</summary>
    internal static async Task<ReadOnlyMemory<byte>?> BodyAsync(HttpRequest request, int most, CancellationToken cancellation)
    {
        if (request.ContentLength > most)
            return null;
        using var body = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellation)) > 0)
        {
            if (body.Length + read > most)
                return null;
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }
}
