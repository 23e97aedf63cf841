using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Edge;

namespace RegionSud.AiWorkflow.Tests.Infrastructure;

/// <summary>The services of the app as every host registers them, without a host.</summary>
internal static class AppServices
{
    /// <summary>What is added to them afterwards has the last word.</summary>
    /// <param name="connectionString">The storage.</param>
    /// <param name="time">The clock; the machine's unless one is given.</param>
    public static IServiceCollection On(string connectionString, TimeProvider? time = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Storage:ConnectionString", connectionString)]).Build();
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(time ?? TimeProvider.System)
            .AddCharterProcess(configuration);
    }
}
