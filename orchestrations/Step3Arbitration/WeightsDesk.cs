using System.Globalization;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Step3Arbitration;

/// <summary>What became of weights that the DGS wanted to save.</summary>
/// <param name="Saved">The record; null when nothing was written.</param>
/// <param name="Problems">What is to be mended.</param>
/// <param name="Conflict">Somebody else saved since the page was shown.</param>
public sealed record WeightsOutcome(SavedWeights? Saved, IReadOnlyList<Problem> Problems, bool Conflict = false);

/// <summary>Saves the DGS's weights. From then on lists and decisions are under them; decisions taken before keep theirs.</summary>
public sealed class WeightsDesk(CharterRules rules, IWeights weights, TimeProvider time)
{
    private const int ReasonLength = 1000;

    /// <summary>Saves weights: two storage requests. A second call with the same page is a conflict, since the version that it saw has passed.</summary>
    /// <param name="typed">Per criterion, as typed; null for what was not sent.</param>
    /// <param name="reason">As typed.</param>
    /// <param name="seenVersion">Version of the weights that the page showed as in force.</param>
    /// <param name="by">Directory id of who saves.</param>
    public async Task<WeightsOutcome> SaveAsync(Func<string, string?> typed, string? reason, string? seenVersion, string by, CancellationToken cancellation)
    {
        var known = await weights.LatestAsync(cancellation);
        var inForce = RulesInForce.WeightsOf(rules, known);
        var (criteria, faults) = TypedWeights.Read(rules.Scores, inForce, typed);
        List<Problem> problems = [.. faults, .. OfReason(reason)];
        if (problems.Count > 0)
            return new WeightsOutcome(null, problems);
        if (seenVersion != inForce.Version)
            return new WeightsOutcome(null, [], Conflict: true);

        var number = (known?.Number ?? 0) + 1;
        var version = string.Create(CultureInfo.InvariantCulture, $"{rules.Weights.Version}.dgs-{number}");
        var next = new SavedWeights(version, number, time.GetUtcNow(), by, reason!.Trim(), criteria!);
        return await weights.PutAsync(next, known, cancellation) ? new WeightsOutcome(next, []) : new WeightsOutcome(null, [], Conflict: true);
    }

    private static IEnumerable<Problem> OfReason(string? reason)
    {
        if (!TypedWords.Are(reason))
            yield return new Problem("motif", "Écrivez pourquoi ces poids changent\u00a0: votre motif est gardé avec eux.");
        else if (TypedWords.TooLong(reason, ReasonLength) is { } tooLong)
            yield return new Problem("motif", tooLong);
    }
}
