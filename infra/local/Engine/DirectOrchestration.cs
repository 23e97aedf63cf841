using DurableTask.Core;
using Microsoft.DurableTask;

namespace RegionSud.AiWorkflow.Local.Engine;

/// <summary>One episode of an orchestration: makes the registered class at its first step, with the scope and the parent that the worker
/// hands over just before. A name that nobody registered fails the instance, as it does on Functions.</summary>
internal sealed class DirectOrchestration(
    string name, string version, Func<string, IServiceProvider, ParentOrchestrationInstance?, TaskOrchestration?> create) : TaskOrchestration
{
    private IServiceProvider? scope;
    private ParentOrchestrationInstance? parent;
    private TaskOrchestration? shim;

    /// <summary>Called once before the episode runs.</summary>
    public void Begin(IServiceProvider episodeScope, ParentInstance? parentInstance)
    {
        scope = episodeScope;
        parent = parentInstance is null
            ? null
            : new ParentOrchestrationInstance(parentInstance.Name, parentInstance.OrchestrationInstance.InstanceId);
    }

    /// <inheritdoc/>
    public override Task<string?> Execute(OrchestrationContext context, string? input)
    {
        try
        {
            shim = create(name, scope ?? throw new InvalidOperationException("The episode was not begun."), parent)
                ?? throw new InvalidOperationException($"No orchestrator is registered under the name '{name}' (version '{version}').");
        }
        catch (Exception problem)
        {
            // Thrown outside the task, it would stop the episode and be tried again for ever.
            return Task.FromException<string?>(problem);
        }

        return shim.Execute(context, input);
    }

    /// <inheritdoc/>
    public override void RaiseEvent(OrchestrationContext context, string eventName, string? input) => shim?.RaiseEvent(context, eventName, input);

    /// <inheritdoc/>
    public override string? GetStatus() => shim?.GetStatus();
}
