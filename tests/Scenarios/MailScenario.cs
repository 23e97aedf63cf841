using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MimeKit;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>What scenarios of mails share: the mail service that brings them, signed, in raw mode.</summary>
public abstract class MailScenario(LocalHostFixture fixture) : Scenario(fixture)
{
    protected const string Camille = "camille.martin@region.example";

    protected static DateTimeOffset Now() => TimeProvider.System.GetUtcNow();

    protected static MimeMessage Mail(string subject, string text, params (string Name, byte[] Content)[] files) => Mail(subject, text, Camille, files);

    /// <summary>The same from another address.</summary>
    protected static MimeMessage Mail(string subject, string text, string from, params (string Name, byte[] Content)[] files)
    {
        var body = new BodyBuilder { TextBody = text };
        foreach (var (name, content) in files)
            body.Attachments.Add(name, content, new MimeKit.ContentType("application", "octet-stream"));
        return new MimeMessage([new MailboxAddress("Camille Martin", from)], [new MailboxAddress("", "charte-ia@depots.region.example")], subject, body.ToMessageBody())
        {
            MessageId = $"{Guid.NewGuid():N}x@poste.region.example",
        };
    }

    protected static MultipartFormDataContent Content(MimeMessage mail)
    {
        using var raw = new MemoryStream();
        mail.WriteTo(raw);
        var from = mail.From.Mailboxes.First().Address;
        return new MultipartFormDataContent
        {
            { new ByteArrayContent(raw.ToArray()), "email" },
            { new StringContent("pass"), "SPF" },
            { new StringContent($"{{@{from[(from.IndexOf('@', StringComparison.Ordinal) + 1)..]} : pass}}"), "dkim" },
            { new StringContent(JsonSerializer.Serialize(new { to = new[] { "charte-ia@depots.region.example" }, from })), "envelope" },
        };
    }

    protected async Task<JsonElement> BringAsync(MimeMessage mail)
    {
        using var content = Content(mail);
        return await BringAsync(content);
    }

    protected async Task<JsonElement> BringAsync(MultipartFormDataContent form)
    {
        var body = await form.ReadAsByteArrayAsync(Cancellation);
        using var response = await SendAsync(LocalHostFixture.MailPath, body, form.Headers.ContentType!, Now());
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    protected async Task<HttpResponseMessage> SendAsync(string path, byte[] body, MediaTypeHeaderValue type, DateTimeOffset at, string? signature = null, byte[]? over = null)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = type;
        content.Headers.Add("X-Twilio-Email-Event-Webhook-Timestamp", timestamp);
        content.Headers.Add("X-Twilio-Email-Event-Webhook-Signature", signature
            ?? Convert.ToBase64String(LocalHostFixture.MailKey.SignData([.. Encoding.ASCII.GetBytes(timestamp), .. over ?? body], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)));
        return await Client.SendAsync(HttpMethod.Post, $"/api/inbound-mail/{path}", null, content, Cancellation);
    }

    protected async Task<(string Verdict, string Reason)> VerdictAsync(MimeMessage mail) => Of(await BringAsync(mail));

    protected static (string Verdict, string Reason) Of(JsonElement kept) => (kept.GetProperty("verdict").GetString()!, kept.GetProperty("reason").GetString()!);
}
