using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Models;

/// <summary>
/// Notes what was seen of a model, then has the change brought to its cases. A fan-out that cannot be started now fails nothing: the change is recorded, and the
/// sweep starts it.
/// </summary>
public sealed class ModelObserver(ModelDesk desk)
{
    /// <summary>See <see cref="ModelDesk.ObserveAsync"/>.</summary>
    public async Task<ModelEdited> ObserveAsync(Observation seen, IOrchestrations orchestrations, CancellationToken cancellation) =>
        await SpreadAsync(await desk.ObserveAsync(seen, cancellation), orchestrations, cancellation);

    /// <summary>See <see cref="ModelDesk.AgeAsync"/>.</summary>
    public async Task<ModelEdited> AgeAsync(string modelId, IOrchestrations orchestrations, CancellationToken cancellation) =>
        await SpreadAsync(await desk.AgeAsync(modelId, cancellation), orchestrations, cancellation);

    private static async Task<ModelEdited> SpreadAsync(ModelEdited edited, IOrchestrations orchestrations, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(orchestrations);
        if (edited is not { Change: { } change, Model: { } model })
            return edited;
        try
        {
            await orchestrations.StartModelChangeAsync(change.Id, model.Id, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The sweep goes through changes that did not reach their cases.
        }

        return edited;
    }
}
