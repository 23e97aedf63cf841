using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Admin;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Tests.Storage;

namespace RegionSud.AiWorkflow.Tests.Admin;

public sealed class ModelsApiTests(StoreFixture store) : IClassFixture<StoreFixture>
{
    private readonly string id = $"m-{Guid.NewGuid():N}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_who_edit_a_model_at_once_the_second_is_told_so_with_409_and_changes_nothing()
    {
        var models = new TableModels(store.Tables);
        await models.PutAsync(new ModelRecord(id, "Mistral AI", "Petit", "2026-01", store.Time.GetUtcNow(), []), null, Cancellation);

        var (http, text) = await PutAsync(new RacedModels(models), "2026-06");

        Assert.Equal((409, "application/problem+json"), (http.Response.StatusCode, http.Response.ContentType));
        Assert.Contains("Une autre personne a modifié ce modèle", JsonDocument.Parse(text).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("2026-03", (await models.FindAsync(id, Cancellation))!.Version);
    }

    [Fact]
    public async Task An_edit_that_is_wrong_in_itself_stays_422()
    {
        var (http, _) = await PutAsync(new TableModels(store.Tables), "latest");
        Assert.Equal(422, http.Response.StatusCode);
    }

    [Theory]
    [InlineData("""{"version": "1", "sheet": {"publisher": null}}""", 400)]
    [InlineData("""{"version": "1", "sheet": {"opinions": [null]}}""", 400)]
    [InlineData("""{"version": "1", "status": 99}""", 400)]
    [InlineData("""{"version": "1", "status": "Adored"}""", 400)]
    [InlineData("""{"version": "1", "watch": {"source": "azure", "reference": null}}""", 400)]
    [InlineData("""{"version": "1", "watch": {"source": "azure"}}""", 400)]
    [InlineData("""{"version": "1", "sheet": {"opinions": [{"subject": "Legal", "favourable": true}]}}""", 400)]
    [InlineData("[]", 400)]
    [InlineData("{", 400)]
    [InlineData("""{"provider": "Mistral AI", "name": "Petit", "version": "1", "status": "Approved", "statusReason": "Sans avis."}""", 422)]
    [InlineData("""{"provider": "Mistral AI", "name": "Petit", "version": "1", "status": "Blocked"}""", 422)]
    [InlineData("""{"provider": "Mistral AI", "name": "Petit", "version": "1", "watch": {"source": "azure", "reference": ""}}""", 422)]
    public async Task A_body_that_is_none_or_asks_for_what_may_not_be_is_refused_and_changes_nothing(string body, int status)
    {
        var models = new TableModels(store.Tables);
        var (http, _) = await SendAsync(models, body);
        Assert.Equal(status, http.Response.StatusCode);
        Assert.Null(await models.FindAsync(id, Cancellation));
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_told_so()
    {
        var (http, _) = await SendAsync(new TableModels(store.Tables), $$"""{"version": "{{new string('x', 70_000)}}"}""");
        Assert.Equal(413, http.Response.StatusCode);
    }

    private Task<(HttpContext Http, string Text)> PutAsync(IModelInventory inventory, string version) =>
        SendAsync(inventory, $$"""{"provider": "Mistral AI", "name": "Petit", "version": "{{version}}"}""");

    private async Task<(HttpContext Http, string Text)> SendAsync(IModelInventory inventory, string body)
    {
        var http = new DefaultHttpContext();
        http.SetVisitor(new Visitor("admin@region.example", new HashSet<Role> { Role.Administrator }));
        http.Request.ContentType = "application/json";
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        var edits = new ModelEdits(new ModelDesk(inventory, Rendering.Rules, store.Time), new TablePeople(store.Tables, Rendering.Rules), NullLogger<ModelEdits>.Instance);
        return await Rendering.SendAsync(await new ModelsApi(inventory, edits).PutAsync(http.Request, id, null!, Cancellation), "PUT");
    }

    /// <summary>An inventory in which somebody else is always faster.</summary>
    private sealed class RacedModels(TableModels models) : IModelInventory
    {
        public Task<ModelRecord?> FindAsync(string modelId, CancellationToken cancellation) => models.FindAsync(modelId, cancellation);

        public Task<IReadOnlyList<ModelRecord>> AllAsync(CancellationToken cancellation) => models.AllAsync(cancellation);

        public async Task<bool> PutAsync(ModelRecord record, ModelRecord? known, CancellationToken cancellation)
        {
            Assert.True(await models.PutAsync(known! with { Version = "2026-03" }, known, cancellation));
            return await models.PutAsync(record, known, cancellation);
        }
    }
}
