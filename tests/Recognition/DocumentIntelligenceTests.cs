using System.Text;
using Azure;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Edge.Adapters.Recognition;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Tests.Forms;
using Xunit;

namespace RegionSud.AiWorkflow.Tests.Recognition;

/// <summary>The thin client against a server that keeps to the published contract, and one that does not.</summary>
public sealed class DocumentIntelligenceTests : IAsyncLifetime
{
    private static readonly FormDefinition Form = Readers.Rules.Forms["need"];

    private RecognitionServer server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await RecognitionServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_document_is_sent_waited_for_read_and_its_result_deleted()
    {
        server.OnLook = (http, number) => number < 3 ? RecognitionServer.Answered(http, 200, $$"""{"status":"{{(number == 1 ? "notStarted" : "running")}}"}""") : Task.FromResult(false);

        var reading = await new RecognisedScans(Service()).ReadAsync("une image"u8.ToArray(), "image/jpeg", Form, Cancellation);

        Assert.Equal("RS-IA need 2026-2", reading.Code);
        Assert.Equal("prebuilt-layout 2024-11-30", reading.Reader);
        Assert.Empty(reading.Values);
        Assert.Equal("agents", reading.Inferred["users"].Text);
        Assert.Equal(2, reading.Inferred["users"].Page);
        Assert.InRange(reading.Inferred["users"].Confidence!.Value, 0.5, 1);
        Assert.InRange(reading.Inferred["users"].Region!.Top, 1, reading.Inferred["users"].Region!.PageHeight);
        Assert.Equal("une image", Encoding.UTF8.GetString(Assert.Single(server.Documents)));
        Assert.Equal(["POST", "GET", "GET", "GET", "DELETE"], server.Asked.Select(asked => asked.Split(' ')[0]));
        Assert.Contains("prebuilt-layout:analyze?api-version=2024-11-30&locale=fr&stringIndexType=utf16CodeUnit&features=keyValuePairs", server.Asked.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_region_s_own_model_gives_its_fields_by_the_ids_of_the_questions()
    {
        server.Analysis = """
            {"status":"succeeded","analyzeResult":{"apiVersion":"2024-11-30","modelId":"besoin-2026","stringIndexType":"utf16CodeUnit","content":"RS-IA need 2026-2",
             "pages":[{"pageNumber":1,"width":8.27,"height":11.69,"unit":"inch","angle":0,"words":[],"newThing":{"a":1}}],
             "documents":[{"docType":"besoin-2026","confidence":0.98,"fields":{
               "title":{"type":"string","valueString":"Résumer","content":"Résumer","confidence":0.93,"boundingRegions":[{"pageNumber":1,"polygon":[1,2,3,2,3,2.2,1,2.2]}]},
               "personal-data":{"type":"selectionMark","valueSelectionMark":"selected","confidence":0.41},
               "users":{"type":"somethingNew","content":"Des usagers","confidence":0.8},
               "unknown-field":{"type":"string","content":"?"}}}]}}
            """u8.ToArray();

        var reading = await new RecognisedScans(Service(options => options with { Model = "besoin-2026" })).ReadAsync("x"u8.ToArray(), "application/pdf", Form, Cancellation);

        Assert.Equal(("Résumer", 0.93, 1), (reading.Inferred["title"].Text, reading.Inferred["title"].Confidence, reading.Inferred["title"].Page));
        Assert.Equal(new PageRegion(1, 2, 2, 0.2, 8.27, 11.69), reading.Inferred["title"].Region! with { Height = Math.Round(reading.Inferred["title"].Region!.Height, 3) });
        Assert.Equal(("yes", 0.41), (reading.Inferred["personal-data"].Text, reading.Inferred["personal-data"].Confidence));
        Assert.Equal("public", reading.Inferred["users"].Text);
        Assert.DoesNotContain("unknown-field", reading.Inferred.Keys);
        Assert.DoesNotContain("keyValuePairs", server.Asked.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pairs_of_key_and_value_fill_in_what_the_printed_form_does_not_say()
    {
        server.Analysis = """
            {"status":"succeeded","analyzeResult":{"content":"","pages":[],"keyValuePairs":[
              {"key":{"content":"Qui utilisera la solution ?"},"value":{"content":":unselected: Des agents de la Région\n:selected: Des usagers"},"confidence":0.9},
              {"key":{"content":"Titre du cas d'usage"},"confidence":0.9},
              {"key":{"content":"Autre chose"},"value":{"content":"?"},"confidence":0.9}]}}
            """u8.ToArray();

        var reading = await new RecognisedScans(Service()).ReadAsync("x"u8.ToArray(), "image/png", Form, Cancellation);

        Assert.Equal(["users"], reading.Inferred.Keys);
        Assert.Equal("public", reading.Inferred["users"].Text);
    }

    [Fact]
    public async Task A_refused_document_says_the_innermost_code()
    {
        server.OnSubmit = (http, _) => RecognitionServer.Answered(
            http, 400, """{"error":{"code":"InvalidRequest","message":"Invalid request.","innererror":{"code":"InvalidContent","message":"The file is corrupted."}}}""");

        Assert.Equal("InvalidContent", await CauseAsync());
        Assert.Single(server.Asked);
    }

    [Fact]
    public async Task A_failed_analysis_says_its_detail()
    {
        server.OnLook = (http, _) => RecognitionServer.Answered(
            http, 200, """{"status":"failed","error":{"code":"InternalServerError","message":"…","details":[{"code":"InvalidContentDimensions","message":"…","target":"2"}]}}""");

        Assert.Equal("InvalidContentDimensions", await CauseAsync());
    }

    [Fact]
    public async Task Throttling_is_waited_out()
    {
        server.OnSubmit = async (http, number) =>
        {
            http.Response.Headers["Retry-After"] = "1";
            return number == 1 && await RecognitionServer.Answered(http, 429, """{"error":{"code":"429","message":"Too many."}}""");
        };

        Assert.NotEmpty((await new RecognisedScans(Service()).ReadAsync("x"u8.ToArray(), "image/png", Form, Cancellation)).Inferred);
        Assert.Equal(2, server.Documents.Count);
    }

    [Fact]
    public async Task A_state_that_nobody_knows_yet_is_waited_for()
    {
        server.OnLook = (http, number) => number == 1 ? RecognitionServer.Answered(http, 200, """{"status":"beingImproved"}""") : Task.FromResult(false);

        Assert.NotEmpty((await new RecognisedScans(Service()).ReadAsync("x"u8.ToArray(), "image/png", Form, Cancellation)).Inferred);
    }

    [Theory]
    [InlineData(200, """{"status":"succeeded","analyzeResult":{"pages":[{""", "BadAnswer")]
    [InlineData(200, """{"status":"succeeded"}""", "BadAnswer")]
    [InlineData(404, """{"error":{"code":"NotFound","message":"Gone."}}""", "NotFound")]
    [InlineData(503, "<html>Bad gateway</html>", "Unavailable")]
    [InlineData(418, "<html>?</html>", "Status418")]
    public async Task An_answer_that_is_no_result_is_a_cause_and_nothing_worse(int status, string body, string cause)
    {
        server.OnLook = (http, _) => RecognitionServer.Answered(http, status, body);

        Assert.Equal(cause, await CauseAsync());
    }

    [Fact]
    public async Task An_answer_that_names_no_result_is_not_followed()
    {
        server.OnSubmit = (http, _) =>
        {
            http.Response.Headers["Operation-Location"] = "https://ailleurs.example/volez-la-clef";
            return RecognitionServer.Answered(http, 202, "");
        };

        Assert.Equal("BadAnswer", await CauseAsync());
    }

    [Fact]
    public async Task The_result_is_looked_for_at_the_configured_place_whatever_the_answer_says()
    {
        server.OnSubmit = (http, _) =>
        {
            http.Response.Headers["Operation-Location"] = $"https://ailleurs.example/documentModels/x/analyzeResults/{Guid.NewGuid()}?api-version=2024-11-30";
            return RecognitionServer.Answered(http, 202, "");
        };

        Assert.NotEmpty((await new RecognisedScans(Service()).ReadAsync("x"u8.ToArray(), "image/png", Form, Cancellation)).Inferred);
    }

    [Fact]
    public async Task A_slow_analysis_is_given_up_and_deleted()
    {
        server.OnLook = (http, _) => RecognitionServer.Answered(http, 200, """{"status":"running"}""");

        Assert.Equal("Timeout", await CauseAsync(options => options with { Patience = TimeSpan.FromMilliseconds(300) }));
        Assert.StartsWith("DELETE", server.Asked.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_a_cause_too()
    {
        await server.DisposeAsync();

        Assert.Equal("Unavailable", await CauseAsync());
        server = await RecognitionServer.StartAsync();
    }

    /// <summary>Opt-in: against the real service, with <c>DOCUMENT_INTELLIGENCE_ENDPOINT</c> and <c>DOCUMENT_INTELLIGENCE_KEY</c>.</summary>
    [Fact]
    public async Task The_real_service_reads_the_scanned_sample()
    {
        if (Environment.GetEnvironmentVariable("DOCUMENT_INTELLIGENCE_ENDPOINT") is not { Length: > 0 } endpoint)
        {
            Assert.Skip("DOCUMENT_INTELLIGENCE_ENDPOINT names the resource to ask.");
            return;
        }

        var key = new AzureKeyCredential(Environment.GetEnvironmentVariable("DOCUMENT_INTELLIGENCE_KEY")!);
        var reading = await new RecognisedScans(new DocumentIntelligence(new Uri(endpoint), key, Options(new Wanted())))
            .ReadAsync(SampleFiles.Bytes("2026-2/scan.pdf"), "application/pdf", Form, Cancellation);

        Assert.Equal("RS-IA need 2026-2", reading.Code);
        Assert.Equal("agents", reading.Inferred["users"].Text);
        Assert.True(reading.Inferred.Count >= 27, $"{reading.Inferred.Count} answers.");
    }

    private async Task<string> CauseAsync(Func<Wanted, Wanted>? wanted = null) => (await Assert.ThrowsAsync<ScanUnreadException>(
        () => new RecognisedScans(Service(wanted)).ReadAsync("x"u8.ToArray(), "image/png", Form, Cancellation))).Cause;

    private DocumentIntelligence Service(Func<Wanted, Wanted>? wanted = null) =>
        new(server.Endpoint, new AzureKeyCredential("clef"), Options((wanted ?? (each => each))(new Wanted { Patience = TimeSpan.FromSeconds(30) })));

    private static DocumentIntelligenceOptions Options(Wanted wanted)
    {
        var options = new DocumentIntelligenceOptions { Model = wanted.Model, Patience = wanted.Patience, Pause = TimeSpan.FromMilliseconds(20) };
        options.Retry.MaxRetries = 1;
        options.Retry.Delay = TimeSpan.FromMilliseconds(10);
        return options;
    }

    private sealed record Wanted
    {
        public string Model { get; init; } = DocumentIntelligenceOptions.Layout;

        public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);
    }
}
