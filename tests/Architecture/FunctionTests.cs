using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Edge;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Local;
using RegionSud.AiWorkflow.Tests.Scenarios;

namespace RegionSud.AiWorkflow.Tests.Architecture;

/// <summary>Every function has an access rule, answers HEAD as GET, and is the same on the local host as on Azure.</summary>
public sealed class FunctionTests(LocalHostFixture fixture)
{
    private static IReadOnlyList<LocalFunction> All { get; } = LocalFunction.AllOf(typeof(EdgeRegistration).Assembly);

    [Fact]
    public void Every_HTTP_function_says_who_may_call_it_and_answers_HEAD_wherever_it_answers_GET()
    {
        var http = All.Where(function => function.Trigger is HttpTriggerAttribute).ToList();

        Assert.NotEmpty(http);
        Assert.All(http, function =>
        {
            Assert.True(function.Method.GetCustomAttribute<AccessAttribute>() is not null, $"{function.Name} has no access rule.");
            var methods = ((HttpTriggerAttribute)function.Trigger).Methods;
            Assert.True(methods is { Length: > 0 }, $"{function.Name} lists no methods.");
            Assert.Equal(methods.Contains("get"), methods.Contains("head"));
        });
    }

    [Fact]
    public void No_two_functions_have_one_name_or_one_route_and_method()
    {
        Assert.Equal(All.Count, All.Select(function => function.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        var routes = All.SelectMany(RoutesOf).ToList();
        Assert.Equal(routes.Count, routes.Distinct().Count());
    }

    [Fact]
    public void Every_function_of_the_app_is_one_that_the_local_host_knows_how_to_serve()
    {
        var declared = typeof(EdgeRegistration).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<FunctionAttribute>()?.Name)
            .OfType<string>();

        Assert.Equal(declared.Order(), All.Select(function => function.Name).Order());
    }

    [Fact]
    public async Task The_local_host_serves_the_functions_on_their_routes_and_nothing_else_but_its_own_pages()
    {
        var host = await fixture.HostAsync();
        var served = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method.ToLowerInvariant()} {endpoint.RoutePattern.RawText}"))
            .ToList();

        Assert.Equal(All.SelectMany(RoutesOf).Order(), served.Where(route => !route.Contains("/local/", StringComparison.Ordinal)).Order());
        Assert.DoesNotContain(All.SelectMany(RoutesOf), route => route.Contains("/local", StringComparison.Ordinal));
    }

    [Fact]
    public void The_built_app_tells_Azure_the_same_functions()
    {
        var built = new FileInfo(Path.Combine(
            Forms.SampleFiles.Folder, "..", "..", "functions", "bin", ConfigurationName(), "net10.0", "functions.metadata"));
        Assert.SkipUnless(built.Exists, $"{built.FullName} was not built.");
        using var metadata = JsonDocument.Parse(File.ReadAllText(built.FullName));

        Assert.Equal(All.Select(Described).Order(), metadata.RootElement.EnumerateArray().Select(Described).Order());
    }

    private static IEnumerable<string> RoutesOf(LocalFunction function) => function.Trigger is HttpTriggerAttribute http
        ? http.Methods!.Select(method => $"{method} /{http.Route ?? $"api/{function.Name}"}")
        : [];

    private static string Described(LocalFunction function) => $"{function.Name} {function.Method.DeclaringType!.FullName}.{function.Method.Name} " + function.Trigger switch
    {
        HttpTriggerAttribute http => $"{http.Route} {string.Join(',', http.Methods!)} {http.AuthLevel}",
        TimerTriggerAttribute timer => timer.Schedule,
        BlobTriggerAttribute blob => blob.BlobPath,
        _ => "",
    };

    private static string Described(JsonElement function)
    {
        var trigger = function.GetProperty("bindings").EnumerateArray().Single(binding => binding.GetProperty("type").GetString()!.EndsWith("Trigger", StringComparison.Ordinal));
        return $"{function.GetProperty("name").GetString()} {function.GetProperty("entryPoint").GetString()} " + trigger.GetProperty("type").GetString() switch
        {
            "httpTrigger" => $"{trigger.GetProperty("route").GetString()} {string.Join(',', trigger.GetProperty("methods").EnumerateArray().Select(method => method.GetString()))} {trigger.GetProperty("authLevel").GetString()}",
            "timerTrigger" => trigger.GetProperty("schedule").GetString(),
            _ => trigger.GetProperty("path").GetString(),
        };
    }

    private static string ConfigurationName() => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
}
