using System.Net.Http.Json;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Admin;

namespace RegionSud.AiWorkflow.Tests.Architecture;

/// <summary>Who somebody is outside the local host: the platform's word, and only where the platform gives it.</summary>
public sealed class PrincipalTests
{
    private static readonly MethodInfo Guarded = typeof(CasesApi).GetMethod(nameof(CasesApi.ListAsync))!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Principal(string type = "aad", string roleClaim = "roles", string role = "Dtisu") => Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new
    {
        auth_typ = type,
        name_typ = "name",
        role_typ = "roles",
        claims = new[] { new { typ = "preferred_username", val = "Agent.Dtisu@region.example" }, new { typ = roleClaim, val = role } },
    })));

    [Theory]
    [InlineData("X-Dev-Role", "Administrator")]
    [InlineData("Cookie", "connexion-locale=Administrator")]
    [InlineData("X-MS-CLIENT-PRINCIPAL", null)]
    public async Task A_header_that_anybody_can_send_makes_nobody_of_them_where_the_platform_does_not_sign_in(string header, string? value)
    {
        var (status, _) = await AskAsync(null, header, value ?? Principal());

        Assert.Equal(401, status);
    }

    [Theory]
    [InlineData("X-Dev-Role", "Administrator")]
    [InlineData("Cookie", "connexion-locale=Administrator")]
    [InlineData("X-MS-CLIENT-PRINCIPAL", "pas du base64")]
    [InlineData("X-MS-CLIENT-PRINCIPAL", "bnVsbA==")]
    [InlineData("X-MS-CLIENT-PRINCIPAL", "e30=")]
    public async Task Where_it_signs_in_nothing_but_its_own_principal_counts(string header, string value)
    {
        var (status, _) = await AskAsync("true", header, value);

        Assert.Equal(401, status);
    }

    [Fact]
    public async Task Where_it_signs_in_the_principal_says_who_and_in_which_roles()
    {
        var (status, email) = await AskAsync("true", "X-MS-CLIENT-PRINCIPAL", Principal());

        Assert.Equal((200, "agent.dtisu@region.example"), (status, email));
    }

    [Theory]
    [InlineData("8")]
    [InlineData("Dtisu,Dgs")]
    public async Task A_role_is_taken_by_its_name_alone(string role)
    {
        Assert.Equal(403, (await AskAsync("true", "X-MS-CLIENT-PRINCIPAL", Principal(role: role))).Status);
    }

    [Fact]
    public async Task A_principal_of_another_provider_or_without_the_role_does_not_get_in()
    {
        Assert.Equal(401, (await AskAsync("true", "X-MS-CLIENT-PRINCIPAL", Principal(type: "google"))).Status);
        Assert.Equal(403, (await AskAsync("true", "X-MS-CLIENT-PRINCIPAL", Principal(roleClaim: "groups"))).Status);
    }

    /// <summary>Asks a host that signs people in as the Functions app does, behind the same gate.</summary>
    private static async Task<(int Status, string? Email)> AskAsync(string? enabled, string header, string value)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["WEBSITE_AUTH_ENABLED"] = enabled;
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAuthentication(AppServiceAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, AppServiceAuthentication>(AppServiceAuthentication.SchemeName, null);
        await using var app = builder.Build();
        app.MapGet("/", async (HttpContext http) => await AccessGate.CheckAsync(http, Guarded) ?? Results.Json(http.Visitor().Email));
        await app.StartAsync(Cancellation);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await client.SendAsync(request, Cancellation);
        return ((int)answer.StatusCode, answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<string>(Cancellation) : null);
    }
}
