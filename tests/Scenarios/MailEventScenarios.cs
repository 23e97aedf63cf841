using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Mails;
using RegionSud.AiWorkflow.Local.Demo;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>The mail service says, later, what became of the mails that it took.</summary>
public sealed class MailEventScenarios(LocalHostFixture fixture) : Scenario(fixture)
{
    [Fact]
    public async Task A_mail_that_comes_back_shows_on_its_case_and_DTISU_is_told_once()
    {
        var id = await DepositAsync();
        var asked = await Client.MailAsync(id, "endorse", Cancellation);
        var token = Services.GetRequiredService<MailTokens>().Of(CaseId.Parse(id), asked.Id);
        var bounce = new { @event = "bounce", type = "bounce", status = "5.1.1", reason = "550 unknown user", sg_event_id = "a", email = asked.To, @ref = token };

        Assert.Equal(200, await BringAsync(new object[] { new { @event = "delivered", @ref = token }, bounce, bounce, new { @event = "open" }, new { @event = "somethingNew", @ref = token } }));
        Assert.Equal(200, await BringAsync(new object[] { bounce }));

        var told = await ToldAsync(id, "Un courriel n’a pas été distribué");
        Assert.Equal("dtisu@region.example", told.To);
        Assert.DoesNotContain(asked.To, told.Text, StringComparison.Ordinal);
        Assert.Single(await Client.MailsAsync(id, Cancellation), mail => mail.Subject.EndsWith("Un courriel n’a pas été distribué", StringComparison.Ordinal));
        Assert.Contains("Courriel non distribué", (await Client.OpenAsync($"/dossiers/{id}", "Dtisu", Cancellation)).Text, StringComparison.Ordinal);
        Assert.Contains("5.1.1 550 unknown user", (await Client.OpenAsync("/suivi", "Dtisu", Cancellation)).Text, StringComparison.Ordinal);
        Assert.Single(await Client.JournalAsync(id, Cancellation), row => row.Type == "MailBounced");
        // The next in line is asked too.
        var other = Assert.Single(await Client.MailsAsync(id, Cancellation), mail => mail.To == "direction.lycees.adjointe@region.example" && mail.Id.StartsWith("handed:", StringComparison.Ordinal));
        Assert.Contains("vous suppléez Direction des Lycées", other.Text, StringComparison.Ordinal);
        // Nothing is decided by it, and its link is as good as ever.
        var page = await Client.OpenAsync(asked.Links[0], null, Cancellation);
        await Client.SendAsync(page, FilledForm.Of(page, "decline", []), Cancellation);
        await StatusAsync(id, "Closed");
    }

    [Fact]
    public async Task Events_that_are_not_signed_altered_or_old_change_nothing()
    {
        var id = await DepositAsync();
        var asked = await Client.MailAsync(id, "endorse", Cancellation);
        var token = Services.GetRequiredService<MailTokens>().Of(CaseId.Parse(id), asked.Id);
        object[] bounce = [new { @event = "bounce", @ref = token }];

        Assert.Equal(403, await BringAsync(bounce, at: TimeProvider.System.GetUtcNow().AddMinutes(-6)));
        Assert.Equal(403, await BringAsync(bounce, signature: "AAAA"));
        Assert.Equal(403, await BringAsync(bounce, signature: ""));
        Assert.Equal(400, await BringAsync(new { @event = "bounce" }));
        Assert.Equal(200, await BringAsync(new object[] { new { @event = "bounce", @ref = token[..^4] + "AAAA" }, new { @event = "bounce", @ref = 3 }, 1, "x" }));

        Assert.DoesNotContain(await Client.JournalAsync(id, Cancellation), row => row.Type == "MailBounced");
        await DecideAsync(id, "endorse", "decline");
    }

    private async Task<int> BringAsync(object events, DateTimeOffset? at = null, string? signature = null)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(events);
        var timestamp = (at ?? TimeProvider.System.GetUtcNow()).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        content.Headers.Add("X-Twilio-Email-Event-Webhook-Timestamp", timestamp);
        content.Headers.Add("X-Twilio-Email-Event-Webhook-Signature", signature
            ?? Convert.ToBase64String(LocalHostFixture.MailKey.SignData([.. Encoding.ASCII.GetBytes(timestamp), .. body], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)));
        using var answer = await Client.SendAsync(HttpMethod.Post, "/api/mail-events", null, content, Cancellation);
        return (int)answer.StatusCode;
    }
}
