using System.Net.Http.Headers;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Local;
using RegionSud.AiWorkflow.Tests.Scenarios;

namespace RegionSud.AiWorkflow.Tests.Architecture;

/// <summary>Who may not: tried on every route over HTTP, as the functions' own attributes say it.</summary>
public sealed partial class AccessTests(LocalHostFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Guarded =>
    [
        .. from function in LocalFunction.AllOf(typeof(EdgeRegistration).Assembly)
           where function.Trigger is HttpTriggerAttribute && !function.Method.GetCustomAttribute<AccessAttribute>()!.Anonymous
           let http = (HttpTriggerAttribute)function.Trigger
           from method in http.Methods!
           select new TheoryDataRow<string, string, string>(
               method, "/" + Placeholder().Replace(http.Route!, "IA-1999-0001"), string.Join(',', function.Method.GetCustomAttribute<AccessAttribute>()!.Roles)),
    ];

    [Theory]
    [MemberData(nameof(Guarded))]
    public async Task Nobody_gets_in_without_signing_in_or_without_the_role(string method, string path, string roles)
    {
        using var client = await fixture.ClientAsync();
        Assert.Equal(401, await StatusAsync(null));
        var allowed = roles.Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (allowed.Length == 0)
            return;
        foreach (var role in Enum.GetNames<Role>())
        {
            var status = await StatusAsync(role);
            Assert.True(allowed.Contains(role) ? status is not (401 or 403) : status == 403, $"{method} {path} as {role}: {status}");
        }

        async Task<int> StatusAsync(string? role)
        {
            using var answer = await client.SendAsync(new HttpMethod(method), path, role, null, Cancellation);
            return (int)answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("Emperor")]
    [InlineData("42")]
    [InlineData("7")]
    [InlineData("dtisu")]
    [InlineData("Dtisu,Dgs")]
    [InlineData("")]
    public async Task A_role_that_is_none_is_nobody(string role)
    {
        using var client = await fixture.ClientAsync();
        using var answer = await client.SendAsync(HttpMethod.Get, "/api/cases", role, null, Cancellation);

        Assert.Equal(401, (int)answer.StatusCode);
        Assert.Equal(new MediaTypeHeaderValue("application/problem+json"), answer.Content.Headers.ContentType);
        Assert.Contains("Connectez-vous", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Placeholder();
}
