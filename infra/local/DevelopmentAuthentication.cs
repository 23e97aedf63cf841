using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Access;

namespace RegionSud.AiWorkflow.Local;

/// <summary>
/// The development sign-in: a role by the header <c>X-Dev-Role</c> or by the cookie of <c>/local/connexion</c>, and from this machine only. It exists
/// in the local host alone: anywhere else nobody looks at either.
/// </summary>
public sealed class DevelopmentAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, CharterRules rules)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "Development";

    /// <summary>Header of programs.</summary>
    public const string Header = "X-Dev-Role";

    /// <summary>Cookie of browsers: a role, a colon, the address of the person or nothing.</summary>
    public const string Cookie = "connexion-locale";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var claimed = Request.Headers[Header].ToString() is { Length: > 0 } header ? header : Request.Cookies[Cookie];
        var (claimedRole, person) = claimed?.Split(':', 2) is [var first, var rest] ? (first, rest) : (claimed, "");
        if (Visitor.RoleOf(claimedRole) is not { } role || Context.Connection.RemoteIpAddress is not { } address || !IPAddress.IsLoopback(address))
            return Task.FromResult(AuthenticateResult.NoResult());
        var identity = new ClaimsIdentity(
            [new Claim("roles", role.ToString()), new Claim("preferred_username", person.Length > 0 ? person : EmailOf(role))], SchemeName);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName)));
    }

    // A service reads its mails at the address that the rules give it; agents and administrators are no service.
    private string EmailOf(Role role) =>
        rules.Directory.Roles.FirstOrDefault(holder => holder.Role == role)?.Email ?? $"{role.ToString().ToLowerInvariant()}@region.example";
}
