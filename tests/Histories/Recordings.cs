using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.DurableTask;
using RegionSud.AiWorkflow.Tests.Forms;

namespace RegionSud.AiWorkflow.Tests.Histories;

/// <summary>The recorded histories: a folder per released version, a file per instance, one event a line.</summary>
internal static class Recordings
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Where they are committed.</summary>
    public static string Folder { get; } = Path.Combine(Path.GetDirectoryName(SampleFiles.Folder)!, "Histories");

    /// <summary>Every file, as <c>1.0.0/Need.1.json</c>.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public static string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

    /// <summary>Name of the orchestrator whose history it is.</summary>
    public static string OrchestratorOf(string json) =>
        JsonNode.Parse(json)!.AsArray().Select(happened => happened!["Name"]?.GetValue<string>()).First(name => name is not null)!;

    /// <summary>Today's orchestrator of that name. They take nothing from outside, so they are made without services.</summary>
    public static ITaskOrchestrator Orchestrator(string name) =>
        (ITaskOrchestrator)Activator.CreateInstance(typeof(Process).Assembly.GetTypes().Single(type => type.Name == name && type.IsAssignableTo(typeof(ITaskOrchestrator))))!;

    /// <summary>Writes a history down, one event a line so that a change shows as one.</summary>
    public static void Write(string version, string name, string json)
    {
        Directory.CreateDirectory(Path.Combine(Folder, version));
        var lines = JsonNode.Parse(json)!.AsArray().Select(happened => happened!.ToJsonString(Plain));
        File.WriteAllText(Path.Combine(Folder, version, name + ".json"), $"[\n{string.Join(",\n", lines)}\n]\n");
    }
}
