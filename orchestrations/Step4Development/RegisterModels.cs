using Microsoft.DurableTask;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Models;

namespace RegionSud.AiWorkflow.Step4Development;

/// <summary>Puts the models that DSIPN declared in the inventory. A second run finds it done.</summary>
public sealed class RegisterModels(CaseFiles files, ModelRegistration models) : TaskActivity<CaseId, bool>
{
    public override async Task<bool> RunAsync(TaskActivityContext context, CaseId input)
    {
        var useCase = await files.GetAsync(input, CancellationToken.None);
        var sheet = await files.AnswersAsync(useCase, "development-dsipn", CancellationToken.None);
        await models.RegisterAsync(useCase, sheet?["model-provider"] ?? "", CancellationToken.None);
        return true;
    }
}
