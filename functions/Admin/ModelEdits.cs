using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>Edits a model in the name of a visitor, then starts the fan-out of its change.</summary>
public sealed partial class ModelEdits(ModelDesk desk, IPeople people, ILogger<ModelEdits> logger)
{
    /// <summary>Records the edit. A fan-out that cannot be started now does not fail it: the change is recorded, the sweep will start it.</summary>
    public async Task<ModelEdited> PutAsync(ModelEdit edit, Visitor visitor, DurableTaskClient client, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        var person = await people.EnsureAsync(visitor.Email!, null, null, cancellation);
        var edited = await desk.PutAsync(edit, person.Id, cancellation);
        if (edited.Change is not { } change)
            return edited;
        try
        {
            await new DurableOrchestrations(client).StartModelChangeAsync(change.Id, edited.Model!.Id, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            NotStarted(logger, e, change.Id);
        }

        return edited;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The fan-out of {Change} could not be started; the sweep will do it.")]
    private static partial void NotStarted(ILogger logger, Exception error, string change);
}
