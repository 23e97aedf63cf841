using Microsoft.DurableTask.Client;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Register;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>What the engine says of one orchestration.</summary>
/// <param name="Name">French: the step's orchestration or the lifecycle.</param>
/// <param name="Status">Null when the engine knows no such instance, or did not answer.</param>
/// <param name="Trouble">French: the last error, or null.</param>
/// <param name="Answered">False when the engine could not be asked.</param>
public sealed record EngineState(string Instance, string Name, OrchestrationRuntimeStatus? Status, DateTimeOffset? UpdatedAt, string? Trouble, bool Answered = true)
{
    /// <summary>Whether something is at work under that id.</summary>
    public bool IsUnderWay => Status is OrchestrationRuntimeStatus.Pending or OrchestrationRuntimeStatus.Running or OrchestrationRuntimeStatus.Suspended;

    /// <summary>The status in French.</summary>
    public string Label => (Answered, Status) switch
    {
        (false, _) => "le moteur n’a pas répondu",
        (_, null) => "introuvable",
        (_, OrchestrationRuntimeStatus.Running) => Trouble is null ? "en marche" : "en marche, en difficulté",
        (_, OrchestrationRuntimeStatus.Pending) => "en attente de démarrage",
        (_, OrchestrationRuntimeStatus.Suspended) => "suspendue",
        (_, OrchestrationRuntimeStatus.Completed) => "terminée",
        (_, OrchestrationRuntimeStatus.Failed) => "en échec",
        (_, OrchestrationRuntimeStatus.Terminated) => "arrêtée de force",
        _ => Status.ToString()!,
    };
}

/// <summary>Asks the engine for the orchestrations behind the cases that a page shows, and for no other.</summary>
public static class EngineStates
{
    private const int TroubleLength = 300;

    /// <summary>
    /// The states behind a case: its present step's, and the lifecycle's too when the step's is not at work. One or two requests to the
    /// engine. An engine that does not answer is told as such: the page is there for that day.
    /// </summary>
    public static async Task<IReadOnlyList<EngineState>> OfAsync(DurableTaskClient client, CaseLine line, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (line.Status == CaseStatus.Closed)
            return [await LifecycleAsync(client, line.Id, cancellation)];
        var step = await ReadAsync(client, line.Instance, "étape", cancellation);
        return step.IsUnderWay ? [step] : [step, await LifecycleAsync(client, line.Id, cancellation)];
    }

    /// <summary>The state of a case's lifecycle: one request to the engine.</summary>
    public static Task<EngineState> LifecycleAsync(DurableTaskClient client, CaseId id, CancellationToken cancellation) =>
        ReadAsync(client, id.Value, "vie du cas", cancellation);

    /// <summary>The state of the look at the law that is under way: one request to the engine.</summary>
    public static Task<EngineState> LawWatchAsync(DurableTaskClient client, string look, CancellationToken cancellation) =>
        ReadAsync(client, look, "veille juridique", cancellation);

    private static async Task<EngineState> ReadAsync(DurableTaskClient client, string instance, string name, CancellationToken cancellation)
    {
        try
        {
            // The custom status comes only with inputs and outputs.
            return await client.GetInstanceAsync(instance, getInputsAndOutputs: true, cancellation) is { } found
                ? new EngineState(instance, name, found.RuntimeStatus, found.LastUpdatedAt, TroubleOf(found))
                : new EngineState(instance, name, null, null, null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new EngineState(instance, name, null, null, e.GetType().Name, Answered: false);
        }
    }

    private static string? TroubleOf(OrchestrationMetadata found)
    {
        if (found.RuntimeStatus is OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated)
        {
            // Some engines give no details but the text as output.
            return Shorten(found.FailureDetails is { } failure ? $"{failure.ErrorType}\u00a0: {failure.ErrorMessage}" : found.SerializedOutput?.Trim('"'));
        }

        if (string.IsNullOrEmpty(found.SerializedCustomStatus) || found.SerializedCustomStatus == "null")
            return null;
        try
        {
            return found.ReadCustomStatusAs<Trouble>() is { Activity.Length: > 0 } trouble
                ? Shorten($"{trouble.Activity}, essai n°\u00a0{trouble.Attempts}\u00a0: {trouble.Error}\u00a0: {trouble.Message}")
                : null;
        }
        catch (System.Text.Json.JsonException)
        {
            return Shorten(found.SerializedCustomStatus);
        }
    }

    private static string? Shorten(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : text.Length <= TroubleLength ? text : string.Concat(text.AsSpan(0, TroubleLength - 1), "…");
}
