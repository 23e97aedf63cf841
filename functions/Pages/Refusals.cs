using Microsoft.AspNetCore.Http;

namespace RegionSud.AiWorkflow.Edge.Pages;

/// <summary>Refusals that any function can answer: problem details (RFC 9457) for programs, a page for people.</summary>
public static class Refusals
{
    /// <summary>Whether the client is a browser that wants a page.</summary>
    public static bool WantsPage(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return !http.Request.Path.StartsWithSegments("/api") &&
            http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A refusal in the form that the client reads.</summary>
    /// <param name="title">French, a few words.</param>
    /// <param name="detail">French, says what to do.</param>
    public static IResult Of(HttpContext http, int status, string title, string detail) =>
        WantsPage(http)
            ? Page.Of<MessagePage>(new() { [nameof(MessagePage.Title)] = title, [nameof(MessagePage.Detail)] = detail }, status)
            : Problem(status, title, detail);

    /// <summary>A refusal for programs.</summary>
    public static IResult Problem(int status, string title, string detail) =>
        Results.Problem(detail, statusCode: status, title: title, type: "about:blank");

    /// <summary>404 for an address that leads nowhere.</summary>
    public static IResult NotFound(HttpContext http) =>
        Of(http, StatusCodes.Status404NotFound, "Page introuvable", "Cette adresse ne mène à rien. Vérifiez-la, ou repartez de l’accueil.");

    /// <summary>500: something of ours failed. The cause is in the logs.</summary>
    internal static IResult Unexpected(HttpContext http) =>
        Of(http, StatusCodes.Status500InternalServerError, "Un incident est survenu", "Votre demande n’a pas abouti. Réessayez dans quelques minutes\u00a0; si cela se répète, prévenez la DTISU en disant ce que vous faisiez.");

    internal static IResult SignInFirst(HttpContext http) => WantsPage(http)
        ? Page.Of<SignInFirstPage>([], StatusCodes.Status401Unauthorized)
        : Problem(StatusCodes.Status401Unauthorized, "Connexion nécessaire", "Connectez-vous avec votre compte de la Région, puis recommencez.");

    internal static IResult Forbidden(HttpContext http) =>
        Of(http, StatusCodes.Status403Forbidden, "Accès réservé", "Votre rôle ne donne pas accès à cette page. Si vous en avez besoin, demandez-le à la DTISU.");
}
