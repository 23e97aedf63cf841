using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using RegionSud.AiWorkflow.Edge.Adapters.ModelSources;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Tests.Watch;

/// <summary>What Azure deploys, against a server that answers as Azure Resource Manager's published examples do.</summary>
public sealed class AzureModelSourceTests
{
    private const string Subscription = "/subscriptions/11111111-2222-3333-4444-555555555555";
    private const string Account = $"{Subscription}/resourceGroups/rg-ia/providers/Microsoft.CognitiveServices/accounts/oai-region";
    private const string Chat = $"{Account}/deployments/chat";
    private const string NoRows = """{"value":[]}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Standard", "NoAutoUpgrade", null, new FindingKind[0])]
    [InlineData("ProvisionedManaged", "NoAutoUpgrade", null, new FindingKind[0])]
    [InlineData("DataZoneStandard", "OnceCurrentVersionExpired", HostingPlace.EuropeanUnion, new[] { FindingKind.AutomaticUpgrade })]
    [InlineData("GlobalStandard", "NoAutoUpgrade", HostingPlace.Outside, new[] { FindingKind.GlobalDeployment })]
    [InlineData("GlobalStandard", null, HostingPlace.Outside, new[] { FindingKind.GlobalDeployment, FindingKind.AutomaticUpgrade })]
    [InlineData("Standard", "OnceTheMoonIsFull", null, new[] { FindingKind.AutomaticUpgrade, FindingKind.UnknownWord })]
    [InlineData("LunarStandard", "NoAutoUpgrade", null, new[] { FindingKind.UnknownWord })]
    public async Task A_deployment_says_its_version_where_it_computes_and_whether_it_may_change_by_itself(string sku, string? upgrade, HostingPlace? place, FindingKind[] findings)
    {
        await using var azure = await SourceServer.StartAsync(http => Answer(http, Deployment(sku, upgrade), NoRows));
        var seen = Assert.Single(await LookAsync(azure));
        Assert.Equal(("gpt-4o", "2024-11-20", place, $"{sku}, francecentral"), (seen.Family, seen.Version, seen.Hosting, seen.Deployment));
        Assert.Equal(findings, seen.Findings);
        Assert.Null(seen.Retirement);
        Assert.All(azure.Asked, asked => Assert.Contains("api-version=2026-09-01", asked, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_data_zone_of_another_continent_is_outside_the_Union()
    {
        await using var azure = await SourceServer.StartAsync(http => Answer(http, Deployment("DataZoneStandard", "NoAutoUpgrade"), NoRows, location: "East US 2"));
        var seen = Assert.Single(await LookAsync(azure));
        Assert.Equal(HostingPlace.Outside, seen.Hosting);
        Assert.Equal([FindingKind.GlobalDeployment], seen.Findings);
    }

    [Fact]
    public async Task The_catalogue_is_read_to_its_last_page_and_the_earliest_retirement_of_the_fitting_kind_is_prepared_for()
    {
        await using var azure = await SourceServer.StartAsync(http => Answer(http, Deployment("Standard", "NoAutoUpgrade"), http.Request.Query.ContainsKey("skip")
            ? $$"""{"value":[{{Row("OpenAI", "2027-06-30T00:00:00Z")}},{{Row("OpenAI", "2027-05-31T00:00:00Z")}},{{Row("OpenAI", "2026-12-31T00:00:00Z", version: "2024-08-06")}}]}"""
            : $$"""{"value":[{{Row("AIServices", "2027-01-31T00:00:00Z")}}],"nextLink":"http://{{http.Request.Host}}{{http.Request.Path}}?api-version=2026-09-01&skip=1"}"""));
        var seen = Assert.Single(await LookAsync(azure));
        Assert.Equal(new Retirement(new DateOnly(2027, 5, 31), "gpt-4.1 2025-04-14"), seen.Retirement);
        Assert.False(seen.NoRetirement);
        Assert.Empty(seen.Findings);
    }

    [Fact]
    public async Task A_replacement_of_the_same_name_is_of_the_same_family_and_a_way_of_deploying_may_end_first()
    {
        await using var azure = await SourceServer.StartAsync(http => Answer(http, Deployment("Standard", "NoAutoUpgrade"), $$"""{"value":[{{Row("OpenAI", "2027-06-30T00:00:00Z", target: "gpt-4o", sku: "2027-03-31T00:00:00Z")}}]}"""));
        Assert.Equal(new Retirement(new DateOnly(2027, 3, 31), "gpt-4o 2025-04-14", SameFamily: true), Assert.Single(await LookAsync(azure)).Retirement);
    }

    [Fact]
    public async Task Words_and_dates_that_are_not_known_are_a_finding_and_no_crash()
    {
        await using var azure = await SourceServer.StartAsync(http => Answer(http, Deployment("Standard", "NoAutoUpgrade"), $$"""{"value":[{"kind":"Lunar"},{{Row("OpenAI", "bientôt", state: "Fading")}}]}"""));
        var seen = Assert.Single(await LookAsync(azure));
        Assert.Equal([FindingKind.UnknownWord], seen.Findings);
        Assert.Null(seen.Retirement);
        Assert.False(seen.NoRetirement);
    }

    [Fact]
    public async Task A_retired_model_without_a_date_ends_today_and_stays_at_that_day()
    {
        await using var azure = await SourceServer.StartAsync(http => Answer(http, Deployment("Standard", "NoAutoUpgrade"), $$"""{"value":[{{Row("OpenAI", "", state: "Deprecated")}}]}"""));
        var first = Assert.Single(await LookAsync(azure)).Retirement!;
        Assert.Equal(new DateOnly(2026, 11, 24), first.On);
        var known = SourceServer.Watched("azure", Chat) with { Retirement = first with { On = first.On.AddDays(-3) } };
        Assert.Equal(first.On.AddDays(-3), Assert.Single(await LookAsync(azure, known)).Retirement!.On);
    }

    [Fact]
    public async Task An_empty_catalogue_says_nothing_of_any_model_and_a_stable_row_says_that_nothing_is_planned()
    {
        var rows = NoRows;
        await using var azure = await SourceServer.StartAsync(http => Answer(http, Deployment("Standard", "NoAutoUpgrade"), rows));
        Assert.False(Assert.Single(await LookAsync(azure)).NoRetirement);
        rows = $$"""{"value":[{{Row("OpenAI", "", state: "GenerallyAvailable")}}]}""";
        Assert.True(Assert.Single(await LookAsync(azure)).NoRetirement);
    }

    [Fact]
    public async Task What_is_deployed_no_longer_or_named_badly_is_left_out_and_the_others_are_seen()
    {
        await using var azure = await SourceServer.StartAsync(http => http.Request.Path.Value!.EndsWith("/gone", StringComparison.Ordinal) ? null : Answer(http, Deployment("Standard", "NoAutoUpgrade"), NoRows));
        var seen = await LookAsync(
            azure, SourceServer.Watched("azure", $"{Account}/deployments/gone", id: "gone"), SourceServer.Watched("azure", "chat", id: "bad"), SourceServer.Watched("azure", Chat, id: "a"), SourceServer.Watched("azure", Chat, id: "b"));
        Assert.Equal(["a", "b"], seen.Select(one => one.ModelId));
    }

    [Fact]
    public async Task An_answer_about_another_tenants_account_fails_the_whole_look()
    {
        var stranger = Deployment("Standard", "NoAutoUpgrade").Replace("11111111-", "99999999-", StringComparison.Ordinal);
        await using var azure = await SourceServer.StartAsync(http => Answer(http, stranger, NoRows));
        Assert.Contains("un autre compte", await FailureAsync(azure), StringComparison.Ordinal);

        await using var other = await SourceServer.StartAsync(http => Answer(http, Deployment("Standard", "NoAutoUpgrade"), NoRows, id: Account.Replace("oai-region", "oai-ailleurs", StringComparison.Ordinal)));
        Assert.Contains("un autre compte", await FailureAsync(other), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_next_page_on_another_host_is_not_followed_and_a_circle_ends()
    {
        await using var elsewhere = await SourceServer.StartAsync(_ => NoRows);
        await using var azure = await SourceServer.StartAsync(http => Answer(http, Deployment("Standard", "NoAutoUpgrade"), $$"""{"value":[],"nextLink":"{{elsewhere.Address}}models"}"""));
        Assert.Contains("une autre adresse", await FailureAsync(azure), StringComparison.Ordinal);
        Assert.Empty(elsewhere.Asked);

        await using var circle = await SourceServer.StartAsync(http => Answer(http, Deployment("Standard", "NoAutoUpgrade"), $$"""{"value":[],"nextLink":"http://{{http.Request.Host}}{{http.Request.Path}}"}"""));
        Assert.Contains("illisible", await FailureAsync(circle), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "{}", "rôle Lecteur")]
    [InlineData(403, "{}", "rôle Lecteur")]
    [InlineData(429, "{}", "demande d’attendre")]
    [InlineData(503, "", "une erreur (503)")]
    [InlineData(302, "", "une erreur (302)")]
    [InlineData(200, "", "illisible")]
    [InlineData(200, "<html>", "illisible")]
    [InlineData(200, "null", "illisible")]
    [InlineData(200, """{"value":[""", "illisible")]
    public async Task What_Azure_cannot_answer_fails_the_look_in_words_that_say_what_to_do(int status, string body, string words)
    {
        await using var azure = await SourceServer.StartAsync(http =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = status == 302 ? "http://ailleurs.example/" : default;
            return body;
        });
        Assert.Contains(words, await FailureAsync(azure), StringComparison.Ordinal);
    }

    private static string? Answer(HttpContext http, string deployment, string catalogue, string location = "francecentral", string id = Account) => http.Request.Path.Value switch
    {
        Chat => deployment,
        Account => $$"""{"id":"{{id}}","name":"oai-region","kind":"OpenAI","location":"{{location}}","sku":{"name":"S0"},"properties":{"endpoint":"x"} }""",
        var path when path!.StartsWith($"{Subscription}/providers/Microsoft.CognitiveServices/locations/", StringComparison.Ordinal) => catalogue,
        _ => null,
    };

    private static string Deployment(string sku, string? upgrade) => $$$"""
        {"id":"{{{Chat}}}","name":"chat","type":"Microsoft.CognitiveServices/accounts/deployments","etag":"x","sku":{"name":"{{{sku}}}","capacity":10},
         "properties":{"provisioningState":"Succeeded","model":{"format":"OpenAI","name":"gpt-4o","version":"2024-11-20"},{{{(upgrade is null ? "" : $"\"versionUpgradeOption\":\"{upgrade}\",")}}}"currentCapacity":10,"raiPolicyName":"x","deploymentState":"Running"}}
        """;

    private static string Row(string kind, string end, string version = "2024-11-20", string state = "Deprecating", string target = "gpt-4.1", string sku = "") => $$$"""
        {"kind":"{{{kind}}}","skuName":"S0","model":{"format":"OpenAI","name":"gpt-4o","version":"{{{version}}}","isDefaultVersion":false,"lifecycleStatus":"{{{state}}}",
         "deprecation":{"fineTune":"2027-01-01T00:00:00Z","inference":"{{{end}}}","deprecationStatus":"Tentative"},
         "replacementConfig":{"targetModelName":"{{{target}}}","targetModelVersion":"2025-04-14","autoUpgradeStartDate":"2025-03-26T07:00:00Z","upgradeOnExpiryLeadTimeDays":7},
         "skus":[{"name":"Standard","usageName":"x","deprecationDate":"{{{sku}}}","capacity":{"default":10,"maximum":1000}}]}}
        """;

    private static Task<IReadOnlyList<SeenModel>> LookAsync(SourceServer azure, params ModelRecord[] watched) =>
        new AzureModelSource(
            new AzureModelSettings(azure.Address, "2026-09-01"), new NoToken(), SourceServer.Options(), new FakeTimeProvider(DateTimeOffset.Parse("2026-11-24T08:00:00Z", CultureInfo.InvariantCulture)))
            .LookAsync(watched.Length > 0 ? watched : [SourceServer.Watched("azure", Chat)], Cancellation);

    private static async Task<string> FailureAsync(SourceServer azure) => (await Assert.ThrowsAsync<ModelSourceException>(() => LookAsync(azure))).Message;
}
