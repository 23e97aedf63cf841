using Azure.Core;
using Azure.Core.Pipeline;

namespace RegionSud.AiWorkflow.Tests.Storage;

/// <summary>The process is no more.</summary>
internal sealed class KilledException : Exception;

/// <summary>Lets so many writes reach the store; the answer to the last one, and everything after it, never comes back.</summary>
internal sealed class DeathAfter(int last) : HttpPipelinePolicy
{
    private int writes;

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (writes >= last)
            throw new KilledException();
        ProcessNext(message, pipeline);
        Count(message);
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (writes >= last)
            throw new KilledException();
        await ProcessNextAsync(message, pipeline);
        Count(message);
    }

    private void Count(HttpMessage message)
    {
        if (message.Request.Method != RequestMethod.Get && message.Request.Method != RequestMethod.Head && message.Response.Status < 300 && ++writes >= last)
            throw new KilledException();
    }
}
