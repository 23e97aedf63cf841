using Azure.Core;
using Azure.Core.Pipeline;

namespace RegionSud.AiWorkflow.Edge.Adapters.ModelSources;

/// <summary>Sends a key as a bearer token. The pipeline's own log leaves that header out.</summary>
internal sealed class BearerKeyPolicy(string key) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        message.Request.Headers.SetValue(HttpHeader.Names.Authorization, $"Bearer {key}");
    }
}
