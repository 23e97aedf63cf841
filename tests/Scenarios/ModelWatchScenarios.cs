using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Models;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>The watch over models, on the site.</summary>
public sealed class ModelWatchScenarios(LocalHostFixture fixture) : Scenario(fixture)
{
    private readonly string model = $"veille-{Guid.NewGuid():N}";

    [Fact]
    public async Task DSIPN_has_the_sources_looked_at_and_sees_what_they_do_not_know()
    {
        await Client.PutModelAsync(model, new { provider = "Mistral AI", name = model, version = "2026-03-01" }, Cancellation);
        await Services.GetRequiredService<ModelDesk>().PutAsync(new ModelEdit(model, null, null, null) { Watch = new WatchedAs("azure-forms", "perdu") }, "p-1", Cancellation);
        var page = await Client.OpenAsync("/modeles", "Dsipn", Cancellation);
        Assert.Contains("Document Intelligence", page.Text, StringComparison.Ordinal);
        var token = new[] { KeyValuePair.Create("jeton", page.Form.QuerySelector("input[name=jeton]")!.GetAttribute("value")!) };

        Assert.InRange((int)(await Client.SendAsync(HttpMethod.Get, "/veille-modeles", "Dsipn", null, Cancellation)).StatusCode, 404, 405);
        Assert.Equal(400, (await Client.SendAsync(page with { Cookie = "" }, "/veille-modeles", token, Cancellation)).Status);
        Assert.Equal(404, (await Client.SendAsync(page, "/veille-modeles/evenements", token, Cancellation)).Status);
        var looked = await Client.SendAsync(page, "/veille-modeles", token, Cancellation);
        Assert.Equal((200, "/modeles"), (looked.Status, looked.Address.AbsolutePath));
        var line = looked.Document.QuerySelectorAll("section[aria-labelledby=veille-modeles] li").Single(item => item.TextContent.Contains(model, StringComparison.Ordinal)).TextContent;
        Assert.Contains("jamais vu", line, StringComparison.Ordinal);
        Assert.Contains("La source ne connaît pas ou plus ce modèle", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_solution_says_which_version_answers_it_and_events_are_heard_only_where_a_secret_is_set()
    {
        await Client.PutModelAsync(model, new { provider = "Mistral AI", name = model, version = "2024-11-20" }, Cancellation);
        using var same = await Client.SendAsync(HttpMethod.Put, $"/api/models/{model}/observed", "Dsipn", JsonContent.Create(new { model = $"{model}-2024-11-20" }), Cancellation);
        Assert.Contains("rien n’est changé", await same.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        using var other = await Client.SendAsync(HttpMethod.Put, $"/api/models/{model}/observed", "Dsipn", JsonContent.Create(new { model = $"{model}-2025-01-15" }), Cancellation);
        Assert.Contains("La recette est rejouée", await other.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Contains("2025-01-15", (await Client.OpenAsync("/modeles", "Dsipn", Cancellation)).Text, StringComparison.Ordinal);

        using var secretless = await Client.SendAsync(HttpMethod.Post, "/api/models/events", null, JsonContent.Create(new { }), Cancellation);
        Assert.Equal(404, (int)secretless.StatusCode);
    }
}
