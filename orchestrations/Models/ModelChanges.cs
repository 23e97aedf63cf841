using Microsoft.DurableTask;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Register;
using RegionSud.AiWorkflow.Step6Maintenance;

namespace RegionSud.AiWorkflow.Models;

/// <summary>Which change of which model.</summary>
public sealed record ModelChangeInput(string ChangeId, string ModelId);

/// <summary>
/// Brings a model's change to every open case that uses it (clause 5.6-b): page by page, each case's journal first, its maintenance woken
/// after. One that is not in maintenance yet finds the change in its journal when it comes there.
/// </summary>
public sealed class ModelChange : TaskOrchestrator<ModelChangeInput, int>
{
    public override async Task<int> RunAsync(TaskOrchestrationContext context, ModelChangeInput input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        var (reached, page) = (0, (string?)null);
        do
        {
            var batch = await context.DoAsync<ModelChangeBatch>(nameof(RecordModelChange), new ModelChangePage(input, page));
            foreach (var instance in batch.ToWake)
                context.SendEvent(instance, MaintenanceStep.ModelChanged, input.ChangeId);
            (reached, page) = (reached + batch.Reached, batch.Next);
        }
        while (page is not null);

        await context.DoAsync(nameof(FinishModelChange), input);
        return reached;
    }
}

/// <summary>One page of the cases that use the model.</summary>
public sealed record ModelChangePage(ModelChangeInput Change, string? Continuation);

/// <summary>What one page did.</summary>
/// <param name="Reached">Cases whose journal has the change now.</param>
/// <param name="ToWake">Instances of those in maintenance.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
public sealed record ModelChangeBatch(int Reached, IReadOnlyList<string> ToWake, string? Next);

/// <summary>Writes a model's change in the journals of one page of cases. A second run changes nothing and wakes the same.</summary>
public sealed class RecordModelChange(CaseFiles files, ICaseLists lists, IWakes wakes, IModelInventory inventory) : TaskActivity<ModelChangePage, ModelChangeBatch>
{
    private const int PageSize = 25;

    public override async Task<ModelChangeBatch> RunAsync(TaskActivityContext context, ModelChangePage input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var model = await inventory.FindAsync(input.Change.ModelId, CancellationToken.None)
            ?? throw new InvalidOperationException($"There is no model {input.Change.ModelId}.");
        var change = model.Changes.Single(c => c.Id == input.Change.ChangeId);
        var page = await lists.ReadAsync(CaseListNames.OfModel(model.Id), input.Continuation, PageSize, CancellationToken.None);
        var toWake = new List<string>();
        foreach (var line in page.Lines)
        {
            var key = ModelChanges.KeyOf(change.Id);
            var wake = new Wake(line.Id, key, line.Instance, MaintenanceStep.ModelChanged);
            if (line.Step == Step.Maintenance)
                await wakes.AnnounceAsync(wake, CancellationToken.None);
            await files.RecordAsync(line.Id, [new Fact(key, new CaseEvent.ModelChanged(change.Id, model.Id, change.From, change.To), change.By)], CancellationToken.None);
            if (line.Step == Step.Maintenance)
                toWake.Add(line.Instance);
        }

        return new ModelChangeBatch(page.Lines.Count, toWake, page.Next);
    }
}

/// <summary>Notes that a change reached all its cases, so that the sweep does not start it again. A second run changes nothing.</summary>
public sealed class FinishModelChange(IModelInventory inventory) : TaskActivity<ModelChangeInput, bool>
{
    public override async Task<bool> RunAsync(TaskActivityContext context, ModelChangeInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var known = await inventory.FindAsync(input.ModelId, CancellationToken.None) ?? throw new InvalidOperationException($"There is no model {input.ModelId}.");
            var spread = known with { Changes = [.. known.Changes.Select(change => change.Id == input.ChangeId ? change with { Spread = true } : change)] };
            if (await inventory.PutAsync(spread, known, CancellationToken.None))
                return true;
        }

        throw new InvalidOperationException($"{input.ModelId} is being edited; to be tried again.");
    }
}

/// <summary>Keys of model changes in journals.</summary>
public static class ModelChanges
{
    /// <summary>Key of a change in a case's journal.</summary>
    public static string KeyOf(string changeId) => $"model:{changeId}";
}
