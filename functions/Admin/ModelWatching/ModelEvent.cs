using System.Globalization;
using System.Text.Json;
using RegionSud.AiWorkflow.Models;

namespace RegionSud.AiWorkflow.Edge.Admin.ModelWatching;

/// <summary>What a provider's event says of a model.</summary>
/// <param name="Subject">The model's id in the inventory.</param>
/// <param name="Problem">French: why nothing can be made of it; null when something can.</param>
public sealed record ModelEvent(string Subject, string? Problem)
{
    /// <summary>Who says so, in the log of changes.</summary>
    public const string By = "event";

    private const int LongestText = 120;
    private const int LatestYears = 20;

    public string Version { get; init; } = "";

    public string? Family { get; init; }

    public string? Provider { get; init; }

    public Retirement? Retirement { get; init; }

    /// <summary>
    /// Reads a CloudEvent 1.0 in structured mode: <c>subject</c> is the model, <c>data</c> is <c>{version, family?, provider?, retirement? {on, replacement?,
    /// sameFamily?}}</c>; what else there is is passed over. Pure.
    /// </summary>
    public static ModelEvent Read(ReadOnlyMemory<byte> body, DateOnly today)
    {
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "specversion") != "1.0" || Text(root, "id").Length == 0 || Text(root, "source").Length == 0 || Text(root, "type").Length == 0)
                return new ModelEvent("", "Ce n’est pas un événement CloudEvents 1.0.");
            var subject = Text(root, "subject");
            if (subject.Length is 0 or > LongestText)
                return new ModelEvent("", "Le nom du modèle manque, ou est trop long.");
            return root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object ? Read(subject, data, today) : new ModelEvent(subject, "L’événement ne dit rien du modèle.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is of texts that are no Unicode.
            return new ModelEvent("", "L’événement est illisible.");
        }
    }

    private static ModelEvent Read(string subject, JsonElement data, DateOnly today)
    {
        var (version, family, provider) = (Text(data, "version").Trim(), Text(data, "family").Trim(), Text(data, "provider").Trim());
        if (version.Length == 0)
            return new ModelEvent(subject, "La version manque.");
        if (version.Length > LongestText || family.Length > LongestText || provider.Length > LongestText)
            return new ModelEvent(subject, "Un texte est trop long.");
        var read = new ModelEvent(subject, null) { Version = version, Family = family.Length > 0 ? family : null, Provider = provider.Length > 0 ? provider : null };
        if (!data.TryGetProperty("retirement", out var retirement) || retirement.ValueKind == JsonValueKind.Null)
            return read;
        if (retirement.ValueKind != JsonValueKind.Object || !DateOnly.TryParseExact(Text(retirement, "on"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on))
            return new ModelEvent(subject, "La date de retrait n’est pas une date (aaaa-mm-jj).");
        if (on < today || on > today.AddYears(LatestYears))
            return new ModelEvent(subject, "La date de retrait est passée, ou trop lointaine.");
        var replacement = Text(retirement, "replacement").Trim();
        return replacement.Length > LongestText
            ? new ModelEvent(subject, "Un texte est trop long.")
            : read with { Retirement = new Retirement(on, replacement, retirement.TryGetProperty("sameFamily", out var same) && same.ValueKind == JsonValueKind.True) };
    }

    private static string Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
