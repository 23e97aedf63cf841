using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Admin.ModelWatching;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Tests.Admin;
using RegionSud.AiWorkflow.Tests.Storage;

namespace RegionSud.AiWorkflow.Tests.Watch;

/// <summary>What providers and solutions say of models, over the functions that hear it and the real store.</summary>
public sealed class ModelEventsTests : IClassFixture<StoreFixture>
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("0123456789abcdef0123456789abcdef");

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));
    private readonly OwnModels models;
    private readonly TableModelEvents events;
    private readonly StoreFixture store;
    private readonly string id;

    public ModelEventsTests(StoreFixture store)
    {
        this.store = store;
        models = new OwnModels(store.Tables);
        events = new TableModelEvents(store.Tables);
        id = $"{models.Prefix}chat";
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_signed_event_is_noted_and_brought_again_it_changes_nothing()
    {
        await AddAsync("2024-11-20");
        var mark = Guid.NewGuid().ToString("N");
        var body = Event(id, new { version = "2025-01-15", retirement = new { on = "2027-12-31", replacement = "gpt-4.1", sameFamily = false } });
        Assert.Equal(200, await SendAsync(body, mark));
        var model = await GetAsync();
        Assert.Equal(("2025-01-15", new Retirement(new DateOnly(2027, 12, 31), "gpt-4.1"), ModelEvent.By), (model.Version, model.Retirement, Assert.Single(model.Changes).By));

        // The same id is the same event, whatever it says now.
        Assert.Equal(200, await SendAsync(body, mark));
        Assert.Equal(200, await SendAsync(Event(id, new { version = "2026-01-15" }), mark));
        Assert.Equal(200, await SendAsync(body, Guid.NewGuid().ToString("N")));
        Assert.Equal(model.ETag, (await GetAsync()).ETag);
        Assert.DoesNotContain(await events.WaitingAsync(1000, Cancellation), kept => kept.Subject == id);
    }

    [Fact]
    public async Task An_event_that_is_not_signed_altered_or_old_changes_nothing()
    {
        await AddAsync("2024-11-20");
        var body = Event(id, new { version = "2025-01-15" });
        var mark = Guid.NewGuid().ToString("N");
        Assert.Equal(401, await SendAsync(body, mark, signature: ""));
        Assert.Equal(401, await SendAsync(body, mark, signature: "v1,AAAA"));
        Assert.Equal(401, await SendAsync(body, mark, signature: "v1,pas du base64"));
        Assert.Equal(401, await SendAsync(body, mark, signature: Sign(mark, body, time.GetUtcNow()).Replace("v1,", "v2,", StringComparison.Ordinal)));
        Assert.Equal(401, await SendAsync(body, mark, signature: Sign("autre", body, time.GetUtcNow())));
        Assert.Equal(401, await SendAsync(Event(id, new { version = "9" }), mark, signature: Sign(mark, body, time.GetUtcNow())));
        Assert.Equal(401, await SendAsync(body, mark, at: time.GetUtcNow().AddMinutes(-6)));
        Assert.Equal(401, await SendAsync(body, mark, at: time.GetUtcNow().AddMinutes(6)));
        Assert.Equal(401, await SendAsync(body, ""));
        Assert.Equal(413, await SendAsync(new byte[64 * 1024 + 1], mark));
        Assert.Equal(404, await SendAsync(body, mark, secret: false));
        Assert.Equal("2024-11-20", (await GetAsync()).Version);
        Assert.Null(await events.FindAsync(TableModelEvents.KeyOf(mark), Cancellation));

        // While the secret is changed there are two signatures.
        Assert.Equal(200, await SendAsync(body, mark, signature: $"v1,AAAA {Sign(mark, body, time.GetUtcNow())}"));
    }

    [Fact]
    public async Task A_model_that_nobody_knows_is_kept_to_be_seen_until_somebody_has_looked()
    {
        var mark = Guid.NewGuid().ToString("N");
        var body = Event(id, new { version = "2025-01-15" });
        Assert.Equal(202, await SendAsync(body, mark));
        Assert.Equal(202, await SendAsync(body, mark));
        var kept = Assert.Single(await events.WaitingAsync(1000, Cancellation), one => one.Subject == id);
        Assert.Equal((ModelEventVerdict.UnknownModel, "Version « 2025-01-15 »"), (kept.Verdict, kept.Detail.Replace('\u00a0', ' ')));

        await events.KeepAsync(kept with { Seen = true }, Cancellation);
        Assert.DoesNotContain(await events.WaitingAsync(1000, Cancellation), one => one.Subject == id);
        Assert.Equal(202, await SendAsync(body, mark));
        Assert.Null(await models.FindAsync(id, Cancellation));
    }

    [Theory]
    [InlineData("""{"version":""}""", "La version manque.")]
    [InlineData("""{}""", "La version manque.")]
    [InlineData("""{"version":"modele-latest"}""", "Indiquez la version exacte")]
    [InlineData("""{"version":"2","retirement":{"on":"2026-11-23"}}""", "passée")]
    [InlineData("""{"version":"2","retirement":{"on":"2099-01-01"}}""", "lointaine")]
    [InlineData("""{"version":"2","retirement":{"on":"31/12/2027"}}""", "n’est pas une date")]
    [InlineData("""{"version":"2","retirement":"bientôt"}""", "n’est pas une date")]
    [InlineData("""null""", "ne dit rien du modèle")]
    public async Task What_cannot_be_changes_nothing_and_is_kept_to_be_seen(string data, string words)
    {
        await AddAsync("1");
        var mark = Guid.NewGuid().ToString("N");
        Assert.Equal(422, await SendAsync(Encoding.UTF8.GetBytes($$"""{"specversion":"1.0","id":"1","source":"/x","type":"model","subject":"{{id}}","data":{{data}}}"""), mark));
        var kept = (await events.FindAsync(TableModelEvents.KeyOf(mark), Cancellation))!;
        Assert.Equal((ModelEventVerdict.Unusable, id, true), (kept.Verdict, kept.Subject, kept.Waits));
        Assert.Contains(words, kept.Detail, StringComparison.Ordinal);
        Assert.Equal(("1", null, 0), ((await GetAsync()).Version, (await GetAsync()).Retirement, (await GetAsync()).Changes.Count));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"specversion":"0.3","id":"1","source":"/x","type":"model"}""")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/x","type":"model","data":{"version":"2"}}""")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"/x","type":"model","subject":"\ud800","data":{"version":"2"}}""")]
    [InlineData("""[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]""")]
    public async Task What_is_no_event_is_said_to_be_none(string body) => Assert.Equal(422, await SendAsync(Encoding.UTF8.GetBytes(body), Guid.NewGuid().ToString("N")));

    [Fact]
    public async Task Old_events_are_forgotten_but_for_those_that_wait()
    {
        var (noted, waiting) = (new KeptModelEvent(Sample.NewFingerprint(), time.GetUtcNow().AddYears(-30), id, ModelEventVerdict.Noted, ""), new KeptModelEvent(Sample.NewFingerprint(), time.GetUtcNow().AddYears(-30), id, ModelEventVerdict.Unusable, ""));
        await events.KeepAsync(noted, Cancellation);
        await events.KeepAsync(waiting, Cancellation);
        await events.ForgetAsync(time.GetUtcNow().AddYears(-29), Cancellation);
        Assert.Null(await events.FindAsync(noted.Key, Cancellation));
        Assert.Equal(waiting, await events.FindAsync(waiting.Key, Cancellation));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", true)]
    [InlineData("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", false)]
    [InlineData("whsec_c2VjcmV0", false)]
    [InlineData("whsec_pas du base64", false)]
    public void A_secret_that_could_be_guessed_stops_the_start(string? secret, bool good)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Models:Events:Secret", secret)]).Build();
        if (good)
            Assert.Equal(secret is null ? null : Secret, ModelEventsSettings.Read(configuration).Secret);
        else
            Assert.Throws<InvalidOperationException>(() => ModelEventsSettings.Read(configuration));
    }

    // The example of the Standard Webhooks specification, whose signature other implementations give too.
    [Fact]
    public void The_signature_is_the_one_of_the_specification()
    {
        var secret = ModelEventsSettings.Read(new ConfigurationBuilder().AddInMemoryCollection([new("Models:Events:Secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]).Build()).Secret!;
        var headers = new HeaderDictionary
        {
            ["webhook-id"] = "msg_p5jXN8AQM9LWM0D4loKWxJek",
            ["webhook-timestamp"] = "1614265330",
            ["webhook-signature"] = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        };
        Assert.Equal("msg_p5jXN8AQM9LWM0D4loKWxJek", SignedEvent.IdOf(headers, """{"test": 2432232314}"""u8.ToArray(), secret, DateTimeOffset.FromUnixTimeSeconds(1614265330)));
    }

    [Theory]
    [InlineData("gpt-4o-2024-11-20", 200, "2024-11-20", "toujours")]
    [InlineData("2024-11-20", 200, "2024-11-20", "toujours")]
    [InlineData("gpt-4o-2025-01-15", 200, "2025-01-15", "La version passe de")]
    [InlineData("GPT 4o 2025-01-15", 200, "2025-01-15", "La version passe de")]
    [InlineData("gpt-4o-mini-2025-01-15", 200, "2025-01-15", "la famille passe de")]
    [InlineData("gpt-4o-latest", 422, "2024-11-20", "version exacte")]
    [InlineData("", 400, "2024-11-20", "gpt-4o-2024-11-20")]
    public async Task The_name_that_came_with_an_answer_says_its_version(string said, int status, string version, string words)
    {
        await AddAsync("2024-11-20", model => model with { Name = "GPT-4o", Sheet = model.Sheet with { Family = "gpt-4o" } });
        var (answer, text) = await ObservedAsync(JsonSerializer.Serialize(new { model = said }));
        Assert.Equal((status, version), (answer, (await GetAsync()).Version));
        Assert.Contains(words, text, StringComparison.Ordinal);
        await ObservedAsync(JsonSerializer.Serialize(new { model = said }));
        Assert.InRange((await GetAsync()).Changes.Count, 0, 1);
    }

    [Fact]
    public async Task What_is_no_name_or_of_no_known_model_is_refused()
    {
        Assert.Equal(404, (await ObservedAsync("""{"model":"gpt-4o-2024-11-20"}""")).Status);
        await AddAsync("2024-11-20");
        Assert.Equal(400, (await ObservedAsync("""{"model":12}""")).Status);
        Assert.Equal(400, (await ObservedAsync("""{"model":"x"}""", "text/plain")).Status);
        Assert.Equal(400, (await ObservedAsync($$"""{"model":"{{new string('x', 121)}}"}""")).Status);
        Assert.Equal(413, (await ObservedAsync($$"""{"model":"{{new string('x', 70_000)}}"}""")).Status);
        Assert.Equal("2024-11-20", (await GetAsync()).Version);
    }

    private static byte[] Event(string subject, object data) =>
        JsonSerializer.SerializeToUtf8Bytes(new { specversion = "1.0", id = "1", source = "https://fournisseur.example/", type = "example.model.changed", subject, data });

    private static string Sign(string mark, byte[] body, DateTimeOffset at) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(Secret, (byte[])[.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{mark}.{at.ToUnixTimeSeconds()}.")), .. body]));

    private async Task<int> SendAsync(byte[] body, string mark, DateTimeOffset? at = null, string? signature = null, bool secret = true)
    {
        var http = new DefaultHttpContext();
        http.Request.ContentType = "application/cloudevents+json";
        http.Request.Body = new MemoryStream(body);
        var sent = at ?? time.GetUtcNow();
        http.Request.Headers["webhook-id"] = mark;
        http.Request.Headers["webhook-timestamp"] = sent.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        http.Request.Headers["webhook-signature"] = signature ?? Sign(mark, body, sent);
        var api = new ModelEventsApi(new ModelEventsSettings(secret ? Secret : null), Observer(), events, time);
        return (await Rendering.SendAsync(await api.ReceiveAsync(http.Request, null!, Cancellation), "POST")).Http.Response.StatusCode;
    }

    private async Task<(int Status, string Text)> ObservedAsync(string body, string type = "application/json")
    {
        var http = new DefaultHttpContext();
        http.SetVisitor(new Visitor("admin@region.example", new HashSet<Role> { Role.Administrator }));
        http.Request.ContentType = type;
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        var api = new ObservedModelApi(models, Observer(), new TablePeople(store.Tables, Rendering.Rules));
        var (answer, text) = await Rendering.SendAsync(await api.PutAsync(http.Request, id, null!, Cancellation), "PUT");
        return (answer.Response.StatusCode, text);
    }

    private ModelObserver Observer() => new(new ModelDesk(models, Sample.Rules, time));

    private async Task AddAsync(string version, Func<ModelRecord, ModelRecord>? edit = null)
    {
        var record = SourceServer.Watched("aucune", "x", version, id);
        Assert.True(await models.PutAsync(edit?.Invoke(record) ?? record, null, Cancellation));
    }

    private async Task<ModelRecord> GetAsync() => (await models.FindAsync(id, Cancellation))!;
}
