using System.Text.Json;
using Microsoft.AspNetCore.Http;
using RegionSud.AiWorkflow.Edge.Mails;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>Reads the JSON body of a program's request. A JSON body alone is read: a page of another site cannot send one without being asked first.</summary>
internal static class JsonBody
{
    /// <summary>The most bytes of a body.</summary>
    private const int MostBytes = 64 * 1024;

    /// <summary>The body; null when it is no JSON of that shape, or too long.</summary>
    public static async Task<(T? Body, bool TooLong)> ReadAsync<T>(HttpRequest request, JsonSerializerOptions options, CancellationToken cancellation)
        where T : class
    {
        if (await SignedPost.BodyAsync(request, MostBytes, cancellation) is not { } bytes)
            return (null, true);
        if (!request.HasJsonContentType())
            return (null, false);
        try
        {
            return (JsonSerializer.Deserialize<T>(bytes.Span, options), false);
        }
        catch (JsonException)
        {
            return (null, false);
        }
    }
}
