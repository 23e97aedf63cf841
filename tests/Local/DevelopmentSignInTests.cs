using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Local;
using RegionSud.AiWorkflow.Tests.Scenarios;

namespace RegionSud.AiWorkflow.Tests.Local;

public sealed class DevelopmentSignInTests(LocalHostFixture fixture) : Scenario(fixture)
{
    [Fact]
    public async Task Every_service_of_the_rules_can_be_taken_and_reads_its_own_mailbox()
    {
        var page = await Client.OpenAsync("/local/connexion", null, Cancellation);
        var offered = page.Document.QuerySelectorAll("input[name=role]").Select(radio => radio.GetAttribute("value")).ToList();
        foreach (var holder in Services.GetRequiredService<CharterRules>().Directory.Roles)
        {
            var visitor = await VisitorAsync(holder.Role.ToString());
            Assert.Contains(holder.Role.ToString(), offered);
            Assert.True(visitor.Holds(holder.Role));
            Assert.Equal(holder.Email, visitor.Email);
        }
    }

    [Fact]
    public async Task A_person_s_own_address_goes_before_the_service_s() =>
        Assert.Equal("camille.martin@region.example", (await VisitorAsync("Agent:camille.martin@region.example")).Email);

    private async Task<Visitor> VisitorAsync(string claimed)
    {
        // A scope each, as each request has: the scheme keeps its answer for the length of one.
        await using var scope = Services.CreateAsyncScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        http.Connection.RemoteIpAddress = IPAddress.Loopback;
        http.Request.Headers[DevelopmentAuthentication.Header] = claimed;
        return Visitor.Of((await http.AuthenticateAsync(DevelopmentAuthentication.SchemeName)).Principal);
    }
}
