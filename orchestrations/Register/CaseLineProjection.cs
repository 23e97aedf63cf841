using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter.Forms;

namespace RegionSud.AiWorkflow.Register;

/// <summary>A case's state, as one line of the lists and of the register. Pure.</summary>
public static class CaseLineProjection
{
    private const int PurposeLength = 500;

    /// <summary>The line of a case.</summary>
    /// <param name="useCase">The case.</param>
    /// <param name="need">The need's answers; null while it was not read, or after an erasure.</param>
    public static CaseLine Of(UseCase useCase, Answers? need)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        var purpose = need?["expected-result"] ?? "";
        return new CaseLine(
            useCase.Id,
            useCase.Version,
            need?["title"] ?? useCase.Id.Value,
            purpose.Length <= PurposeLength ? purpose : string.Concat(purpose.AsSpan(0, PurposeLength - 1), "…"),
            useCase.Directorate,
            useCase.Step,
            useCase.Round,
            useCase.Status,
            useCase.End,
            [.. useCase.Tasks.Select(task => task.Role).Distinct()],
            useCase.OpenedAt,
            useCase.StepSince,
            useCase.Tasks.IsEmpty ? null : useCase.Tasks.Min(task => task.DueAt),
            useCase.Risk,
            useCase.Models,
            useCase.InProductionSince,
            useCase.NextRecheck,
            useCase is { Step: Step.Arbitration, End: null, Assessed: { } assessed }
                ? new ArbitrationFigures(useCase.Points, assessed.Scores, assessed.Confidence, assessed.Gates, useCase.LiftedGates)
                : null,
            [.. useCase.Validities.SelectMany(validity => validity.LookDays)],
            [.. useCase.Tasks.Select(AskedOf)],
            useCase.FileVersion,
            useCase.ReviewOn,
            useCase.Incidents.Count > 0 || (useCase.HaltedByHand && useCase.Status != CaseStatus.Closed) ? true : null);
    }

    private static AskedTask AskedOf(PendingTask task)
    {
        var until = task.People.Where(person => task.HandingTo(person)?.Until is not null).ToDictionary(person => person, person => task.HandingTo(person)!.Until!.Value);
        return new AskedTask(task.TaskId, task.Kind, task.Role, task.People, task.OpenedAt, task.DueAt, task.Escalated, until.Count > 0 ? until : null);
    }
}
