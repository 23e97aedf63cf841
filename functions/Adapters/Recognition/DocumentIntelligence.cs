using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters.Recognition;

/// <summary>How the service is called.</summary>
public sealed class DocumentIntelligenceOptions : ClientOptions
{
    /// <summary>The model that finds lines, ticked boxes and pairs of key and value on any page.</summary>
    public const string Layout = "prebuilt-layout";

    /// <summary>Id of the model.</summary>
    public string Model { get; init; } = Layout;

    /// <summary>How long a document may take, from its sending on.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Between two looks, where the service does not say when to come back.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>
/// Azure AI Document Intelligence, REST version 2024-11-30: sends a document, waits for its analysis, and has the result deleted there at once
/// (it would be kept for a day). Throttling and failures of the network are tried again by the pipeline.
/// </summary>
public sealed partial class DocumentIntelligence
{
    /// <summary>Version of the interface; part of the provenance of every answer.</summary>
    public const string ApiVersion = "2024-11-30";

    private const string Scope = "https://cognitiveservices.azure.com/.default";

    private readonly Uri endpoint;
    private readonly HttpPipeline pipeline;
    private readonly DocumentIntelligenceOptions options;

    /// <summary>With a key.</summary>
    public DocumentIntelligence(Uri endpoint, AzureKeyCredential key, DocumentIntelligenceOptions options)
        : this(endpoint, new KeyPolicy(key), options)
    {
    }

    /// <summary>With an identity: role Cognitive Services User, and the resource's own sub-domain as endpoint.</summary>
    public DocumentIntelligence(Uri endpoint, TokenCredential identity, DocumentIntelligenceOptions options)
        : this(endpoint, new BearerTokenAuthenticationPolicy(identity, Scope), options)
    {
    }

    private DocumentIntelligence(Uri endpoint, HttpPipelinePolicy authentication, DocumentIntelligenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(options);
        this.endpoint = endpoint;
        this.options = options;
        pipeline = HttpPipelineBuilder.Build(options, authentication);
    }

    /// <summary>Name of the model that is asked.</summary>
    public string Model => options.Model;

    /// <summary>Analyses a document.</summary>
    /// <param name="contentType">An image's, or <c>application/pdf</c>.</param>
    /// <exception cref="ScanUnreadException">
    /// The service refused the document (its own code, such as <c>InvalidContent</c>), failed, could not be reached (<c>Unavailable</c>), answered what is no
    /// result (<c>BadAnswer</c>), or was not ready in time (<c>Timeout</c>).
    /// </exception>
    public async Task<RecognisedDocument> AnalyseAsync(ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(options.Patience);
        try
        {
            var operation = await SubmitAsync(content, contentType, patience.Token);
            try
            {
                return await WaitAsync(operation, patience.Token);
            }
            finally
            {
                await DeleteAsync(operation, cancellation);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ScanUnreadException("Timeout", $"The document was not analysed within {options.Patience}.");
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            // The pipeline has tried again before it gives up.
            throw new ScanUnreadException("Unavailable", "The service cannot be reached.", e);
        }
        catch (JsonException e)
        {
            throw new ScanUnreadException("BadAnswer", "The service answered what is no result.", e);
        }
    }

    private async Task<Uri> SubmitAsync(ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellation)
    {
        var pairs = options.Model == DocumentIntelligenceOptions.Layout ? "&features=keyValuePairs" : "";
        var address = new Uri(endpoint, $"/documentintelligence/documentModels/{options.Model}:analyze?api-version={ApiVersion}&locale=fr&stringIndexType=utf16CodeUnit{pairs}");
        using var message = Message(RequestMethod.Post, address);
        message.Request.Headers.Add(HttpHeader.Names.ContentType, contentType);
        message.Request.Content = RequestContent.Create(content);
        await pipeline.SendAsync(message, cancellation);
        if (message.Response.Status != 202)
            throw Refused(message.Response);
        // The identifier of the result is all that is taken of the header: the credentials go to no other place than the one configured.
        if (!message.Response.Headers.TryGetValue("Operation-Location", out var location) || !Uri.TryCreate(location, UriKind.Absolute, out var given) ||
            !Guid.TryParse(given.Segments[^1], out var result))
            throw new ScanUnreadException("BadAnswer", "The service does not say where the result will be.");
        return new Uri(endpoint, $"/documentintelligence/documentModels/{options.Model}/analyzeResults/{result}?api-version={ApiVersion}");
    }

    private async Task<RecognisedDocument> WaitAsync(Uri operation, CancellationToken cancellation)
    {
        while (true)
        {
            using var message = Message(RequestMethod.Get, operation);
            await pipeline.SendAsync(message, cancellation);
            if (message.Response.Status != 200)
                throw Refused(message.Response);
            var state = JsonSerializer.Deserialize<AnalyzeOperation>(message.Response.Content, AnalyzeOperation.Json) ?? throw new JsonException("The answer is empty.");
            switch (state.Status)
            {
                case "succeeded":
                    return state.AnalyzeResult ?? throw new JsonException("The analysis succeeded without a result.");
                case "failed" or "canceled" or "skipped":
                    throw new ScanUnreadException(state.Error?.Deepest ?? state.Status, "The analysis failed.");
            }

            // Any other state, known or not, is one that still goes on.
            await Task.Delay(RetryAfter(message.Response) ?? options.Pause, cancellation);
        }
    }

    /// <summary>What the region sent is nobody else's to keep. When it does not succeed, the service forgets it within a day.</summary>
    private async Task DeleteAsync(Uri operation, CancellationToken cancellation)
    {
        using var message = Message(RequestMethod.Delete, operation);
        try
        {
            await pipeline.SendAsync(message, cancellation);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            // The answers that were read count more than a result that goes by itself.
        }
    }

    private HttpMessage Message(RequestMethod method, Uri address)
    {
        var message = pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(address);
        return message;
    }

    private static ScanUnreadException Refused(Response response)
    {
        var code = "";
        try
        {
            code = JsonSerializer.Deserialize<AnalyzeOperation>(response.Content, AnalyzeOperation.Json)?.Error?.Deepest ?? "";
        }
        catch (JsonException)
        {
            // A gateway answers in HTML: its status says enough.
        }

        return code.Length == 0 && response.Status is 429 or >= 500
            ? new ScanUnreadException("Unavailable", $"The service answered {response.Status}.")
            : new ScanUnreadException(code.Length > 0 ? code : $"Status{response.Status}", $"The service answered {response.Status}.");
    }

    private sealed class KeyPolicy(AzureKeyCredential key) : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message) => message.Request.Headers.SetValue("Ocp-Apim-Subscription-Key", key.Key);
    }

    private static TimeSpan? RetryAfter(Response response) =>
        response.Headers.TryGetValue("Retry-After", out var seconds) && int.TryParse(seconds, out var count) && count is > 0 and < 600 ? TimeSpan.FromSeconds(count) : null;
}
