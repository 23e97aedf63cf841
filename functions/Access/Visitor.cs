using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Edge.Access;

/// <summary>Who makes a request, as the authentication says.</summary>
/// <param name="Email">Address of the signed-in agent; null for anybody else.</param>
/// <param name="Roles">Application roles; empty for anybody else.</param>
public sealed record Visitor(string? Email, IReadOnlySet<Role> Roles)
{
    /// <summary>Somebody who is not signed in.</summary>
    public static Visitor Unknown { get; } = new(null, new HashSet<Role>());

    public bool IsSignedIn => Email is not null;

    /// <summary>Whether they hold one of the roles.</summary>
    public bool Holds(params Role[] roles) => roles.Any(Roles.Contains);

    /// <summary>The role of a name, written as it is; null for anything else. A number, or several names at once, parse as an enumeration too.</summary>
    public static Role? RoleOf(string? name) => Enum.TryParse<Role>(name, out var role) && Enum.GetName(role) == name ? role : null;

    /// <summary>The visitor of an authenticated principal; unknown roles are left out.</summary>
    public static Visitor Of(ClaimsPrincipal? principal)
    {
        if (principal?.Identity?.IsAuthenticated != true)
            return Unknown;
        var roles = principal.FindAll("roles").Concat(principal.FindAll(ClaimTypes.Role))
            .Select(claim => RoleOf(claim.Value))
            .OfType<Role>()
            .Append(Role.Agent)
            .ToHashSet();
        var email = principal.FindFirst("preferred_username")?.Value ?? principal.FindFirst(ClaimTypes.Email)?.Value ?? principal.Identity.Name ?? "";
        return new Visitor(email.ToLowerInvariant(), roles);
    }
}

/// <summary>Where a request's visitor is kept.</summary>
public static class VisitorOfRequest
{
    /// <summary>The visitor that the gate found; unknown before the gate.</summary>
    public static Visitor Visitor(this HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return http.Items.TryGetValue(typeof(Visitor), out var found) ? (Visitor)found! : Access.Visitor.Unknown;
    }

    internal static void SetVisitor(this HttpContext http, Visitor visitor) => http.Items[typeof(Visitor)] = visitor;
}
