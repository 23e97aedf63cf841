using RegionSud.AiWorkflow.Charter.Forms;

namespace RegionSud.AiWorkflow.Charter;

/// <summary>
/// The answers to a form as rules see them: a question that is not asked has no answer, whatever was sent for it. Immutable but for its
/// own cache; cheap to extend with facts.
/// </summary>
public sealed class SheetAnswers : IAnswered
{
    private readonly IReadOnlyDictionary<string, string> values;
    private readonly Func<string, bool> facts;
    private readonly Dictionary<string, Known> known;

    /// <summary>Reads answers against their form.</summary>
    /// <param name="form">The definition.</param>
    /// <param name="values">Normalised, per question id.</param>
    /// <param name="facts">What other forms and rules concluded.</param>
    public SheetAnswers(FormDefinition form, IReadOnlyDictionary<string, string> values, Func<string, bool> facts)
    {
        ArgumentNullException.ThrowIfNull(form);
        Form = form;
        this.values = values;
        this.facts = facts;
        known = new(form.Questions.Count, StringComparer.Ordinal);
        // Conditions name earlier questions only, so that one pass in their order knows them all.
        foreach (var question in form.Questions)
            known[question.Id] = Look(question);
    }

    private SheetAnswers(SheetAnswers other, Func<string, bool> facts)
    {
        (Form, values, known, this.facts) = (other.Form, other.values, other.known, facts);
    }

    /// <summary>The form that is answered.</summary>
    public FormDefinition Form { get; }

    /// <summary>Questions that are asked, must be answered, and are not. What hangs on a missing answer is not asked yet.</summary>
    public IEnumerable<Question> Missing => Form.Questions.Where(question =>
        question.Required && known[question.Id].State == AnswerState.Missing && (question.When is null || question.When.Holds(this) == true));

    /// <inheritdoc/>
    public Known Of(string question) => known.GetValueOrDefault(question, new Known(AnswerState.NotAsked, null));

    /// <inheritdoc/>
    public bool Has(string fact) => facts(fact);

    /// <summary>The same answers, with facts concluded from them beside the earlier ones.</summary>
    public SheetAnswers With(IReadOnlySet<string> concluded) => new(this, fact => concluded.Contains(fact) || facts(fact));

    private Known Look(Question question) => question.When?.Holds(this) switch
    {
        false => new Known(AnswerState.NotAsked, null),
        _ when values.TryGetValue(question.Id, out var value) => new Known(AnswerState.Given, value),
        // Nothing is claimed by leaving out what need not be answered.
        _ when !question.Required => new Known(AnswerState.NotAsked, null),
        _ => new Known(AnswerState.Missing, null),
    };
}
