using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Models;

/// <summary>Brings the models of a case and the inventory together.</summary>
public sealed class ModelRegistration(CaseFiles files, IModelInventory inventory, CharterRules rules, TimeProvider time)
{
    /// <summary>
    /// Puts the models of a case in the inventory when they are not there yet. When the inventory has another version than the one declared, the case gets
    /// that as a change to be re-checked. A second call finds both done.
    /// </summary>
    /// <param name="provider">Of models that are new to the inventory; empty when nobody knows.</param>
    public async Task RegisterAsync(UseCase useCase, string provider, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        foreach (var model in useCase.Models)
        {
            var known = await inventory.FindAsync(model.ModelId, cancellation);
            if (known is null)
            {
                known = new ModelRecord(model.ModelId, provider, model.ModelId, model.Version, time.GetUtcNow(), []);
                if (!await inventory.PutAsync(known, null, cancellation))
                    throw new InvalidOperationException($"{model.ModelId} was added to the inventory at the same moment; to be tried again.");
            }

            if (known.Version != model.Version)
            {
                var change = $"{model.ModelId}-declared-{useCase.Id}";
                await files.RecordAsync(
                    useCase.Id, [new Fact($"model:{change}", Revised(change, useCase, model, known.Version))], cancellation);
            }
        }
    }

    private CaseEvent.ModelRevised Revised(string changeId, UseCase useCase, ModelUse declared, string version)
    {
        ModelDifference[] differences = [new(ModelAspect.Version, declared.Version, version)];
        var grade = rules.Models.GradeOf(differences);
        return new(changeId, declared.ModelId, declared.Version, version, differences, grade, rules.Models.MeanwhileOf(grade, useCase.Risk), rules.Version);
    }
}
