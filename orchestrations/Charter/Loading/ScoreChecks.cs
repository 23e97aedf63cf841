using System.Globalization;
using RegionSud.AiWorkflow.Charter.Forms;

namespace RegionSud.AiWorkflow.Charter.Loading;

/// <summary>What scores and weights can get wrong. Pure.</summary>
internal static class ScoreChecks
{
    public static IEnumerable<string> Faults(CharterRules rules, FormDefinition sheet, IReadOnlyDictionary<string, RulesDocument> documents)
    {
        var (scores, weights) = (documents["scores.yaml"], documents["weights.yaml"]);
        var criteria = rules.Scores.Scores.SelectMany(score => score.Criteria.Select(criterion => criterion.Id)).ToList();
        foreach (var twice in criteria.GroupBy(id => id).Where(group => group.Count() > 1))
            yield return scores.Fault(twice.Key, "the criterion counts twice.", 1);
        foreach (var id in criteria)
        {
            string[] points = [.. Enumerable.Range(0, rules.Scores.MostPoints + 1).Select(point => point.ToString(CultureInfo.InvariantCulture)), Scores.Scoring.Unknown];
            if (sheet.Find(id) is not { } question)
                yield return scores.Fault(id, $"the characterisation sheet has no criterion '{id}'.");
            else if (!points.ToHashSet().SetEquals(question.Options.Select(option => option.Id)))
                yield return scores.Fault(id, $"'{id}' is not answered by 0 to {rules.Scores.MostPoints} or unknown.");
        }

        foreach (var score in rules.Scores.Scores)
        {
            if (score.Bands.Count == 0 || score.Bands[^1].UpTo != 100 || score.Bands.Zip(score.Bands.Skip(1)).Any(pair => pair.First.UpTo >= pair.Second.UpTo))
                yield return scores.Fault(score.Id, "its bands ascend to 100.");
        }

        foreach (var reason in OfWeights(rules.Scores, rules.Weights.Criteria))
            yield return weights.FaultAt("$.criteria", reason);
    }

    /// <summary>What is wrong with weights, whoever gives them.</summary>
    public static IEnumerable<string> OfWeights(Scores.ScoreRules rules, IReadOnlyDictionary<string, decimal> weights)
    {
        var known = rules.Scores.SelectMany(score => score.Criteria.Select(criterion => criterion.Id)).ToHashSet(StringComparer.Ordinal);
        foreach (var id in weights.Keys.Where(id => !known.Contains(id)))
            yield return $"no score has the criterion '{id}'.";
        foreach (var score in rules.Scores)
        {
            if (score.Criteria.FirstOrDefault(criterion => !weights.ContainsKey(criterion.Id)) is { } missing)
                yield return $"'{missing.Id}' has no weight.";
            else if (score.Criteria.Any(criterion => weights[criterion.Id] < 0))
                yield return $"a weight of '{score.Id}' is negative.";
            else if (score.Criteria.Sum(criterion => weights[criterion.Id]) is var sum && sum != 100)
                yield return string.Create(CultureInfo.InvariantCulture, $"the weights of '{score.Id}' sum to {sum} %, not 100.");
        }
    }
}
