using System.Text.Json;
using System.Text.Json.Serialization;

namespace RegionSud.AiWorkflow.Cases;

/// <summary>How events and case states are written down. The names are for ever: journals outlive code.</summary>
public static class CaseEventJson
{
    /// <summary>camelCase, enumerations by name, nulls left out: the JSON of journals, heads and answers.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly Dictionary<string, Type> Types = typeof(CaseEvent).GetNestedTypes()
        .Where(type => type.IsSubclassOf(typeof(CaseEvent)))
        .ToDictionary(type => type.Name, StringComparer.Ordinal);

    /// <summary>Every entry type that a journal can hold.</summary>
    public static IReadOnlyCollection<string> Names => Types.Keys;

    /// <summary>The entry type and the data of an event.</summary>
    public static (string Type, string Data) Write(CaseEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return (happened.GetType().Name, JsonSerializer.Serialize(happened, happened.GetType(), Options));
    }

    /// <exception cref="JsonException">The data is not of that type.</exception>
    /// <exception cref="KeyNotFoundException">The type is unknown to this version of the code.</exception>
    public static CaseEvent Read(string type, string data) =>
        (CaseEvent)(JsonSerializer.Deserialize(data, Types[type], Options) ?? throw new JsonException($"An empty {type}."));
}
