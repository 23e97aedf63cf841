using System.Diagnostics;
using Azure.Core;
using Azure.Core.Pipeline;

namespace RegionSud.AiWorkflow.Tests.Benchmarks;

/// <summary>
/// Counts requests to storage. All of this process, the engine's included: the runtime traces each HTTP request, and storage is known by its ports.
/// Those of the process's own clients: by a policy in their pipeline. The rest is the engine's.
/// </summary>
internal sealed class StorageCount : IDisposable
{
    private readonly ActivityListener listener;
    private readonly HashSet<int> ports;
    private int all;
    private int own;

    public StorageCount(string connectionString)
    {
        ports = [.. connectionString.Split(';').Where(part => part.Contains("Endpoint=http", StringComparison.Ordinal)).Select(part => new Uri(part[(part.IndexOf('=') + 1)..]).Port)];
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = request =>
            {
                if (request.GetTagItem("server.port") is int port && ports.Contains(port))
                    Interlocked.Increment(ref all);
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    /// <summary>Requests of the whole process, and those of them that the process's own clients made.</summary>
    public (int All, int Own) Now => (Volatile.Read(ref all), Volatile.Read(ref own));

    /// <summary>Makes a client's requests count as the process's own.</summary>
    public T Counted<T>(T options)
        where T : ClientOptions
    {
        options.AddPolicy(new Counting(this), HttpPipelinePosition.PerRetry);
        return options;
    }

    public void Dispose() => listener.Dispose();

    private sealed class Counting(StorageCount count) : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message) => Interlocked.Increment(ref count.own);
    }
}
