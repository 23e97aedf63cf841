using DurableTask.Core;
using DurableTask.Core.Command;
using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Shims;
using Newtonsoft.Json.Linq;

namespace RegionSud.AiWorkflow.Local.Engine;

/// <summary>The history of one instance, written down by <see cref="DirectClient.ReadHistoryAsync"/>: to look at, and to replay against
/// today's code, so that a change that would break cases in flight is seen before it is released.</summary>
public static class RecordedHistory
{
    /// <summary>Reads the JSON array back into events. The storage writes each event without its type: its kind says which it is.</summary>
    /// <exception cref="FormatException">The text is not such an array.</exception>
    public static IList<HistoryEvent> Parse(string json)
    {
        try
        {
            return [.. JArray.Parse(json).Select(Event)];
        }
        catch (Newtonsoft.Json.JsonException problem)
        {
            throw new FormatException("This is not a recorded history: " + problem.Message, problem);
        }
    }

    /// <summary>Runs an orchestrator over a history that ends where the instance was waiting or had ended.</summary>
    /// <returns>Null when the orchestrator asks for the same things in the same order and ends (or waits) in the same way;
    /// otherwise what differs.</returns>
    /// <exception cref="FormatException">The history is not one, or does not begin with a start.</exception>
    public static string? Replay(string json, ITaskOrchestrator orchestrator)
    {
        var events = Parse(json);
        var start = events.OfType<ExecutionStartedEvent>().FirstOrDefault()
            ?? throw new FormatException("A recorded history begins with the start of its instance.");
        var parent = start.ParentInstance is { } link
            ? new ParentOrchestrationInstance(link.Name, link.OrchestrationInstance.InstanceId)
            : null;
        var options = new DurableTaskWorkerOptions
        {
            DataConverter = EngineJson.Converter,
            Versioning = new DurableTaskWorkerOptions.VersioningOptions { DefaultVersion = start.Version ?? "" },
        };
        var shim = new DurableTaskShimFactory(options).CreateOrchestration(start.Name, orchestrator, parent);
        var executor = new TaskOrchestrationExecutor(
            new OrchestrationRuntimeState(events), shim, BehaviorOnContinueAsNew.Carryover, entityParameters: null, ErrorPropagationMode.UseFailureDetails);
        return Difference([.. executor.Execute().Actions], events.OfType<ExecutionCompletedEvent>().LastOrDefault());
    }

    private static string? Difference(IReadOnlyList<OrchestratorAction> actions, ExecutionCompletedEvent? recorded)
    {
        var ended = actions.OfType<OrchestrationCompleteOrchestratorAction>().FirstOrDefault();
        var asked = actions.FirstOrDefault(action => action is not OrchestrationCompleteOrchestratorAction);
        if (ended?.OrchestrationStatus == OrchestrationStatus.Failed && recorded?.OrchestrationStatus != OrchestrationStatus.Failed)
            return ended.FailureDetails?.ErrorMessage ?? ended.Result ?? "The orchestrator fails where it did not.";
        if (asked is not null)
            return $"The orchestrator asks for something that the history does not have: {asked.OrchestratorActionType}.";
        if (ended?.OrchestrationStatus != recorded?.OrchestrationStatus)
            return $"The instance was {recorded?.OrchestrationStatus.ToString() ?? "waiting"} and is now {ended?.OrchestrationStatus.ToString() ?? "waiting"}.";
        return ended?.OrchestrationStatus == OrchestrationStatus.Completed && ended.Result != recorded!.Result
            ? $"The result was {recorded.Result} and is now {ended.Result}."
            : null;
    }

    private static HistoryEvent Event(JToken token)
    {
        var kind = token is JObject ? (EventType?)token.Value<int?>(nameof(HistoryEvent.EventType)) : null;
        var type = kind is null ? null : typeof(HistoryEvent).Assembly.GetType($"{typeof(HistoryEvent).Namespace}.{kind}Event");
        return (HistoryEvent?)(type is null ? null : token.ToObject(type))
            ?? throw new FormatException($"This is not an event of a history: {token.ToString(Newtonsoft.Json.Formatting.None)}");
    }
}
