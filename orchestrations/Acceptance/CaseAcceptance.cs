using System.Collections.Immutable;
using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Acceptance;

/// <summary>Results that were reported, as the case knows them.</summary>
/// <param name="Number">From 1, over the case's whole life.</param>
/// <param name="Channel"><c>page</c>, <c>csv</c> or <c>api</c>.</param>
/// <param name="Document">JSON document holding <see cref="AcceptanceResults"/>.</param>
/// <param name="Models">What the case used then.</param>
public sealed record EvaluationRef(int Number, string Channel, DocumentRef Document, ImmutableList<ModelUse> Models, DateTimeOffset At);

/// <summary>
/// What a case knows of its acceptance test: the plan in force, the newest results, and those that they are compared with. Its size does not grow with the years.
/// </summary>
/// <param name="Plans">How many plans there were.</param>
/// <param name="Plan">JSON document holding <see cref="AcceptancePlan"/>.</param>
public sealed record CaseAcceptance(int Plans, DocumentRef Plan, DateTimeOffset PlannedAt)
{
    /// <summary>The results reported last; null before any.</summary>
    public EvaluationRef? Newest { get; init; }

    /// <summary>The results that people last accepted; before that, the last ones on other models than the newest.</summary>
    public EvaluationRef? Baseline { get; init; }

    /// <summary>Whether people have accepted some: the solution was put to use on them, or found conform.</summary>
    public bool Accepted { get; init; }

    /// <summary>How many were reported so far.</summary>
    public int Count() => Newest?.Number ?? 0;

    /// <summary>The newest results, when they were measured on these models; null when the models have changed since, or before any.</summary>
    public EvaluationRef? NowOn(IReadOnlyList<ModelUse> models) => Newest is { } newest && AreSame(newest.Models, models) ? newest : null;

    /// <summary>What stands beside them; null when there is nothing else to compare with.</summary>
    public EvaluationRef? BeforeOn(IReadOnlyList<ModelUse> models) =>
        NowOn(models) is not { } now ? Newest : Baseline?.Number == now.Number ? null : Baseline;

    /// <summary>After another plan.</summary>
    public CaseAcceptance Planned(CaseEvent.AcceptancePlanned e, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(e);
        return this with { Plans = e.Number, Plan = e.Document, PlannedAt = at };
    }

    /// <summary>After more results.</summary>
    public CaseAcceptance Reported(CaseEvent.EvaluationReported e, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(e);
        return this with
        {
            Baseline = !Accepted && Newest is { } before && !AreSame(before.Models, e.Models) ? before : Baseline,
            Newest = new EvaluationRef(e.Number, e.Channel, e.Document, [.. e.Models], at),
        };
    }

    /// <summary>After people put the solution to use, or found it conform: the next results are compared with those that they saw.</summary>
    public CaseAcceptance Agreed() => Newest is null ? this : this with { Baseline = Newest, Accepted = true };

    /// <summary>Whether two lists name the same models at the same versions.</summary>
    public static bool AreSame(IReadOnlyList<ModelUse> some, IReadOnlyList<ModelUse> others)
    {
        ArgumentNullException.ThrowIfNull(some);
        ArgumentNullException.ThrowIfNull(others);
        return some.Count == others.Count && some.All(others.Contains);
    }
}
