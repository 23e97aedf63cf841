using MimeKit;

namespace RegionSud.AiWorkflow.Edge.Intake.Mail;

/// <summary>What a report of delivery (RFC 3464) says of a mail that could not be delivered.</summary>
/// <param name="MessageId">Of that mail, without angle brackets.</param>
/// <param name="Subject">Of that mail.</param>
/// <param name="Why">The mail server's own words, on one line.</param>
public sealed record FailedDelivery(string MessageId, string Subject, string Why)
{
    private const int MostWords = 300;

    /// <summary>Null when the mail is no such report, or does not say of which mail. A delay is no failure.</summary>
    internal static FailedDelivery? In(MimeMessage message)
    {
        if (message.Body is not MultipartReport report ||
            report.OfType<MessageDeliveryStatus>().SelectMany(status => status.StatusGroups).FirstOrDefault(group => string.Equals(group["Action"]?.Trim(), "failed", StringComparison.OrdinalIgnoreCase)) is not { } group)
            return null;
        var headers = report.OfType<MessagePart>().FirstOrDefault()?.Message?.Headers ?? HeadersIn(report);
        if (headers?["Message-ID"]?.Trim('<', '>', ' ') is not { Length: > 0 } id)
            return null;
        var why = string.Join(' ', new[] { group["Status"], group["Diagnostic-Code"] }.Where(text => !string.IsNullOrWhiteSpace(text)));
        return new FailedDelivery(id, headers["Subject"] ?? "", string.Concat(why.Where(c => !char.IsControl(c)).Take(MostWords)));
    }

    private static HeaderList? HeadersIn(MultipartReport report)
    {
        if (report.OfType<MimePart>().FirstOrDefault(part => part.ContentType.IsMimeType("text", "rfc822-headers")) is not { Content: { } content })
            return null;
        using var bytes = new MemoryStream();
        content.DecodeTo(bytes);
        bytes.Position = 0;
        return HeaderList.Load(bytes);
    }
}
