using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Pages;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>Who may say what became of mails: <c>Mail:Events:PublicKey</c>, the verification key of SendGrid's signed event webhook; null when nobody may.</summary>
public sealed record MailEventsSettings(byte[]? PublicKey)
{
    /// <exception cref="InvalidOperationException">The key is none.</exception>
    public static MailEventsSettings Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new MailEventsSettings(configuration["Mail:Events:PublicKey"] is { Length: > 0 } key ? SignedPost.KeyOf(key, "Mail:Events:PublicKey") : null);
    }
}

/// <summary>Hears from SendGrid what became of the mails it took (signed event webhook, twilio.com/docs/sendgrid).</summary>
public sealed partial class MailEventsApi(MailEventsSettings settings, MailTokens tokens, Bounces bounces, TimeProvider time, ILogger<MailEventsApi> logger)
{
    /// <summary>Name of the custom argument that bears a mail's token.</summary>
    internal const string Reference = "ref";

    private const int MostBytes = 4 * 1024 * 1024;
    private const int LongestReason = 500;

    /// <summary>
    /// 200 once every event is dealt with; events that speak of no mail of ours, or of nothing that matters, are passed over. 404 when no key is set, 403
    /// without a good signature of the last five minutes, 400 for what is no list of events, 413 for too much. The service brings a batch again that fails.
    /// </summary>
    [Function("MailEvents")]
    [Access(Anonymous = true)]
    public async Task<IResult> ReceiveAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/mail-events")] HttpRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (settings.PublicKey is not { } key)
            return Refusals.Problem(StatusCodes.Status404NotFound, "Adresse inconnue", "Rien n’est reçu à cette adresse.");
        if (await SignedPost.BodyAsync(request, MostBytes, cancellation) is not { } body)
            return Refusals.Problem(StatusCodes.Status413PayloadTooLarge, "Envoi trop lourd", "La liste dépasse la taille reçue.");
        if (!SignedPost.IsSigned(request.Headers, body, key, time.GetUtcNow()))
            return Refusals.Problem(StatusCodes.Status403Forbidden, "Signature refusée", "La signature manque, n’est pas la bonne, ou date de plus de cinq minutes.");
        if (EventsIn(body) is not { } events)
            return Refusals.Problem(StatusCodes.Status400BadRequest, "Envoi illisible", "Une liste d’événements est attendue.");
        var recorded = 0;
        // The same event comes several times, in one batch as well.
        foreach (var (token, reason) in events.DistinctBy(happened => happened.Token))
        {
            if (tokens.Read(token) is var (caseId, mailId) && await bounces.RecordAsync(caseId, mailId, reason, cancellation))
                recorded++;
        }

        if (recorded > 0)
            Recorded(logger, recorded);
        return Results.Json(new { recorded });
    }

    /// <summary>Mails that did not arrive, with the reason; null for what is no list. Pure.</summary>
    internal static IReadOnlyList<(string Token, string Reason)>? EventsIn(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            if (json.RootElement.ValueKind != JsonValueKind.Array)
                return null;
            return
            [
                .. json.RootElement.EnumerateArray()
                    .Where(happened => happened.ValueKind == JsonValueKind.Object && Text(happened, "event") is "bounce" or "dropped")
                    .Select(happened => (Token: Text(happened, Reference), Reason: $"{Text(happened, "event")} {Text(happened, "type")} {Text(happened, "status")} {Text(happened, "reason")}".Trim()))
                    .Where(happened => happened.Token.Length > 0)
                    .Select(happened => (happened.Token, happened.Reason[..Math.Min(happened.Reason.Length, LongestReason)])),
            ];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(JsonElement happened, string name) => happened.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} mails could not be delivered.")]
    private static partial void Recorded(ILogger logger, int count);
}
