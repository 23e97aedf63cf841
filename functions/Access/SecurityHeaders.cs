using Microsoft.AspNetCore.Http;

namespace RegionSud.AiWorkflow.Edge.Access;

/// <summary>Headers of every answer: nothing is stored, framed, guessed or told to other sites; no script runs.</summary>
internal static class SecurityHeaders
{
    public static void Set(HttpResponse response)
    {
        // As anti-forgery writes it on pages with a form: with anything else it warns in the log each time that it overrides it.
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["X-Robots-Tag"] = "noindex";
    }
}
