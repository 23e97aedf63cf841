using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using RegionSud.AiWorkflow.Edge.Mails;
using SendGrid;
using SendGrid.Helpers.Mail;
using MailSettings = RegionSud.AiWorkflow.Edge.Mails.MailSettings;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>
/// Hands mails to SendGrid, by its European host unless the configuration says otherwise. Nothing is tracked and no link rewritten; the only
/// things that SendGrid keeps beside the mail are its mark and its token, which say nothing of the case or the person.
/// </summary>
public sealed class SendGridTransport(ISendGridClient client, SendGridSettings sendGrid, MailSettings settings, MailTokens tokens, TimeProvider time) : IMailTransport
{
    /// <inheritdoc/>
    public async Task SendAsync(OutboxMail mail, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(mail);
        Response response;
        try
        {
            response = await client.SendEmailAsync(MessageOf(mail), cancellation);
        }
        catch (Exception failure) when (failure is HttpRequestException || (failure is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new MailNotTakenException($"SendGrid cannot be reached ({failure.GetType().Name}).", failure.Message, isTransient: true);
        }

        // 202 when it is taken; the sandbox answers 200.
        if (response.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.OK)
            return;
        var status = (int)response.StatusCode;
        var answer = response.Body is null ? "" : await response.Body.ReadAsStringAsync(cancellation);
        throw new MailNotTakenException(
            $"SendGrid refused the mail with {status}.", ErrorsOf(answer), status is 408 or 429 or >= 500, RetryAfterOf(response));
    }

    private SendGridMessage MessageOf(OutboxMail mail)
    {
        var message = new SendGridMessage
        {
            From = new EmailAddress(settings.From, settings.FromName),
            ReplyTo = new EmailAddress(settings.ReplyTo, settings.FromName),
            Subject = mail.Subject,
            PlainTextContent = mail.Text,
            HtmlContent = mail.Html,
        };
        message.AddTo(new EmailAddress(mail.To));
        message.AddHeader("Message-ID", mail.MessageId);
        message.AddHeader("In-Reply-To", settings.ThreadOf(mail.CaseId));
        message.AddHeader("References", settings.ThreadOf(mail.CaseId));
        // SendGrid has refused types with parameters; the entry itself says its method.
        if (mail.Due is { } due)
            message.AddAttachment(Deadline.FileName, Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Deadline.Of(mail, due))), "text/calendar");
        foreach (var (name, value) in MailSettings.Headers)
            message.AddHeader(name, value);
        message.AddCustomArg("mail", MailSettings.Mark(mail.MailId));
        message.AddCustomArg(MailEventsApi.Reference, tokens.Of(mail.CaseId, mail.MailId));
        message.SetClickTracking(false, false);
        message.SetOpenTracking(false);
        message.SetGoogleAnalytics(false);
        message.SetSubscriptionTracking(false);
        if (sendGrid.Sandbox)
            message.SetSandBoxMode(true);
        return message;
    }

    private TimeSpan? RetryAfterOf(Response response) => response.Headers?.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    // {"errors":[{"message":…,"field":…}]}; whatever else comes is kept as it is.
    private static string ErrorsOf(string answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            return string.Join(" ", json.RootElement.GetProperty("errors").EnumerateArray().Select(error =>
                error.TryGetProperty("field", out var field) && field.ValueKind == JsonValueKind.String
                    ? $"{field.GetString()}: {error.GetProperty("message").GetString()}"
                    : error.GetProperty("message").GetString()));
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return answer;
        }
    }
}

/// <summary>Section <c>SendGrid</c> of the configuration.</summary>
/// <param name="ApiKey"><c>ApiKey</c>.</param>
/// <param name="Region"><c>Region</c>: <c>eu</c> (the default) or <c>global</c>. The European host needs a European subuser.</param>
/// <param name="Sandbox"><c>Sandbox</c>: SendGrid checks the mail and sends nothing.</param>
/// <param name="Host"><c>Host</c>: another host than the region's, for a test or a relay; null else.</param>
public sealed record SendGridSettings(string ApiKey, string Region, bool Sandbox, string? Host)
{
    /// <exception cref="InvalidOperationException">A setting is missing or wrong.</exception>
    public static SendGridSettings Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var sendGrid = configuration.GetSection("SendGrid");
        var key = Secret.Resolved(sendGrid["ApiKey"], "SendGrid:ApiKey");
        var region = sendGrid["Region"] is { Length: > 0 } named ? named : "eu";
        return new SendGridSettings(
            string.IsNullOrWhiteSpace(key) ? throw new InvalidOperationException("Set SendGrid:ApiKey.") : key.Trim(),
            region is "eu" or "global" ? region : throw new InvalidOperationException($"SendGrid:Region is '{region}': it must be eu or global."),
            sendGrid.GetValue("Sandbox", false),
            sendGrid["Host"] is { Length: > 0 } host ? host.TrimEnd('/') : null);
    }

    /// <summary>The client's options. The process's own retries are the only ones: SendGrid knows no idempotency key.</summary>
    public SendGridClientOptions Options()
    {
        var options = new SendGridClientOptions { ApiKey = ApiKey };
        options.SetDataResidency(Region);
        if (Host is not null)
            options.Host = Host;
        return options;
    }
}
