using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Adapters.Groups;
using RegionSud.AiWorkflow.Tests.Admin;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Storage;

/// <summary>Roles held by groups, against a server that answers as Microsoft Graph's v1.0 reference says.</summary>
public sealed class GroupPeopleTests(StoreFixture store) : IClassFixture<StoreFixture>
{
    private const string Group = "11111111-2222-3333-4444-555555555555";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_member_with_a_mailbox_and_an_open_account_is_asked_page_after_page()
    {
        await using var graph = await Graph.StartAsync(http => http.Request.Query.ContainsKey("$skiptoken")
            ? """{"value":[{"displayName":"Zoé Blanc","mail":"Zoe.Blanc@region.example","accountEnabled":true}]}"""
            : $$"""
              {"@odata.context":"x","@odata.nextLink":"http://{{http.Request.Host}}/v1.0/groups/{{Group}}/members/microsoft.graph.user?$skiptoken=a","value":[
                {"displayName":"Ana Roy","mail":"ana.roy@region.example","accountEnabled":true,"surprise":1},
                {"displayName":"Parti","mail":"parti@region.example","accountEnabled":false},
                {"displayName":"Sans boîte","mail":null,"accountEnabled":true},
                {"displayName":"Ana encore","mail":"ANA.ROY@region.example","accountEnabled":true}]}
              """);
        var people = await People(graph).HoldersAsync(Role.Dgs, SampleCase.Case, Cancellation);
        Assert.Equal(["ana.roy@region.example", "zoe.blanc@region.example"], people.Select(person => person.Email));
        Assert.Equal(["Ana Roy", "Zoé Blanc"], people.Select(person => person.Name));
        Assert.Contains($"/v1.0/groups/{Group}/members/microsoft.graph.user?$select=displayName,mail,accountEnabled&$top=999", graph.Asked[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_read_holds_for_a_quarter_of_an_hour_and_beyond_while_Graph_does_not_answer()
    {
        var status = 200;
        await using var graph = await Graph.StartAsync(http =>
        {
            http.Response.StatusCode = status;
            return status == 200 ? """{"value":[{"displayName":"Ana Roy","mail":"ana.roy@region.example"}]}""" : """{"error":{"code":"Authorization_RequestDenied"}}""";
        });
        var people = People(graph);
        Assert.Equal("ana.roy@region.example", Assert.Single(await people.HoldersAsync(Role.Dgs, SampleCase.Case, Cancellation)).Email);
        await people.HoldersAsync(Role.Dgs, SampleCase.Case, Cancellation);
        Assert.Single(graph.Asked);

        status = 403;
        store.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal("ana.roy@region.example", Assert.Single(await people.HoldersAsync(Role.Dgs, SampleCase.Case, Cancellation)).Email);
        Assert.Equal(2, graph.Asked.Count);
    }

    [Theory]
    [InlineData(401, "{}")]
    [InlineData(403, "{}")]
    [InlineData(404, "{}")]
    [InlineData(429, "{}")]
    [InlineData(500, "")]
    [InlineData(200, "")]
    [InlineData(200, "<html>")]
    [InlineData(200, """{"value":[]}""")]
    [InlineData(200, """{"surprise":1}""")]
    [InlineData(200, """{"value":[],"@odata.nextLink":"http://ailleurs.example/v1.0/groups"}""")]
    [InlineData(200, """{"value":[],"@odata.nextLink":"ceci n’est pas une adresse"}""")]
    public async Task Whatever_Graph_answers_a_task_finds_the_mailbox_of_the_rules(int status, string body)
    {
        await using var graph = await Graph.StartAsync(http =>
        {
            http.Response.StatusCode = status;
            return body;
        });
        Assert.Equal("dgs@region.example", Assert.Single(await People(graph).HoldersAsync(Role.Dgs, SampleCase.Case, Cancellation)).Email);
    }

    [Fact]
    public async Task A_circle_of_pages_ends_and_roles_without_a_group_are_those_of_the_rules()
    {
        await using var graph = await Graph.StartAsync(http => $$"""{"value":[{"displayName":"A","mail":"a@region.example"}],"@odata.nextLink":"http://{{http.Request.Host}}/v1.0/again"}""");
        Assert.Equal("dgs@region.example", Assert.Single(await People(graph).HoldersAsync(Role.Dgs, SampleCase.Case, Cancellation)).Email);
        Assert.InRange(graph.Asked.Count, 2, 20);
        Assert.Equal("dpd@region.example", Assert.Single(await People(graph).HoldersAsync(Role.Dpo, SampleCase.Case, Cancellation)).Email);
    }

    [Fact]
    public void A_group_that_is_no_object_id_stops_the_start()
    {
        Assert.Equal(Group, RoleGroups.Read(Configured(Group)).Ids[Role.Dgs]);
        Assert.Throws<InvalidOperationException>(() => RoleGroups.Read(Configured("dgs-decideurs")));
    }

    private static IConfiguration Configured(string group) => new ConfigurationBuilder().AddInMemoryCollection([new("Roles:Dgs:Group", group)]).Build();

    private GroupPeople People(Graph graph)
    {
        var options = new EntraGroupsOptions();
        options.Retry.MaxRetries = 0;
        return new GroupPeople(
            new TablePeople(store.Tables, Rendering.Rules), new EntraGroups(graph.Address, new NoToken(), options), RoleGroups.Read(Configured(Group)), store.Time, NullLogger<GroupPeople>.Instance);
    }

    // Tokens go over TLS alone; their getting is the library's.
    private sealed class NoToken : HttpPipelineSynchronousPolicy;

    private sealed class Graph : IAsyncDisposable
    {
        private readonly WebApplication app;

        private Graph(WebApplication app, Uri address) => (this.app, Address) = (app, address);

        public Uri Address { get; }

        public List<string> Asked { get; } = [];

        public static async Task<Graph> StartAsync(Func<HttpContext, string> answer)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            var address = new Uri($"http://127.0.0.1:{FreePorts.One()}");
            builder.WebHost.UseUrls(address.ToString());
            var app = builder.Build();
            var graph = new Graph(app, address);
            app.Run(async http =>
            {
                graph.Asked.Add(http.Request.Path + Uri.UnescapeDataString(http.Request.QueryString.Value ?? ""));
                var body = answer(http);
                http.Response.ContentType = "application/json";
                await http.Response.WriteAsync(body);
            });
            await app.StartAsync(Cancellation);
            return graph;
        }

        public async ValueTask DisposeAsync() => await app.DisposeAsync();
    }
}
