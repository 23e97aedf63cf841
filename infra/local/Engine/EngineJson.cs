using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;

namespace RegionSud.AiWorkflow.Local.Engine;

/// <summary>The one JSON of the engine: inputs, outputs, events and custom status.</summary>
public static class EngineJson
{
    /// <summary>What the Functions worker sets for its own serializer: the SDK's plain rules with names read in any case. The Durable
    /// extension takes that serializer for everything, whatever the engine's options say; a test holds the two equal.</summary>
    public static JsonSerializerOptions Options { get; } = new() { PropertyNameCaseInsensitive = true };

    /// <summary>The converter that worker and client share.</summary>
    public static DataConverter Converter { get; } = new JsonDataConverter(Options);
}
