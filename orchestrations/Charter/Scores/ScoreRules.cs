namespace RegionSud.AiWorkflow.Charter.Scores;

/// <summary>The three scores, kept apart on purpose and never merged: <c>scores.yaml</c>.</summary>
public sealed record ScoreRules : RulesFile
{
    /// <summary>The most points of a criterion: 4.</summary>
    public required int MostPoints { get; init; }

    public required IReadOnlyList<ScoreDefinition> Scores { get; init; }
}

/// <summary>One score.</summary>
public sealed record ScoreDefinition
{
    /// <summary><c>value</c>, <c>risk</c> or <c>effort</c>.</summary>
    public required string Id { get; init; }

    /// <summary>French.</summary>
    public required string Name { get; init; }

    /// <summary>French, what a high score means.</summary>
    public required string Help { get; init; }

    /// <summary>Whether more is better; where it is not, an unknown counts as the most.</summary>
    public required bool HigherIsBetter { get; init; }

    /// <summary>French bands from the lowest up, each with the most that it takes.</summary>
    public required IReadOnlyList<ScoreBand> Bands { get; init; }

    public required IReadOnlyList<Criterion> Criteria { get; init; }

    /// <summary>The band of a score.</summary>
    public ScoreBand BandOf(decimal points) => Bands.FirstOrDefault(band => points <= band.UpTo) ?? Bands[^1];
}

/// <summary>A band of a score, as words.</summary>
public sealed record ScoreBand
{
    /// <summary>From 0 to 100, included.</summary>
    public required int UpTo { get; init; }

    /// <summary>French: <c>Faible</c>.</summary>
    public required string Name { get; init; }
}

/// <summary>One criterion: a question of the sheet answered by 0 to 4, or unknown.</summary>
public sealed record Criterion
{
    /// <summary>Id of the question; its reason is <c>…-reason</c> and its evidence <c>…-evidence</c>.</summary>
    public required string Id { get; init; }
}

/// <summary>How much each criterion weighs inside its score, in per cent: <c>weights.yaml</c> until the DGS saves its own.</summary>
public sealed record Weights : RulesFile
{
    /// <summary>Per criterion. Those of one score sum to 100.</summary>
    public required IReadOnlyDictionary<string, decimal> Criteria { get; init; }
}

/// <summary>A score with its points, so that it explains itself.</summary>
/// <param name="Points">0 to 100.</param>
/// <param name="Criteria">In the file's order.</param>
public sealed record Score(ScoreDefinition Definition, decimal Points, IReadOnlyList<CriterionPoints> Criteria)
{
    /// <summary>The band, as a word.</summary>
    public string Band => Definition.BandOf(Points).Name;
}

/// <summary>What a criterion gave.</summary>
/// <param name="Answer">The answer, <c>unknown</c>, or null while missing.</param>
/// <param name="Points">0 to the most; the worst when unknown or missing.</param>
/// <param name="Weight">Per cent.</param>
/// <param name="Evidence">Whether evidence was named.</param>
public sealed record CriterionPoints(string Id, string? Answer, int Points, decimal Weight, bool Evidence)
{
    /// <summary>Whether the points are the worst for want of an answer.</summary>
    public bool Assumed => Answer is null or Scoring.Unknown;
}

/// <summary>The three scores and how sure they are.</summary>
/// <param name="Confidence">Share of the criteria answered with evidence, 0 to 100.</param>
/// <param name="WeightsVersion">The weights that were applied.</param>
public sealed record ScoreSheet(IReadOnlyList<Score> Scores, decimal Confidence, string Version, string WeightsVersion)
{
    /// <summary>The score of an id.</summary>
    public Score this[string id] => Scores.First(score => score.Definition.Id == id);
}

/// <summary>Scores a use. Pure.</summary>
public static class Scoring
{
    /// <summary>The answer of who does not know.</summary>
    public const string Unknown = "unknown";

    /// <summary>Applies the criteria and weights to the answers.</summary>
    public static ScoreSheet Score(ScoreRules rules, Weights weights, SheetAnswers sheet)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(sheet);
        var scores = rules.Scores.Select(definition => ScoreOf(definition, rules.MostPoints, weights, sheet)).ToList();
        var criteria = scores.SelectMany(score => score.Criteria).ToList();
        var sure = criteria.Count(criterion => criterion is { Assumed: false, Evidence: true });
        return new ScoreSheet(scores, decimal.Round(100m * sure / Math.Max(1, criteria.Count)), rules.Version, weights.Version);
    }

    /// <summary>A score from the points of its criteria alone; a criterion without points counts as the worst.</summary>
    /// <param name="most">The most points of a criterion.</param>
    /// <param name="pointsOf">Per criterion, or null.</param>
    public static decimal Weigh(ScoreDefinition definition, int most, Weights weights, Func<string, int?> pointsOf)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(pointsOf);
        return decimal.Round(definition.Criteria.Sum(criterion => (pointsOf(criterion.Id) ?? WorstOf(definition, most)) * weights.Criteria[criterion.Id]) / most, 1);
    }

    private static int WorstOf(ScoreDefinition definition, int most) => definition.HigherIsBetter ? 0 : most;

    private static Score ScoreOf(ScoreDefinition definition, int most, Weights weights, SheetAnswers sheet)
    {
        var criteria = definition.Criteria.Select(criterion =>
        {
            var answer = sheet.Of(criterion.Id).Value;
            var points = answer is null or Unknown ? WorstOf(definition, most) : int.Parse(answer, System.Globalization.CultureInfo.InvariantCulture);
            return new CriterionPoints(criterion.Id, answer, points, weights.Criteria[criterion.Id], sheet.Of($"{criterion.Id}-evidence").State == AnswerState.Given);
        }).ToList();
        return new Score(definition, Weigh(definition, most, weights, id => criteria.First(criterion => criterion.Id == id).Points), criteria);
    }
}
