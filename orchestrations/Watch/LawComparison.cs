using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Gates;
using RegionSud.AiWorkflow.HumanTasks;
using static RegionSud.AiWorkflow.Cases.LawDifferenceKind;

namespace RegionSud.AiWorkflow.Watch;

/// <summary>
/// Compares what the rules say of a use on a day with what the case's journal last had. Pure. A case that was qualified before journals kept
/// assessments is compared by its class and by the dates that came since; one whose sheet was erased, by the dates that its journal has.
/// </summary>
internal static class LawComparison
{
    /// <summary>The differences, the class first, then gates, duties and documents.</summary>
    /// <param name="useCase">A case that has been qualified.</param>
    /// <param name="today">What the rules say; null when the sheet was erased.</param>
    /// <param name="day">In Paris.</param>
    public static IReadOnlyList<LawDifference> Of(UseCase useCase, Assessment? today, DateOnly day)
    {
        var seen = useCase.LawSeen ?? useCase.Assessed;
        return [.. OfClass(useCase, seen, today), .. OfGates(useCase, seen, today), .. OfDuties(seen, today, SeenOn(useCase), day), .. OfDocuments(useCase, today, day)];
    }

    /// <summary>The day of the last look or assessment: dates up to it have been told.</summary>
    public static DateOnly SeenOn(UseCase useCase) =>
        useCase.LawDay ?? useCase.Assessed?.Day ?? ParisTime.DayOf(useCase.Decisions.GetValueOrDefault("qualify")?.At ?? useCase.StepSince);

    private static IEnumerable<LawDifference> OfClass(UseCase useCase, CaseEvent.UseAssessed? seen, Assessment? today) =>
        today is not null && (seen?.Class ?? useCase.Risk) is { } was && was != today.AiAct.Class
            ? [new LawDifference(ClassChanged, "class", Was: was, Class: today.AiAct.Class)]
            : [];

    private static IEnumerable<LawDifference> OfGates(UseCase useCase, CaseEvent.UseAssessed? seen, Assessment? today) =>
        today is null || seen is null
            ? []
            : today.Gates.Gates
                .Where(state => state.Outcome == GateOutcome.Stop)
                .Select(state => state.Gate.Id)
                .Where(id => !useCase.LiftedGates.Contains(id) && !seen.Gates.Any(gate => gate.Gate == id && gate.Outcome == "stop"))
                .Select(id => new LawDifference(GateStops, id));

    private static IEnumerable<LawDifference> OfDuties(CaseEvent.UseAssessed? seen, Assessment? today, DateOnly seenOn, DateOnly day)
    {
        var now = today?.Duties.Select(state => new DutyDate(state.Duty.Id, state.From, state.OrFrom)).ToList() ?? seen?.Duties ?? [];
        foreach (var duty in now)
        {
            var was = seen is null ? duty : seen.Duties.FirstOrDefault(known => known.Duty == duty.Duty);
            if (was is null)
                yield return Of(DutyAdded, duty);
            else if (was != duty)
                yield return Of(DutyMoved, duty) with { WasFrom = was.From, WasOrFrom = was.OrFrom };
            else if (Came(duty.From) || Came(duty.OrFrom))
                yield return Of(DutyApplies, duty);
        }

        foreach (var gone in seen?.Duties.Where(known => !now.Any(duty => duty.Duty == known.Duty)) ?? [])
            yield return Of(DutyRemoved, gone);

        bool Came(DateOnly? date) => date > seenOn && date <= day;
    }

    private static IEnumerable<LawDifference> OfDocuments(UseCase useCase, Assessment? today, DateOnly day) => useCase.Validities
        .Where(validity => today is null || today.Documents.Any(state => state.Document.Id == validity.Document))
        .Where(validity => validity.NewsOn(day) is not null)
        .Select(validity => new LawDifference(validity.NewsOn(day)!.Value, validity.Document, From: validity.Until));

    private static LawDifference Of(LawDifferenceKind kind, DutyDate duty) => new(kind, duty.Duty, duty.From, duty.OrFrom);
}
