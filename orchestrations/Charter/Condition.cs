namespace RegionSud.AiWorkflow.Charter;

/// <summary>
/// When a question is asked or a row holds: <c>all</c>, <c>any</c>, <c>not</c>, <c>question is answer</c>, or a fact that other rows
/// conclude. Exactly one of them is set. There is no expression language on purpose: a lawyer reads and changes the rows.
/// </summary>
public sealed record Condition
{
    /// <summary>Every one must hold.</summary>
    public IReadOnlyList<Condition> All { get; init; } = [];

    /// <summary>One is enough.</summary>
    public IReadOnlyList<Condition> Any { get; init; } = [];

    /// <summary>Must not hold.</summary>
    public Condition? Not { get; init; }

    /// <summary>Id of a question of the form; goes with <see cref="Is"/>.</summary>
    public string? Question { get; init; }

    /// <summary>The answer must be one of these ids.</summary>
    public IReadOnlyList<string> Is { get; init; } = [];

    /// <summary>A fact that must have been concluded, such as <c>class-high</c> or <see cref="Cases.CaseFacts.PersonalData"/>.</summary>
    public string? Fact { get; init; }

    /// <summary>
    /// Whether it holds: null while an answer that would tell is missing, so that nothing is concluded from silence. A question that is not
    /// asked has no answer that could hold.
    /// </summary>
    public bool? Holds(IAnswered answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        if (All.Count > 0)
            return Every(All.Select(each => each.Holds(answers)));
        if (Any.Count > 0)
            return !Every(Any.Select(each => !each.Holds(answers)));
        if (Not is not null)
            return !Not.Holds(answers);
        if (Fact is not null)
            return answers.Has(Fact);
        return answers.Of(Question!) switch
        {
            { State: AnswerState.Given, Value: { } value } => Is.Contains(value),
            { State: AnswerState.NotAsked } => false,
            _ => null,
        };
    }

    /// <summary>Every question that it names, itself or inside.</summary>
    public IEnumerable<string> Questions => Leaves.Where(leaf => leaf.Question is not null).Select(leaf => leaf.Question!);

    /// <summary>Its innermost conditions: each names a question or a fact.</summary>
    public IEnumerable<Condition> Leaves => (All, Any, Not) switch
    {
        ({ Count: > 0 }, _, _) => All.SelectMany(each => each.Leaves),
        (_, { Count: > 0 }, _) => Any.SelectMany(each => each.Leaves),
        (_, _, not null) => Not.Leaves,
        _ => [this],
    };

    private static bool? Every(IEnumerable<bool?> parts)
    {
        bool? result = true;
        foreach (var part in parts)
        {
            if (part == false)
                return false;
            if (part is null)
                result = null;
        }

        return result;
    }
}

/// <summary>Whether a question has an answer.</summary>
public enum AnswerState
{
    /// <summary>Asked, and not answered.</summary>
    Missing,

    /// <summary>Answered.</summary>
    Given,

    /// <summary>Not asked, since what it hangs on does not hold; or need not be answered, and was not.</summary>
    NotAsked,
}

/// <summary>What is known of one question.</summary>
/// <param name="Value">Normalised, see <see cref="Forms.Answer"/>; null unless given.</param>
public readonly record struct Known(AnswerState State, string? Value);

/// <summary>What conditions look at.</summary>
public interface IAnswered
{
    /// <summary>What is known of a question.</summary>
    Known Of(string question);

    /// <summary>Whether a fact was concluded.</summary>
    bool Has(string fact);
}
