using Microsoft.DurableTask;
using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Step4Development;

/// <summary>
/// Numbers of the acceptance's conditions that are not fulfilled yet. A second run leaves out those fulfilled meanwhile: a development that is walked
/// through again, or a second one after a trial, asks nobody for what is done.
/// </summary>
public sealed class FindConditions(CaseFiles files) : TaskActivity<CaseId, IReadOnlyList<int>>
{
    public override async Task<IReadOnlyList<int>> RunAsync(TaskActivityContext context, CaseId input)
    {
        var useCase = await files.GetAsync(input, CancellationToken.None);
        return [.. useCase.Conditions.Where(condition => !condition.Met).Select(condition => condition.Number)];
    }
}
