namespace RegionSud.AiWorkflow.Cases;

/// <summary>Which round of which step of which case: the whole input of a step's orchestration.</summary>
public sealed record StepInput(CaseId CaseId, Step Step, int Round)
{
    /// <summary>A task of this round.</summary>
    /// <param name="kind">Row of <c>tasks.yaml</c>.</param>
    /// <param name="number">From 1: how many times this round has asked it.</param>
    public HumanTasks.TaskOrder Ask(string kind, int number = 1) => new(CaseId, Step, Round, kind, number);
}
