using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace RegionSud.AiWorkflow.Edge.Access;

/// <summary>
/// Reads the principal that App Service Authentication puts in <c>X-MS-CLIENT-PRINCIPAL</c>. The platform strips that header from what
/// clients send, but only when it is on; everywhere else the header is anybody's, and is not looked at. The handler of Microsoft.Identity.Web
/// wants the token store, which Flex Consumption does not offer.
/// </summary>
public sealed class AppServiceAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, IConfiguration configuration)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string SchemeName = "AppService";

    private const string Header = "X-MS-CLIENT-PRINCIPAL";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!string.Equals(configuration["WEBSITE_AUTH_ENABLED"], "true", StringComparison.OrdinalIgnoreCase) ||
            Request.Headers[Header].ToString() is not { Length: > 0 } header)
            return Task.FromResult(AuthenticateResult.NoResult());
        try
        {
            var principal = JsonSerializer.Deserialize<ClientPrincipal>(Convert.FromBase64String(header), JsonSerializerOptions.Web);
            if (principal?.AuthType != "aad")
                return Task.FromResult(AuthenticateResult.NoResult());
            var identity = new ClaimsIdentity(
                principal.Claims.Select(claim => new Claim(claim.Typ, claim.Val)), SchemeName, principal.NameTyp ?? ClaimTypes.Name, principal.RoleTyp ?? ClaimTypes.Role);
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName)));
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return Task.FromResult(AuthenticateResult.Fail("The client principal cannot be read."));
        }
    }

    private sealed record ClientPrincipal(
        [property: System.Text.Json.Serialization.JsonPropertyName("auth_typ")] string? AuthType,
        [property: System.Text.Json.Serialization.JsonPropertyName("name_typ")] string? NameTyp,
        [property: System.Text.Json.Serialization.JsonPropertyName("role_typ")] string? RoleTyp,
        IReadOnlyList<ClientClaim> Claims);

    private sealed record ClientClaim(string Typ, string Val);
}
