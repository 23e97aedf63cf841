using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using RegionSud.AiWorkflow.Edge.Adapters.ModelSources;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Tests.Storage;

namespace RegionSud.AiWorkflow.Tests.Watch;

/// <summary>Mistral's platform, Hugging Face and the region's form models, against servers that answer in their recorded shapes.</summary>
public sealed class OpenModelSourceTests
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_alias_is_found_out_with_the_version_that_it_stands_for_today()
    {
        await using var mistral = await SourceServer.StartAsync(http => http.Request.Headers.Authorization == "Bearer clef" && http.Request.Path == "/v1/models"
            ? $$"""{"object":"list","data":[{{Row("mistral-medium-latest", "mistral-medium-2508", "mistral-medium-2508")}},{{Row("mistral-medium-2508", "mistral-medium-2508", "mistral-medium-latest")}},{{Row("codestral-2501", "codestral-2501")}}]}"""
            : null);
        var seen = await MistralAsync(mistral, "mistral-medium-latest", "mistral-medium-2508", "codestral-2501", "inconnu");

        Assert.Equal(["mistral-medium-2508", "mistral-medium-2508", "codestral-2501"], seen.Select(one => one.Version));
        Assert.Equal(["mistral-medium", "mistral-medium", "codestral"], seen.Select(one => one.Family));
        Assert.Equal([FindingKind.AliasUsed], seen[0].Findings);
        Assert.Empty(seen[1].Findings);
        Assert.All(seen, one => Assert.True(one.NoRetirement));
        Assert.Single(mistral.Asked);
    }

    [Fact]
    public async Task Two_entries_that_claim_one_name_with_two_versions_are_believed_in_neither()
    {
        await using var mistral = await SourceServer.StartAsync(_ => $$"""{"data":[{{Row("mistral-large-2407", "mistral-large-2407", "mistral-large")}},{{Row("mistral-large-2411", "mistral-large-2411", "mistral-large")}}]}""");
        var seen = Assert.Single(await MistralAsync(mistral, "mistral-large"));
        Assert.Equal([FindingKind.Ambiguous], seen.Findings);
        Assert.Equal("avant", seen.Version);
    }

    [Theory]
    [InlineData("\"2027-08-31T12:00:00Z\"", "\"mistral-medium-2611\"", "2027-08-31", "mistral-medium-2611", true)]
    [InlineData("\"2027-08-31T12:00:00Z\"", "\"mistral-large-2611\"", "2027-08-31", "mistral-large-2611", false)]
    [InlineData("\"2027-08-31T12:00:00Z\"", "null", "2027-08-31", "", false)]
    [InlineData("\"bientôt\"", "null", null, "", false)]
    [InlineData("17", "null", null, "", false)]
    public async Task A_deprecation_is_a_retirement_with_what_replaces_it(string date, string replacement, string? on, string proposed, bool sameFamily)
    {
        await using var mistral = await SourceServer.StartAsync(_ => $$"""{"data":[{{Row("mistral-medium-2508", "mistral-medium-2508", null, date, replacement)}}]}""");
        var seen = Assert.Single(await MistralAsync(mistral, "mistral-medium-2508"));
        Assert.Equal(on is null ? null : new Retirement(DateOnly.ParseExact(on, "yyyy-MM-dd"), proposed, sameFamily), seen.Retirement);
        Assert.Equal(on is null ? [FindingKind.UnknownWord] : [], seen.Findings);
        Assert.False(seen.NoRetirement);
    }

    [Fact]
    public async Task An_empty_list_names_no_model_and_a_missing_one_is_no_list()
    {
        var body = """{"object":"list","data":[]}""";
        await using var mistral = await SourceServer.StartAsync(_ => body);
        Assert.Empty(await MistralAsync(mistral, "mistral-large-2411"));
        body = """{"object":"error"}""";
        await Assert.ThrowsAsync<ModelSourceException>(() => MistralAsync(mistral, "mistral-large-2411"));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_key_that_is_refused_is_to_be_renewed(int status)
    {
        await using var mistral = await SourceServer.StartAsync(http => Status(http, status, """{"detail":"Unauthorized"}"""));
        var failure = await Assert.ThrowsAsync<ModelSourceException>(() => MistralAsync(mistral, "x"));
        Assert.Contains("Renouvelez la clé", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("clef", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_asks_to_wait_is_asked_again_after_that_and_one_that_asks_for_too_long_tomorrow()
    {
        var wait = "1";
        var calls = 0;
        await using var mistral = await SourceServer.StartAsync(http =>
        {
            http.Response.Headers.RetryAfter = wait;
            return Interlocked.Increment(ref calls) == 1 || wait != "1" ? Status(http, 429, "{}") : $$"""{"data":[{{Row("mistral-large-2411", "mistral-large-2411")}}]}""";
        });
        Assert.Equal("mistral-large-2411", Assert.Single(await MistralAsync(mistral, "mistral-large-2411")).Version);
        Assert.Equal(2, mistral.Asked.Count);

        wait = "3600";
        var source = new MistralModelSource(mistral.Address, "clef", SourceServer.Options(TimeSpan.FromSeconds(1)));
        var failure = await Assert.ThrowsAsync<ModelSourceException>(() => source.LookAsync([SourceServer.Watched("mistral", "x")], Cancellation));
        Assert.Contains("pas répondu à temps", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_never_answers_and_one_that_is_not_there_fail_the_look()
    {
        using var end = new CancellationTokenSource();
        await using var mistral = await SourceServer.StartAsync(async http =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            return "{}";
        });
        var slow = SourceServer.Options();
        slow.Retry.NetworkTimeout = TimeSpan.FromMilliseconds(50);
        var failure = await Assert.ThrowsAsync<ModelSourceException>(() => new MistralModelSource(mistral.Address, "clef", slow).LookAsync([SourceServer.Watched("mistral", "x")], Cancellation));
        Assert.Contains("pas répondu à temps", failure.Message, StringComparison.Ordinal);
        await end.CancelAsync();

        var gone = mistral.Address;
        await mistral.DisposeAsync();
        failure = await Assert.ThrowsAsync<ModelSourceException>(() => new MistralModelSource(gone, "clef", SourceServer.Options()).LookAsync([SourceServer.Watched("mistral", "x")], Cancellation));
        Assert.Contains("injoignable", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_is_pinned_by_its_commit_and_anything_else_may_move()
    {
        await using var face = await SourceServer.StartAsync(http => http.Request.Path.Value switch
        {
            "/api/models/mistralai/Mistral-7B" or $"/api/models/mistralai/Mistral-7B/revision/{Commit}" or "/api/models/mistralai/Mistral-7B/revision/main" =>
                $$"""{"id":"mistralai/Mistral-7B","sha":"{{Commit}}","lastModified":"2026-01-01T00:00:00.000Z","gated":false,"tags":["fr"],"siblings":[{"rfilename":"config.json"}],"cardData":{"license":"apache-2.0"} }""",
            "/api/models/ancien/nom" => Status(http, 307, ""),
            "/api/models/rien/rien" => NotFound(http),
            _ => null,
        });
        var seen = await FaceAsync(face, "mistralai/Mistral-7B", $"mistralai/Mistral-7B@{Commit}", "mistralai/Mistral-7B@main", "ancien/nom", "rien/rien", "autre/rien", "../secret", "pas-un-depot");
        Assert.Equal(["0", "1", "2"], seen.Select(one => one.ModelId));
        Assert.All(seen, one => Assert.Equal(Commit, one.Version));
        Assert.Equal([[FindingKind.AliasUsed], [], [FindingKind.AliasUsed]], seen.Select(one => one.Findings));

        var source = new HuggingFaceModelSource(face.Address, null, SourceServer.Options());
        Assert.Equal(Commit[..8], Assert.Single(await source.LookAsync([SourceServer.Watched("hugging-face", "mistralai/Mistral-7B", Commit[..8])], Cancellation)).Version);
    }

    [Theory]
    [InlineData(401, "{}", "jeton")]
    [InlineData(403, "{}", "jeton")]
    [InlineData(500, "{}", "une erreur (500)")]
    [InlineData(200, """{"id":"autre/modele","sha":"0123456789abcdef0123456789abcdef01234567"}""", "illisible")]
    [InlineData(200, """{"id":"a/b","sha":"main"}""", "illisible")]
    [InlineData(200, """{"id":"a/b"}""", "illisible")]
    public async Task What_Hugging_Face_cannot_answer_fails_the_look(int status, string body, string words)
    {
        await using var face = await SourceServer.StartAsync(http => Status(http, status, body));
        Assert.Contains(words, (await Assert.ThrowsAsync<ModelSourceException>(() => FaceAsync(face, "a/b"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2027-01-20T00:00:00Z", true)]
    [InlineData("2027-03-01T00:00:00Z", false)]
    public async Task A_form_model_that_expires_within_the_days_of_the_rules_is_a_finding(string end, bool soon)
    {
        await using var forms = await SourceServer.StartAsync(http => http.Request.Path == "/documentintelligence/documentModels/besoin-2026" && http.Request.Headers["Ocp-Apim-Subscription-Key"] == "clef"
            ? $$"""{"modelId":"besoin-2026","createdDateTime":"2026-03-01T10:00:00Z","expirationDateTime":"{{end}}","apiVersion":"2024-11-30","docTypes":{} }"""
            : null);
        var source = new FormModelSource(forms.Address, new AzureKeyCredential("clef"), SourceServer.Options(), Sample.Rules, new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero)));
        var seen = Assert.Single(await source.LookAsync([SourceServer.Watched("azure-forms", "besoin-2026"), SourceServer.Watched("azure-forms", "perdu"), SourceServer.Watched("azure-forms", "../x")], Cancellation));
        Assert.Equal("2026-03-01", seen.Version);
        Assert.Equal(soon ? [FindingKind.FormModelExpiring] : [], seen.Findings);
    }

    private static string Status(HttpContext http, int status, string body)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.Location = status is 307 ? "/api/models/nouveau/nom" : default;
        return body;
    }

    private static string NotFound(HttpContext http)
    {
        http.Response.Headers["X-Error-Code"] = "RepoNotFound";
        return Status(http, 401, """{"error":"Invalid username or password."}""");
    }

    private static string Row(string id, string name, string? alias = null, string deprecation = "null", string replacement = "null") => $$$"""
        {"id":"{{{id}}}","object":"model","created":1766520693,"owned_by":"mistralai","name":"{{{name}}}","aliases":[{{{(alias is null ? "" : $"\"{alias}\"")}}}],"max_context_length":131072,
         "capabilities":{"completion_chat":true},"deprecation":{{{deprecation}}},"deprecation_replacement_model":{{{replacement}}},"default_model_temperature":0.3,"type":"base"}
        """;

    private static Task<IReadOnlyList<SeenModel>> MistralAsync(SourceServer mistral, params string[] references) =>
        new MistralModelSource(mistral.Address, "clef", SourceServer.Options()).LookAsync([.. references.Select(reference => SourceServer.Watched("mistral", reference, "avant"))], Cancellation);

    private static Task<IReadOnlyList<SeenModel>> FaceAsync(SourceServer face, params string[] references) =>
        new HuggingFaceModelSource(face.Address, null, SourceServer.Options())
            .LookAsync([.. references.Select((reference, index) => SourceServer.Watched("hugging-face", reference, "avant", $"{index}"))], Cancellation);
}
