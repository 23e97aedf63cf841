using System.Text.Json;
using System.Text.RegularExpressions;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters.ModelSources;

/// <summary>
/// Models published on Hugging Face (<c>GET /api/models/{repo}</c>, or <c>/revision/{revision}</c>). A model's reference is <c>owner/name</c>, better
/// <c>owner/name@revision</c> with a commit's hash: what it stands for then never changes. The version is the commit. One request for each model.
/// </summary>
public sealed partial class HuggingFaceModelSource : IModelSource
{
    private readonly SourceClient client;

    /// <param name="endpoint">Scheme and host: <c>https://huggingface.co</c>.</param>
    /// <param name="token">Opens models with terms of use; null for public ones alone.</param>
    public HuggingFaceModelSource(Uri endpoint, string? token, SourceClientOptions options) => client = new SourceClient(
        endpoint,
        string.IsNullOrEmpty(token) ? null : new BearerKeyPolicy(token),
        options,
        new SourceWords("Hugging Face", "Le modèle est privé ou soumis à des conditions\u00a0: donnez un jeton qui les a acceptées (réglage Models:HuggingFace:Token)."));

    /// <inheritdoc/>
    public string Name => "hugging-face";

    /// <inheritdoc/>
    public Task<IReadOnlyList<SeenModel>> LookAsync(IReadOnlyList<ModelRecord> watched, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(watched);
        return client.LookAsync<IReadOnlyList<SeenModel>>(
            async bound =>
            {
                var seen = new List<SeenModel>();
                foreach (var model in watched)
                {
                    if (await SeenAsync(model, bound) is { } found)
                        seen.Add(found);
                }

                return seen;
            },
            cancellation);
    }

    private async Task<SeenModel?> SeenAsync(ModelRecord model, CancellationToken cancellation)
    {
        var reference = Reference().Match(model.Watch!.Reference.Trim());
        if (!reference.Success)
            return null;
        var (repository, revision) = (reference.Groups["repo"].Value, reference.Groups["revision"].Value);
        var path = $"/api/models/{repository}" + (revision.Length > 0 ? $"/revision/{Uri.EscapeDataString(revision)}" : "");
        // A repository that moved answers with a redirection: its new name is for a person to confirm.
        var found = await client.GetAsync<Repository>(path, cancellation, response =>
            response.Status is 301 or 302 or 307 or 308 || (response.Headers.TryGetValue("X-Error-Code", out var code) && code is "RepoNotFound" or "RevisionNotFound"));
        if (found is null)
            return null;
        if (found.Sha is not { } sha || !Commit().IsMatch(sha) || !string.Equals(found.Id, repository, StringComparison.OrdinalIgnoreCase))
            throw new JsonException("The answer is not about the repository that was asked for.");
        // Whoever typed the beginning of the commit meant it.
        var isShort = model.Version.Length >= 7 && sha.StartsWith(model.Version, StringComparison.OrdinalIgnoreCase);
        return new SeenModel(model.Id, isShort ? model.Version : sha)
        {
            Findings = Commit().IsMatch(revision) ? [] : [FindingKind.AliasUsed],
        };
    }

    [GeneratedRegex("^(?<repo>[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*)(@(?<revision>[A-Za-z0-9][A-Za-z0-9._/-]*))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();

    [GeneratedRegex("^[0-9a-f]{7,64}$", RegexOptions.CultureInvariant)]
    private static partial Regex Commit();

    private sealed record Repository(string? Id, string? Sha);
}
