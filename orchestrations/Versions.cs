using Microsoft.DurableTask;

namespace RegionSud.AiWorkflow;

/// <summary>Which call order an instance follows: the one that it was started with.</summary>
internal static class Versions
{
    /// <summary>Whether the instance was started with a version of the call orders, or a later one. Where the engine keeps no versions, all instances are today's.</summary>
    public static bool IsFrom(this TaskOrchestrationContext context, string version) =>
        !Version.TryParse(context.Version, out var own) || own >= Version.Parse(version);
}
