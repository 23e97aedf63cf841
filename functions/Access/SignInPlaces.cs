using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace RegionSud.AiWorkflow.Edge.Access;

/// <summary>Where a browser signs in and out.</summary>
/// <param name="In">Address; the path to come back to is appended to it, escaped.</param>
/// <param name="Out">Address.</param>
public sealed record SignInPlaces(string In, string Out)
{
    /// <summary>Those of App Service Authentication.</summary>
    public static SignInPlaces AppService { get; } = new("/.auth/login/aad?post_login_redirect_uri=", "/.auth/logout?post_logout_redirect_uri=%2F");

    /// <summary>Those that the host registered, else App Service's.</summary>
    public static SignInPlaces Of(IServiceProvider services) => services.GetService<SignInPlaces>() ?? AppService;

    /// <summary>Address that signs in and comes back to what was asked for; what was posted is asked for anew.</summary>
    public string BackTo(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return In + Uri.EscapeDataString(request.Path + (HttpMethods.IsPost(request.Method) ? "" : request.QueryString.ToString()));
    }
}
