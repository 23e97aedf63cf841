using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Pages;

namespace RegionSud.AiWorkflow.Local;

/// <summary>The page on which a browser takes a role, on the local host alone.</summary>
public static class DevelopmentSignIn
{
    private static readonly Role[] Offered = [Role.Agent, Role.Dtisu, Role.Dsipn, Role.Dgs, Role.Dpo, Role.Rssi, Role.Legal, Role.Purchasing, Role.Accessibility, Role.StaffRepresentatives, Role.Administrator];

    /// <summary>Where pages send people to sign in and out.</summary>
    public static SignInPlaces Places { get; } = new("/local/connexion?retour=", "/local/connexion");

    /// <summary>Maps <c>/local/connexion</c>.</summary>
    public static void MapDevelopmentSignIn(this IEndpointRouteBuilder app)
    {
        app.MapGet("/local/connexion", (string? retour) => Page.Of<SignInPage>(new() { [nameof(SignInPage.Roles)] = Offered, [nameof(SignInPage.Return)] = Inside(retour) }));
        app.MapPost("/local/connexion", async (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync();
            if (Enum.TryParse<Role>(form["role"], out var role) && Offered.Contains(role))
                http.Response.Cookies.Append(DevelopmentAuthentication.Cookie, $"{role}:{form["adresse"].ToString().Trim()}", new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict });
            else
                http.Response.Cookies.Delete(DevelopmentAuthentication.Cookie);
            return Results.LocalRedirect(Inside(form["retour"]));
        }).DisableAntiforgery();
    }

    private static string Inside(string? path) => path is ['/', not ('/' or '\\'), ..] ? path : "/";
}
