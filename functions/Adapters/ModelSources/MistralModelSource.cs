using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters.ModelSources;

/// <summary>
/// Mistral's own platform (<c>GET /v1/models</c>). A model's reference is its id or one of its aliases, <c>mistral-medium-2508</c>; names that end with
/// <c>-latest</c> re-point without a word, so their version is the dated one that they stand for today. One request a look.
/// </summary>
/// <param name="endpoint">Scheme and host: <c>https://api.mistral.ai</c>.</param>
public sealed partial class MistralModelSource(Uri endpoint, string key, SourceClientOptions options) : IModelSource
{
    private readonly SourceClient client = new(
        endpoint, new BearerKeyPolicy(key), options, new SourceWords("Mistral AI", "Renouvelez la clé de la Région (réglage Models:Mistral:Key)."));

    /// <inheritdoc/>
    public string Name => "mistral";

    /// <inheritdoc/>
    public Task<IReadOnlyList<SeenModel>> LookAsync(IReadOnlyList<ModelRecord> watched, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(watched);
        return client.LookAsync<IReadOnlyList<SeenModel>>(
            async bound =>
            {
                var list = await client.GetAsync<ModelList>("/v1/models", bound) ?? throw client.Unreadable();
                var rows = list.Data ?? throw new JsonException("The answer has no list of models.");
                return [.. watched.Select(model => Seen(model, rows)).OfType<SeenModel>()];
            },
            cancellation);
    }

    private static SeenModel? Seen(ModelRecord model, IReadOnlyList<Row> rows)
    {
        var reference = model.Watch!.Reference.Trim();
        var named = rows.Where(row => row.Names.Contains(reference, StringComparer.Ordinal)).ToList();
        if (named.Count == 0)
            return null;
        var isAlias = reference.EndsWith("-latest", StringComparison.Ordinal);
        List<FindingKind> findings = isAlias ? [FindingKind.AliasUsed] : [];
        var versions = named.Select(row => row.VersionOf(reference)).Distinct(StringComparer.Ordinal).ToList();
        if (versions.Count > 1)
            return new SeenModel(model.Id, model.Version) { Findings = [.. findings, FindingKind.Ambiguous] };
        if (versions[0].EndsWith("-latest", StringComparison.Ordinal))
            return new SeenModel(model.Id, model.Version) { Findings = [.. findings, FindingKind.UnknownWord] };

        var dates = named.Where(row => row.Deprecation.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null)).Select(row => DayOf(row.Deprecation)).ToList();
        if (dates.Contains(null))
            findings.Add(FindingKind.UnknownWord);
        var retired = named.FirstOrDefault(row => !string.IsNullOrEmpty(row.Replacement))?.Replacement ?? "";
        return new SeenModel(model.Id, versions[0])
        {
            Family = FamilyOf(versions[0]),
            Retirement = dates.Min() is { } on ? new Retirement(on, retired, retired.Length > 0 && FamilyOf(retired) == FamilyOf(versions[0])) : null,
            NoRetirement = named.TrueForAll(row => row.Deprecation.ValueKind == JsonValueKind.Null),
            Findings = findings,
        };
    }

    private static DateOnly? DayOf(JsonElement date) =>
        date.ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(date.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? DateOnly.FromDateTime(at.UtcDateTime) : null;

    // mistral-medium of mistral-medium-2508 and of mistral-medium-latest.
    private static string FamilyOf(string name) => Suffix().Replace(name, "");

    [GeneratedRegex("-[0-9]{4}$", RegexOptions.CultureInvariant)]
    private static partial Regex Dated();

    [GeneratedRegex("-([0-9]{4}|latest)$", RegexOptions.CultureInvariant)]
    private static partial Regex Suffix();

    private sealed record ModelList(IReadOnlyList<Row>? Data);

    private sealed record Row(string? Id, string? Name, IReadOnlyList<string>? Aliases, JsonElement Deprecation, [property: JsonPropertyName("deprecation_replacement_model")] string? Replacement)
    {
        public IEnumerable<string> Names => new[] { Id, Name }.Concat(Aliases ?? []).OfType<string>();

        // The dated name; else the one that the platform gives it; an undated model has nothing better than the name it is asked by.
        public string VersionOf(string reference) =>
            Name is { Length: > 0 } name && (Dated().IsMatch(name) || !Names.Any(Dated().IsMatch)) ? name : Names.FirstOrDefault(Dated().IsMatch) ?? Id ?? reference;
    }
}
