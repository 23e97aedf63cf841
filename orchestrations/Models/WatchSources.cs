using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Models;

/// <summary>A kind of place where models can be watched, whether or not this installation has it.</summary>
/// <param name="Name">See <see cref="IModelSource.Name"/>.</param>
/// <param name="TellsRetirement">Whether it announces the end of versions: nobody types one beside it.</param>
public sealed record WatchSource(string Name, bool TellsRetirement);

/// <summary>All that there are; a model names one of them, or none.</summary>
public static class WatchSources
{
    public static IReadOnlyList<WatchSource> All { get; } = [new("azure", true), new("azure-forms", true), new("mistral", true), new("hugging-face", false)];

    /// <summary>The source of a name; null for one that is none.</summary>
    public static WatchSource? Find(string? name) => All.FirstOrDefault(source => source.Name == name);

    /// <summary>Whether a source announces the model's end.</summary>
    public static bool TellRetirementOf(ModelRecord model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Find(model.Watch?.Source)?.TellsRetirement == true;
    }
}
