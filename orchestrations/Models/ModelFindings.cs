namespace RegionSud.AiWorkflow.Models;

/// <summary>What is not as it should be with a model. Pure.</summary>
public static class ModelFindings
{
    /// <summary>What the record says by itself, whatever watches the model.</summary>
    /// <param name="guaranteeDays">Days before the end of a guarantee from which it is shown.</param>
    public static IReadOnlyList<FindingKind> OfRecord(ModelRecord model, DateOnly today, int guaranteeDays)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Status == ModelStatus.Retired ? [] : [.. Found(model, today, guaranteeDays)];
    }

    private static IEnumerable<FindingKind> Found(ModelRecord model, DateOnly today, int guaranteeDays)
    {
        if (model.Retirement?.On <= today)
            yield return FindingKind.RetirementCome;
        if (model.Sheet.GuaranteeUntil <= today.AddDays(guaranteeDays))
            yield return FindingKind.GuaranteeExpiring;
        if (model.Sheet.Papers == PaperState.Received && model.Sheet.PapersUntil < today)
            yield return FindingKind.PapersExpired;
    }
}
