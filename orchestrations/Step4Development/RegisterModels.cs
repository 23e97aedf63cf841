using Microsoft.DurableTask;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Step4Development;

/// <summary>
/// Puts the models that DSIPN declared in the inventory when they are not there yet. When the inventory has another version than the one
/// declared, the case gets that as a change to be re-checked. A second run finds both done.
/// </summary>
public sealed class RegisterModels(CaseFiles files, IModelInventory inventory, TimeProvider time) : TaskActivity<CaseId, bool>
{
    public override async Task<bool> RunAsync(TaskActivityContext context, CaseId input)
    {
        var useCase = await files.GetAsync(input, CancellationToken.None);
        var sheet = await files.AnswersAsync(useCase, "development-dsipn", CancellationToken.None);
        foreach (var model in useCase.Models)
        {
            var known = await inventory.FindAsync(model.ModelId, CancellationToken.None);
            if (known is null)
            {
                var provider = sheet?["model-provider"] ?? "";
                known = new ModelRecord(model.ModelId, provider, model.ModelId, model.Version, time.GetUtcNow(), []);
                if (!await inventory.PutAsync(known, null, CancellationToken.None))
                    throw new InvalidOperationException($"{model.ModelId} was added to the inventory at the same moment; to be tried again.");
            }

            if (known.Version != model.Version)
            {
                var change = $"{model.ModelId}-declared-{input}";
                await files.RecordAsync(
                    input, [new Fact($"model:{change}", new CaseEvent.ModelChanged(change, model.ModelId, model.Version, known.Version))], CancellationToken.None);
            }
        }

        return true;
    }
}
