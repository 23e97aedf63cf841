using System.Globalization;
using RegionSud.AiWorkflow.Charter.Scores;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Step3Arbitration;

/// <summary>Weights as a person typed them, read against the criteria. Pure.</summary>
/// <param name="Criteria">Per criterion; null when something is to be mended.</param>
/// <param name="Problems">What is to be mended.</param>
public sealed record TypedWeights(IReadOnlyDictionary<string, decimal>? Criteria, IReadOnlyList<Problem> Problems)
{
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    /// <summary>Name of a criterion's field.</summary>
    public static string FieldOf(string criterion) => $"p-{criterion}";

    /// <summary>Reads them: per cent from 0 to 100 with one decimal at most, comma or point; a criterion that was not sent keeps its weight.</summary>
    /// <param name="rules">The scores and their criteria.</param>
    /// <param name="inForce">The weights in force.</param>
    /// <param name="typed">Per criterion, as typed; null for what was not sent.</param>
    public static TypedWeights Read(ScoreRules rules, Weights inForce, Func<string, string?> typed)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(inForce);
        ArgumentNullException.ThrowIfNull(typed);
        var (criteria, problems) = (new Dictionary<string, decimal>(StringComparer.Ordinal), new List<Problem>());
        foreach (var score in rules.Scores)
        {
            var before = problems.Count;
            foreach (var id in score.Criteria.Select(criterion => criterion.Id))
            {
                if (typed(id) is not { } text)
                    criteria[id] = inForce.Criteria[id];
                else if (WeightOf(text) is { } weight)
                    criteria[id] = weight;
                else
                    problems.Add(new Problem(FieldOf(id), "Donnez un poids de 0 à 100, avec une décimale au plus."));
            }

            if (problems.Count == before && score.Criteria.Sum(criterion => criteria[criterion.Id]) is var sum && sum != 100)
                problems.Add(new Problem(FieldOf(score.Criteria[0].Id), string.Create(French, $"Les poids de «\u00a0{score.Name}\u00a0» font {sum:0.#}\u00a0%\u00a0: ils doivent faire 100\u00a0%.")));
        }

        return new TypedWeights(problems.Count == 0 ? criteria : null, problems);
    }

    private static decimal? WeightOf(string text) =>
        decimal.TryParse(text.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight) &&
        weight is >= 0 and <= 100 && decimal.Round(weight, 1) == weight
            ? weight
            : null;
}
