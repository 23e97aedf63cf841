using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Pages;

namespace RegionSud.AiWorkflow.Local;

/// <summary>The page on which a browser takes a role, on the local host alone.</summary>
public static class DevelopmentSignIn
{
    private static readonly Role[] Offered = [Role.Agent, Role.Dtisu, Role.Dsipn, Role.Dgs, Role.Dpo, Role.Administrator];

    /// <summary>Maps <c>/local/connexion</c>.</summary>
    public static void MapDevelopmentSignIn(this IEndpointRouteBuilder app)
    {
        app.MapGet("/local/connexion", () => Page.Of<SignInPage>(new() { [nameof(SignInPage.Roles)] = Offered }));
        app.MapPost("/local/connexion", async (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync();
            if (Enum.TryParse<Role>(form["role"], out var role) && Offered.Contains(role))
                http.Response.Cookies.Append(DevelopmentAuthentication.Cookie, role.ToString(), new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict });
            else
                http.Response.Cookies.Delete(DevelopmentAuthentication.Cookie);
            return Results.LocalRedirect("/");
        }).DisableAntiforgery();
    }
}
