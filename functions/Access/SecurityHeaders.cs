using Microsoft.AspNetCore.Http;

namespace RegionSud.AiWorkflow.Edge.Access;

/// <summary>Headers of every answer: nothing is stored, framed, guessed or told to other sites; no script runs.</summary>
internal static class SecurityHeaders
{
    public static void Set(HttpResponse response)
    {
        // Both words: the antiforgery service warns on each page whose header lacks the first.
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["X-Robots-Tag"] = "noindex";
    }
}
