using Microsoft.AspNetCore.Http;
using RegionSud.AiWorkflow.Edge.Access;

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
    /// <param name="next">Where a person can go from there; programs are not told.</param>
    public static IResult Of(HttpContext http, int status, string title, string detail, PageLink? next = null) =>
        WantsPage(http)
            ? Page.Of<MessagePage>(new() { [nameof(MessagePage.Title)] = title, [nameof(MessagePage.Detail)] = detail, [nameof(MessagePage.Next)] = next }, status)
            : Problem(status, title, detail);

    /// <summary>A refusal for programs.</summary>
    public static IResult Problem(int status, string title, string detail) =>
        Results.Problem(detail, statusCode: status, title: title, type: "about:blank");

    /// <summary>404 for an address that leads nowhere.</summary>
    public static IResult NotFound(HttpContext http) =>
        Of(http, StatusCodes.Status404NotFound, "Page introuvable", "Cette adresse ne mène à rien. Vérifiez-la, ou repartez de l’accueil.", PageLink.Home);

    /// <summary>500: something of ours failed. The cause is in the logs.</summary>
    internal static IResult Unexpected(HttpContext http) =>
        Of(http, StatusCodes.Status500InternalServerError, "Un incident est survenu", "Votre demande n’a pas abouti. Réessayez dans quelques minutes\u00a0; si cela se répète, prévenez la DTISU en disant ce que vous faisiez.");

    internal static IResult SignInFirst(HttpContext http) =>
        Of(http, StatusCodes.Status401Unauthorized, "Connexion nécessaire", "Connectez-vous avec votre compte de la Région\u00a0: vous reviendrez ensuite à cette page.", new PageLink(SignInPlaces.Of(http.RequestServices).BackTo(http.Request), "Se connecter"));

    internal static IResult Forbidden(HttpContext http) =>
        Of(http, StatusCodes.Status403Forbidden, "Accès réservé", "Votre rôle ne donne pas accès à cette page. Si vous en avez besoin, demandez-le à la DTISU.", PageLink.Home);
}

/// <summary>A link at the end of a message.</summary>
/// <param name="Label">French.</param>
public sealed record PageLink(string Address, string Label)
{
    /// <summary>To the home page.</summary>
    public static PageLink Home { get; } = new("/", "Revenir à l’accueil");
}
