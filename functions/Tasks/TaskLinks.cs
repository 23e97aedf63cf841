using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Configuration;

namespace RegionSud.AiWorkflow.Edge.Tasks;

/// <summary>What a task's link says, once opened.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Person">Directory id of the person it was made for.</param>
/// <param name="Version">Version of the file when it was made.</param>
/// <param name="ExpiresAt">After this instant it only offers a new one.</param>
public sealed record TaskLink(string TaskId, string Person, long Version, DateTimeOffset ExpiresAt);

/// <summary>The one maker and reader of task links. The token is encrypted and authenticated: nothing personal shows in an address.</summary>
public sealed class TaskLinks(IDataProtectionProvider protection, TimeProvider time, IConfiguration configuration)
{
    /// <summary>In the place of a task: all that waits for the person.</summary>
    public const string Own = "*";

    private static readonly TimeSpan Life = TimeSpan.FromDays(7);
    private readonly IDataProtector protector = protection.CreateProtector("RegionSud.AiWorkflow.TaskLinks.v1");

    /// <summary>Address of the site, without a final slash: <c>Site:BaseUrl</c>.</summary>
    public string BaseUrl { get; } = configuration["Site:BaseUrl"]?.TrimEnd('/') ?? "http://127.0.0.1:7071";

    /// <summary>The whole address of a task for a person.</summary>
    public string AddressOf(string taskId, string person, long version) => $"{BaseUrl}/taches/{TokenOf(taskId, person, version)}";

    /// <summary>The whole address of a consultation for a person.</summary>
    public string OpinionAddressOf(string consultationId, string person, long version) => $"{BaseUrl}/avis/{TokenOf(consultationId, person, version)}";

    /// <summary>The whole address of the page of all that waits for a person.</summary>
    public string OwnAddressOf(string person) => $"{BaseUrl}/mes-demandes/{TokenOf(Own, person, 0)}";

    /// <summary>The token of a task for a person: URL-safe, lives seven days.</summary>
    public string TokenOf(string taskId, string person, long version)
    {
        var link = new TaskLink(taskId, person, version, time.GetUtcNow() + Life);
        return WebEncoders.Base64UrlEncode(protector.Protect(JsonSerializer.SerializeToUtf8Bytes(link)));
    }

    /// <summary>Opens a token, expired or not. Null when it was altered or is none of ours.</summary>
    public TaskLink? Read(string? token)
    {
        if (string.IsNullOrEmpty(token) || token.Length > 2048)
            return null;
        try
        {
            return JsonSerializer.Deserialize<TaskLink>(protector.Unprotect(WebEncoders.Base64UrlDecode(token)));
        }
        catch (Exception e) when (e is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether a link is still good.</summary>
    public bool IsAlive(TaskLink link)
    {
        ArgumentNullException.ThrowIfNull(link);
        return time.GetUtcNow() < link.ExpiresAt;
    }
}
