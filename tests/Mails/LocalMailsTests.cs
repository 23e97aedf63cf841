using System.Net;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Local;
using RegionSud.AiWorkflow.Tests.Storage;

namespace RegionSud.AiWorkflow.Tests.Mails;

public sealed class LocalMailsTests(StoreFixture store) : IClassFixture<StoreFixture>
{
    private const string Evil = "<script>alert(1)</script>";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_mails_that_went_out_are_shown_to_people_and_to_programs_with_nothing_run()
    {
        var outbox = new TableOutbox(store.Tables, store.Time);
        var (id, links) = (Sample.NewCase(), new[] { "http://127.0.0.1:7071/dossiers/x", "javascript:alert(1)" });
        OutboxMail Mail(string name) => new(
            $"{id}.{name}", id, "p", "a@region.example", $"[{id}] {Evil}", $"Texte {Evil}", $"<html><body>{Evil}\"'</body></html>", links,
            MailState.Pending, "<m@region.example>", store.Time.GetUtcNow(), null, null);
        await outbox.TryBeginAsync(Mail("receipt"), Cancellation);
        await outbox.MarkSentAsync(Mail("receipt"), Cancellation);
        await outbox.TryBeginAsync(Mail("waiting"), Cancellation);
        await using var app = await HostAsync(outbox);
        using var client = Client(app);

        var list = await client.GetStringAsync("/local/courriels", Cancellation);
        Assert.DoesNotContain("<script", list, StringComparison.Ordinal);
        var href = new HtmlParser().ParseDocument(list).QuerySelectorAll("li a").Select(a => a.GetAttribute("href")!).Single(a => a.Contains($"{id}.receipt", StringComparison.Ordinal));
        Assert.Contains("en attente", list, StringComparison.Ordinal);

        using var answer = await client.GetAsync(href, Cancellation);
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        var one = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Empty(one.QuerySelectorAll("script"));
        var frame = one.QuerySelector("iframe")!;
        Assert.DoesNotContain("allow-scripts", frame.GetAttribute("sandbox"), StringComparison.Ordinal);
        Assert.EndsWith($"{Evil}\"'</body></html>", frame.GetAttribute("srcdoc"), StringComparison.Ordinal);
        Assert.Equal($"Texte {Evil}", one.QuerySelector("pre")!.TextContent);
        Assert.DoesNotContain(one.QuerySelectorAll("a"), a => a.GetAttribute("href")!.StartsWith("javascript", StringComparison.Ordinal));

        var json = JsonDocument.Parse(await client.GetStringAsync("/local/courriels.json", Cancellation)).RootElement.EnumerateArray()
            .Where(mail => mail.GetProperty("case").GetString() == id.Value).ToList();
        var sent = Assert.Single(json);
        Assert.Equal(["id", "case", "to", "subject", "text", "html", "links", "sentAt"], sent.EnumerateObject().Select(property => property.Name));
        Assert.Equal($"{id}.receipt", sent.GetProperty("id").GetString());
        Assert.Equal(links[0], sent.GetProperty("links")[0].GetString());
    }

    [Theory]
    [InlineData("IA-2026-9999.receipt")]
    [InlineData("n-importe-quoi")]
    public async Task A_mail_that_does_not_exist_is_not_found(string id)
    {
        await using var app = await HostAsync(new TableOutbox(store.Tables, store.Time));
        using var client = Client(app);

        using var answer = await client.GetAsync($"/local/courriels/{id}", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static async Task<WebApplication> HostAsync(TableOutbox outbox)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(outbox);
        builder.Services.AddSingleton(CharterLoader.Load());
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapLocalMails();
        await app.StartAsync(Cancellation);
        return app;
    }

    private static HttpClient Client(WebApplication app) =>
        new() { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
}
