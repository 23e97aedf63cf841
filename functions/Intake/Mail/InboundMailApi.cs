using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Net.Http.Headers;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Mails;
using RegionSud.AiWorkflow.Edge.Pages;

namespace RegionSud.AiWorkflow.Edge.Intake.Mail;

/// <summary>Who may bring mails: section <c>Mail:Inbound</c> of the configuration.</summary>
/// <param name="Path"><c>Mail:Inbound:Path</c>: the unguessable end of the address, 32 characters at least; null when no mail is received so.</param>
/// <param name="PublicKey">
/// <c>Mail:Inbound:PublicKey</c>: of the security policy of SendGrid's Inbound Parse, as it shows it (SubjectPublicKeyInfo, base64). Null only where
/// no policy is set, as on a laptop.
/// </param>
public sealed record InboundMailSettings(string? Path, byte[]? PublicKey)
{
    private const int ShortestPath = 32;

    /// <exception cref="InvalidOperationException">The path is short enough to be guessed, the key is none, or a deployed app has no key.</exception>
    public static InboundMailSettings Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var (path, key) = (configuration["Mail:Inbound:Path"], configuration["Mail:Inbound:PublicKey"]);
        if (string.IsNullOrEmpty(path))
            return new InboundMailSettings(null, null);
        if (path.Length < ShortestPath)
            throw new InvalidOperationException($"Mail:Inbound:Path must have {ShortestPath} characters at least.");
        if (string.IsNullOrEmpty(key))
        {
            return string.IsNullOrEmpty(configuration["WEBSITE_INSTANCE_ID"])
                ? new InboundMailSettings(path, null)
                : throw new InvalidOperationException("Set Mail:Inbound:PublicKey: without it anybody who learns the path could bring mails.");
        }

        return new InboundMailSettings(path, SignedPost.KeyOf(key, "Mail:Inbound:PublicKey"));
    }
}

/// <summary>Receives the mails that SendGrid's Inbound Parse hands over in raw mode (twilio.com/docs/sendgrid, « Parsing email », read in 2026).</summary>
public sealed class InboundMailApi(InboundMailSettings settings, MailDesk desk, CharterRules rules, TimeProvider time)
{

    // The parts beside the mail are short; boundaries and headers come on top.
    private const int AroundMail = 1024 * 1024;
    private const int MostParts = 40;
    private const int ShortPart = 64 * 1024;


    /// <summary>
    /// 200 once the mail is kept and sorted, whatever became of it; 404 for another path; 403 without a good signature; 400 for a body that is no
    /// such form, 413 for one over the limit of <c>mail.yaml</c>. A failure of ours is 500: the service brings the mail again for three days.
    /// </summary>
    [Function("InboundMail")]
    [Access(Anonymous = true)]
    public async Task<IResult> ReceiveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/inbound-mail/{path}")] HttpRequest request,
        string path,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (settings.Path is null || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(path ?? ""), Encoding.UTF8.GetBytes(settings.Path)))
            return Refusals.Problem(StatusCodes.Status404NotFound, "Adresse inconnue", "Rien n’est reçu à cette adresse.");
        var most = rules.Mail.MostBytes + AroundMail;
        if (await SignedPost.BodyAsync(request, most, cancellation) is not { } body)
            return Refusals.Problem(StatusCodes.Status413PayloadTooLarge, "Courriel trop lourd", "Le courriel dépasse la taille reçue.");
        if (settings.PublicKey is { } key && !SignedPost.IsSigned(request.Headers, body, key, time.GetUtcNow()))
            return Refusals.Problem(StatusCodes.Status403Forbidden, "Signature refusée", "La signature manque, n’est pas la bonne, ou date de plus de cinq minutes.");
        if (await PartsAsync(request.ContentType, body, cancellation) is not { } parts || !parts.TryGetValue("email", out var email))
            return Refusals.Problem(StatusCodes.Status400BadRequest, "Envoi illisible", "Un formulaire multipart/form-data avec la partie «\u00a0email\u00a0» est attendu\u00a0: le mode brut doit être réglé.");
        var kept = await desk.TakeAsync(email, OriginOf(parts), time.GetUtcNow(), client, cancellation);
        return Results.Json(new { verdict = kept.Verdict.ToString(), reason = kept.Reason.ToString(), caseId = kept.CaseId?.Value });
    }

    /// <summary>What the service found out: <c>SPF</c> is a word, <c>dkim</c> looks like <c>{@region.example : pass}</c> and is no JSON. Pure.</summary>
    internal static MailOrigin OriginOf(IReadOnlyDictionary<string, byte[]> parts)
    {
        string Text(string name) => parts.TryGetValue(name, out var bytes) ? Encoding.UTF8.GetString(bytes).Trim() : "";
        var passed = Text("dkim").Trim('{', '}').Split(',', StringSplitOptions.TrimEntries)
            .Select(each => each.Split(':', 2, StringSplitOptions.TrimEntries))
            .Where(each => each is [['@', _, ..], "pass"]).Select(each => each[0][1..].ToLowerInvariant());
        return new MailOrigin(string.Equals(Text("SPF"), "pass", StringComparison.OrdinalIgnoreCase), EnvelopeFrom(Text("envelope")), [.. passed]);
    }

    private static string? EnvelopeFrom(string json)
    {
        try
        {
            using var envelope = System.Text.Json.JsonDocument.Parse(json);
            return envelope.RootElement.ValueKind == System.Text.Json.JsonValueKind.Object && envelope.RootElement.TryGetProperty("from", out var from) && from.ValueKind == System.Text.Json.JsonValueKind.String
                ? from.GetString()!.Trim('<', '>', ' ').ToLowerInvariant()
                : null;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    // The bytes of each part: a mail is not text of one charset.
    private static async Task<Dictionary<string, byte[]>?> PartsAsync(string? contentType, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) ||
            HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary)
            return null;
        try
        {
            using var stream = new MemoryStream(body.ToArray(), writable: false);
            var reader = new MultipartReader(boundary, stream);
            Dictionary<string, byte[]> parts = new(StringComparer.Ordinal);
            while (parts.Count < MostParts && await reader.ReadNextSectionAsync(cancellation) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || HeaderUtilities.RemoveQuotes(disposition.Name).Value is not { } name)
                    continue;
                using var content = new MemoryStream();
                await section.Body.CopyToAsync(content, cancellation);
                if (name == "email" || content.Length <= ShortPart)
                    parts[name] = content.ToArray();
            }

            return parts;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return null;
        }
    }
}
