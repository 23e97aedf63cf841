using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using RegionSud.AiWorkflow.Local.Engine;

namespace RegionSud.AiWorkflow.Tests.Engine;

public sealed class EngineJsonTests
{
    private static readonly Sample Value = new("Région « Sud »", 3, DateTimeOffset.UnixEpoch, DayOfWeek.Friday, null, ["é", "<>&'"]);

    [Fact]
    public async Task The_engine_writes_and_reads_the_same_JSON_as_the_Functions_worker()
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.ConfigureFunctionsWebApplication();
        var functions = builder.Services.BuildServiceProvider().GetRequiredService<IOptions<WorkerOptions>>().Value.Serializer!;

        var theirs = (await functions.SerializeAsync(Value, typeof(Sample), TestContext.Current.CancellationToken)).ToString();

        Assert.Equal(theirs, EngineJson.Converter.Serialize(Value));
        var other = theirs.Replace("\"Name\"", "\"nAME\"", StringComparison.Ordinal);
        Assert.Equal(Value.Name, EngineJson.Converter.Deserialize<Sample>(other)!.Name);
        Assert.Equal(Value.Name, ((Sample)(await functions.DeserializeAsync(
            BinaryData.FromString(other).ToStream(), typeof(Sample), TestContext.Current.CancellationToken))!).Name);
    }

    [Fact]
    public void Nothing_stays_nothing()
    {
        Assert.Null(EngineJson.Converter.Serialize(null));
        Assert.Null(EngineJson.Converter.Deserialize<Sample>(null));
    }

    private sealed record Sample(string Name, int Count, DateTimeOffset At, DayOfWeek Day, string? Missing, string[] Words);
}
