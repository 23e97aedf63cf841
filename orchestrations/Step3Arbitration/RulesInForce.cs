using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Loading;
using RegionSud.AiWorkflow.Charter.Scores;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Step3Arbitration;

/// <summary>The rules with the weights in force: the latest that the DGS saved, else those of <c>weights.yaml</c>.</summary>
public sealed class RulesInForce(CharterRules rules, IWeights weights)
{
    /// <summary>The rules as their files have them.</summary>
    public CharterRules Rules { get; } = rules;

    /// <summary>The rules with the weights in force: one storage request.</summary>
    public async Task<CharterRules> WithWeightsAsync(CancellationToken cancellation) =>
        Rules with { Weights = WeightsOf(Rules, await weights.LatestAsync(cancellation)) };

    /// <summary>The weights that saved ones put in force. Those that no longer fit the criteria of <c>scores.yaml</c> are out of force until the DGS saves others. Pure.</summary>
    public static Weights WeightsOf(CharterRules rules, SavedWeights? saved)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return saved is null || IsOutdated(rules, saved)
            ? rules.Weights
            : rules.Weights with { Version = saved.Version, Date = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(saved.At, ParisTime.Zone).DateTime), ReviewedBy = "DGS", Criteria = saved.Criteria };
    }

    /// <summary>Whether saved weights no longer fit the criteria.</summary>
    public static bool IsOutdated(CharterRules rules, SavedWeights saved)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(saved);
        return ScoreChecks.OfWeights(rules.Scores, saved.Criteria).Any();
    }
}
