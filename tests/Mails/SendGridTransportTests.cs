using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Mails;
using SendGrid;

namespace RegionSud.AiWorkflow.Tests.Mails;

public sealed class SendGridTransportTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_is_handed_over_untracked_and_with_nothing_personal_beside_it()
    {
        await using var service = await MailService.StartAsync(202);
        var mail = (await new MailSamples().AllAsync())["asked-endorse"];

        await service.SendAsync(mail, sandbox: false);

        Assert.Equal("/v3/mail/send", service.Path);
        Assert.Equal("Bearer SG.test", service.Authorization);
        var sent = service.Sent;
        Assert.Equal(mail.Subject, sent.GetProperty("subject").GetString());
        Assert.Equal(["text/plain", "text/html"], sent.GetProperty("content").EnumerateArray().Select(part => part.GetProperty("type").GetString()));
        Assert.Equal([mail.Text, mail.Html], sent.GetProperty("content").EnumerateArray().Select(part => part.GetProperty("value").GetString()));
        var tracking = sent.GetProperty("tracking_settings");
        Assert.False(tracking.GetProperty("click_tracking").GetProperty("enable").GetBoolean());
        Assert.False(tracking.GetProperty("click_tracking").GetProperty("enable_text").GetBoolean());
        Assert.False(tracking.GetProperty("open_tracking").GetProperty("enable").GetBoolean());
        var personalization = Assert.Single(sent.GetProperty("personalizations").EnumerateArray());
        var (headers, arguments) = (Either(sent, personalization, "headers"), Either(sent, personalization, "custom_args"));
        Assert.Equal(mail.MessageId, headers.GetProperty("Message-ID").GetString());
        Assert.Equal("auto-generated", headers.GetProperty("Auto-Submitted").GetString());
        Assert.Equal("All", headers.GetProperty("X-Auto-Response-Suppress").GetString());
        Assert.Equal(["mail", "ref"], arguments.EnumerateObject().Select(argument => argument.Name).Order());
        Assert.Matches("^[0-9a-f]{32}$", arguments.GetProperty("mail").GetString());
        var token = arguments.GetProperty("ref").GetString()!;
        Assert.DoesNotContain(mail.CaseId.Value, token, StringComparison.Ordinal);
        Assert.Equal((mail.CaseId, mail.MailId), MailService.Tokens.Read(token));
        Assert.False(sent.TryGetProperty("categories", out _));
        Assert.False(sent.TryGetProperty("mail_settings", out _));
    }

    [Fact]
    public async Task Every_mail_that_is_sent_is_one_that_the_published_contract_takes()
    {
        var schema = JsonSchema.FromText(await File.ReadAllTextAsync(Path.Combine(Here(), "mail-send.schema.json"), Cancellation));
        var options = new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true };
        await using var service = await MailService.StartAsync(202);
        foreach (var sandbox in new[] { false, true })
        {
            foreach (var (name, mail) in await new MailSamples().AllAsync())
            {
                await service.SendAsync(mail, sandbox);
                var result = schema.Evaluate(service.Sent, options);
                Assert.True(result.IsValid, $"{name}: {string.Join("; ", result.Details?.Where(detail => detail.Errors is not null).Select(detail => $"{detail.InstanceLocation} {string.Join(',', detail.Errors!.Values)}") ?? [])}");
            }
        }

        // The schema refuses what it should.
        var asked = JsonNode.Parse(service.Sent.GetRawText())!.AsObject();
        asked["categories"] = new JsonArray("IA-2026-0042");
        Assert.False(schema.Evaluate(JsonSerializer.SerializeToElement(asked), options).IsValid);
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [Fact]
    public async Task The_sandbox_is_asked_for_by_configuration()
    {
        await using var service = await MailService.StartAsync(200);

        await service.SendAsync((await new MailSamples().AllAsync())["receipt"], sandbox: true);

        Assert.True(service.Sent.GetProperty("mail_settings").GetProperty("sandbox_mode").GetProperty("enable").GetBoolean());
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(413, false)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    public async Task A_refusal_says_whether_it_may_pass_later_and_keeps_the_service_s_words(int status, bool isTransient)
    {
        await using var service = await MailService.StartAsync(status);
        var mail = (await new MailSamples().AllAsync())["receipt"];

        var refusal = await Assert.ThrowsAsync<MailNotTakenException>(() => service.SendAsync(mail, sandbox: false));

        Assert.Equal(isTransient, refusal.IsTransient);
        Assert.Equal($"SendGrid refused the mail with {status}.", refusal.Message);
        Assert.Equal("from.email: not a verified sender", refusal.Answer);
        Assert.Equal(status == 429 ? TimeSpan.FromSeconds(42) : null, refusal.RetryAfter);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_tried_again_later()
    {
        var service = await MailService.StartAsync(202);
        await service.DisposeAsync();
        var mail = (await new MailSamples().AllAsync())["receipt"];

        var refusal = await Assert.ThrowsAsync<MailNotTakenException>(() => service.SendAsync(mail, sandbox: false));

        Assert.True(refusal.IsTransient);
    }

    private static JsonElement Either(JsonElement sent, JsonElement personalization, string name) =>
        personalization.TryGetProperty(name, out var value) ? value : sent.GetProperty(name);

    private sealed class MailService : IAsyncDisposable
    {
        public static MailTokens Tokens { get; } = new(new EphemeralDataProtectionProvider());

        private readonly WebApplication app;
        private string address = "";

        private MailService(int status)
        {
            var builder = WebApplication.CreateSlimBuilder();
            app = builder.Build();
            app.Urls.Add("http://127.0.0.1:0");
            app.MapPost("/{**path}", async (HttpContext http) =>
            {
                Path = http.Request.Path;
                Authorization = http.Request.Headers.Authorization.ToString();
                Sent = (await JsonDocument.ParseAsync(http.Request.Body)).RootElement;
                http.Response.StatusCode = status;
                if (status == 429)
                    http.Response.Headers.RetryAfter = "42";
                if (status >= 400)
                    await http.Response.WriteAsync("""{"errors":[{"message":"not a verified sender","field":"from.email","help":null}]}""");
            });
        }

        public string Path { get; private set; } = "";

        public string Authorization { get; private set; } = "";

        public JsonElement Sent { get; private set; }

        public static async Task<MailService> StartAsync(int status)
        {
            var service = new MailService(status);
            await service.app.StartAsync(Cancellation);
            service.address = service.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
            return service;
        }

        public Task SendAsync(OutboxMail mail, bool sandbox)
        {
            var settings = new SendGridSettings("SG.test", "eu", sandbox, address);
            var identity = new MailSettings("charte-ia@region.example", "Charte de l’IA, Région Sud", "charte-ia@region.example", []);
            return new SendGridTransport(new SendGridClient(settings.Options()), settings, identity, Tokens, TimeProvider.System).SendAsync(mail, Cancellation);
        }

        public async ValueTask DisposeAsync() => await app.DisposeAsync();
    }
}
