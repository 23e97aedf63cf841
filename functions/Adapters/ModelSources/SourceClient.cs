using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters.ModelSources;

/// <summary>How a source of models is called.</summary>
public sealed class SourceClientOptions : ClientOptions
{
    /// <summary>Three more tries, some seconds apart or as the source says (Retry-After): nobody waits at the other end.</summary>
    public SourceClientOptions()
    {
        Retry.MaxRetries = 3;
        Retry.NetworkTimeout = TimeSpan.FromSeconds(30);
    }

    /// <summary>How long a whole look may take, waiting for tries included.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(90);
}

/// <summary>How a source is spoken of.</summary>
/// <param name="Name">French, what the source is called: <c>Azure</c>.</param>
/// <param name="Refused">French, what to do when it refuses who asks.</param>
internal sealed record SourceWords(string Name, string Refused);

/// <summary>
/// Reads JSON from one host and nowhere else, for the sources of models. Throttling, failures of the server and of the network are tried again by the pipeline;
/// what remains is a <see cref="ModelSourceException"/>.
/// </summary>
internal sealed class SourceClient
{
    // Azure's catalogue has some hundred models a page.
    private const int MostBytes = 16 * 1024 * 1024;

    private readonly Uri endpoint;
    private readonly HttpPipeline pipeline;
    private readonly SourceWords words;
    private readonly TimeSpan patience;

    public SourceClient(Uri endpoint, HttpPipelinePolicy? authentication, SourceClientOptions options, SourceWords words)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(options);
        (this.endpoint, this.words, patience) = (endpoint, words, options.Patience);
        pipeline = authentication is null ? HttpPipelineBuilder.Build(options) : HttpPipelineBuilder.Build(options, authentication);
    }

    /// <summary>Runs a look within its patience, and says in French what ended it otherwise.</summary>
    public async Task<T> LookAsync<T>(Func<CancellationToken, Task<T>> look, CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(patience);
        try
        {
            return await look(bound.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ModelSourceException($"{words.Name} n’a pas répondu à temps\u00a0: le prochain passage réessaiera.");
        }
        catch (AuthenticationFailedException e)
        {
            throw new ModelSourceException($"{words.Name} n’a pas été interrogé, faute d’identité. {words.Refused}", e);
        }
        catch (JsonException e)
        {
            throw Unreadable(e);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or IOException)
        {
            throw e is AggregateException { InnerExceptions: var all } && all.All(one => one is OperationCanceledException)
                ? new ModelSourceException($"{words.Name} n’a pas répondu à temps\u00a0: le prochain passage réessaiera.", e)
                : new ModelSourceException($"{words.Name} est injoignable\u00a0: le prochain passage réessaiera. Si cela dure, vérifiez l’adresse et le réseau.", e);
        }
    }

    /// <summary>The answer at an address of the source; null when it knows nothing there (404).</summary>
    /// <param name="path">Absolute path and query, or a whole address of the same host that the source itself gave.</param>
    /// <param name="missing">Other answers that mean the same as 404.</param>
    /// <exception cref="ModelSourceException">The source refuses, fails, answers too much, or leads to another host.</exception>
    /// <exception cref="JsonException">It answers what is no such thing.</exception>
    public async Task<T?> GetAsync<T>(string path, CancellationToken cancellation, Func<Response, bool>? missing = null)
        where T : class
    {
        if (!Uri.TryCreate(endpoint, path, out var address) || address.Scheme != endpoint.Scheme || address.Authority != endpoint.Authority)
            throw new ModelSourceException($"{words.Name} renvoie vers une autre adresse\u00a0: elle n’est pas suivie. Prévenez l’administration du système.");
        using var message = pipeline.CreateMessage();
        message.BufferResponse = false;
        message.Request.Method = RequestMethod.Get;
        message.Request.Uri.Reset(address);
        message.Request.Headers.Add(HttpHeader.Names.Accept, "application/json");
        await pipeline.SendAsync(message, cancellation);
        var response = message.Response;
        if (response.Status == 404 || missing?.Invoke(response) == true)
            return null;
        if (response.Status != 200)
            throw Refused(response.Status);
        return JsonSerializer.Deserialize<T>((await BodyAsync(response, cancellation)).Span, JsonSerializerOptions.Web) ?? throw new JsonException("The answer is empty.");
    }

    /// <summary>What the source says is not what its contract says.</summary>
    public ModelSourceException Unreadable(Exception? inner = null) =>
        new($"La réponse de {words.Name} est illisible\u00a0: rien n’en est retenu. Si cela dure, prévenez l’administration du système.", inner);

    private async Task<ReadOnlyMemory<byte>> BodyAsync(Response response, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while (response.ContentStream is { } stream && (read = await stream.ReadAsync(buffer, cancellation)) > 0)
        {
            if (body.Length + read > MostBytes)
                throw new ModelSourceException($"La réponse de {words.Name} est trop longue\u00a0: rien n’en est retenu. Prévenez l’administration du système.");
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private ModelSourceException Refused(int status) => status switch
    {
        401 or 403 => new ModelSourceException($"{words.Name} refuse l’accès ({status}). {words.Refused}"),
        429 => new ModelSourceException($"{words.Name} demande d’attendre\u00a0: le prochain passage réessaiera."),
        _ => new ModelSourceException($"{words.Name} répond par une erreur ({status})\u00a0: le prochain passage réessaiera. Si cela dure, prévenez l’administration du système."),
    };
}
