using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Time.Testing;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Storage;

/// <summary>The emulator with the app's tables and containers, and a watch on what goes over the wire.</summary>
public sealed class StoreFixture(AzuriteFixture azurite) : IAsyncLifetime
{
    public Wire Wire { get; } = new();

    /// <summary>Stands still unless a test moves it.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero).AddTicks(1_234_567));

    public TableServiceClient Tables { get; private set; } = null!;

    public BlobServiceClient Blobs { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var options = new TableClientOptions();
        options.Retry.Delay = TimeSpan.FromMilliseconds(10);
        options.AddPolicy(Wire, HttpPipelinePosition.PerRetry);
        Tables = new TableServiceClient(azurite.ConnectionString, options);
        Blobs = new BlobServiceClient(azurite.ConnectionString);
        await new StorageSetup(Tables, Blobs).StartAsync(CancellationToken.None);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Counts the requests of a flow of calls, and can lose an answer on the way.</summary>
public sealed class Wire : HttpPipelinePolicy
{
    private static readonly AsyncLocal<Count?> Current = new();

    /// <summary>The requests that an operation makes.</summary>
    public static async Task<int> CountAsync(Func<Task> operation)
    {
        var count = Current.Value = new Count();
        await operation();
        Current.Value = null;
        return count.Requests;
    }

    /// <summary>Runs an operation whose first transaction reaches the store, but whose answer does not come back.</summary>
    public static async Task<T> LosingTheFirstAnswerAsync<T>(Func<Task<T>> operation)
    {
        Current.Value = new Count { LoseAnswer = true };
        var result = await operation();
        Assert.False(Current.Value.LoseAnswer, "No transaction was sent.");
        Current.Value = null;
        return result;
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var count = Current.Value;
        if (count is not null)
            Interlocked.Increment(ref count.Requests);
        await ProcessNextAsync(message, pipeline);
        if (count is { LoseAnswer: true } && message.Request.Uri.ToString().Contains("$batch", StringComparison.Ordinal))
        {
            count.LoseAnswer = false;
            throw new IOException("The answer was lost on purpose.");
        }
    }

    private sealed class Count
    {
        public int Requests;

        public bool LoseAnswer { get; set; }
    }
}
