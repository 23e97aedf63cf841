using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace RegionSud.AiWorkflow.Edge.Adapters.Groups;

/// <summary>Somebody in a group.</summary>
/// <param name="Email">Lower case.</param>
public sealed record GroupMember(string Name, string Email);

/// <summary>
/// The people of Entra ID groups, by Microsoft Graph v1.0 (<c>GET /groups/{id}/members/microsoft.graph.user</c>; the app needs
/// <c>GroupMember.Read.All</c> and <c>User.Read.All</c>). Throttling and failures of the network are tried again by the pipeline.
/// </summary>
public sealed class EntraGroups
{
    private const string Scope = "https://graph.microsoft.com/.default";
    private const int MostPages = 20;

    private readonly Uri endpoint;
    private readonly HttpPipeline pipeline;

    /// <param name="endpoint">Graph's, with its scheme and host alone.</param>
    public EntraGroups(Uri endpoint, TokenCredential identity, EntraGroupsOptions options)
        : this(endpoint, new BearerTokenAuthenticationPolicy(identity, Scope), options)
    {
    }

    internal EntraGroups(Uri endpoint, HttpPipelinePolicy authentication, EntraGroupsOptions options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(options);
        this.endpoint = endpoint;
        pipeline = HttpPipelineBuilder.Build(options, authentication);
    }

    /// <summary>Those of a group who have a mailbox and whose account is on; one request for each 999.</summary>
    /// <exception cref="RequestFailedException">Graph refused, failed, or cannot be reached.</exception>
    /// <exception cref="JsonException">It answered what is no list, or led to another host.</exception>
    public async Task<IReadOnlyList<GroupMember>> MembersAsync(string group, CancellationToken cancellation)
    {
        var members = new List<GroupMember>();
        Uri? next = new(endpoint, $"/v1.0/groups/{Uri.EscapeDataString(group)}/members/microsoft.graph.user?$select=displayName,mail,accountEnabled&$top=999");
        for (var pages = 0; next is not null; pages++)
        {
            // A token goes to nobody else, and a circle ends.
            if (next.Host != endpoint.Host || next.Scheme != endpoint.Scheme || pages >= MostPages)
                throw new JsonException("The next page of the group's members is on another host, or there is no end of pages.");
            using var message = pipeline.CreateMessage();
            message.Request.Method = RequestMethod.Get;
            message.Request.Uri.Reset(next);
            message.Request.Headers.Add(HttpHeader.Names.Accept, "application/json");
            await pipeline.SendAsync(message, cancellation);
            if (message.Response.Status != 200)
                throw new RequestFailedException(message.Response);
            var page = message.Response.Content.ToObjectFromJson<Page>() ?? throw new JsonException("The answer is empty.");
            members.AddRange((page.Value ?? throw new JsonException("The answer has no list of members."))
                .Where(user => user.AccountEnabled != false && !string.IsNullOrWhiteSpace(user.Mail))
                .Select(user => new GroupMember(string.IsNullOrWhiteSpace(user.DisplayName) ? user.Mail! : user.DisplayName, user.Mail!.Trim().ToLowerInvariant())));
            next = page.NextLink is { Length: > 0 } link ? new Uri(link) : null;
        }

        return [.. members.DistinctBy(member => member.Email)];
    }

    private sealed record Page([property: JsonPropertyName("value")] IReadOnlyList<User>? Value, [property: JsonPropertyName("@odata.nextLink")] string? NextLink);

    private sealed record User(
        [property: JsonPropertyName("displayName")] string? DisplayName, [property: JsonPropertyName("mail")] string? Mail, [property: JsonPropertyName("accountEnabled")] bool? AccountEnabled);
}

/// <summary>How Graph is called.</summary>
public sealed class EntraGroupsOptions : ClientOptions
{
}
