using RegionSud.AiWorkflow.Charter.Loading;

namespace RegionSud.AiWorkflow.Charter.Forms;

/// <summary>A form as its file writes it: with scales shared by many questions, and criteria written once.</summary>
public sealed record WrittenForm : RulesFile
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    public string Introduction { get; init; } = "";

    /// <summary>Where its questions come from, but for those that say otherwise.</summary>
    public required string Source { get; init; }

    /// <summary>Options that several questions share, per name.</summary>
    public IReadOnlyDictionary<string, Scale> Scales { get; init; } = new Dictionary<string, Scale>();

    public required IReadOnlyList<Question> Questions { get; init; }

    public IReadOnlyList<FormMigration> Migrations { get; init; } = [];

    /// <summary>
    /// The form as it is asked: options are filled in, and a criterion becomes three questions: the points, why (compulsory), and the
    /// evidence (if any).
    /// </summary>
    /// <param name="document">Where it was read, to say where it is wrong.</param>
    /// <exception cref="CharterFileException">It is not named as its file, or a question names a scale that the file does not have.</exception>
    internal FormDefinition Expand(RulesDocument document)
    {
        if (document.Name != $"forms/{Id}.yaml")
            throw new CharterFileException(document.FaultAt("$.id", "the form's id is the name of its file."));
        return new FormDefinition
        {
            Id = Id,
            Version = Version,
            Title = Title,
            Introduction = Introduction,
            Questions = [.. Questions.Select(question => question.Source.Length > 0 ? question : question with { Source = Source }).SelectMany(question => Expand(question, document))],
            Migrations = Migrations,
        };
    }

    private IEnumerable<Question> Expand(Question question, RulesDocument document)
    {
        if (question.Scale is not { } name)
        {
            yield return question;
            yield break;
        }

        var scale = Scales.GetValueOrDefault(name) ?? throw new CharterFileException(document.Fault(question.Id, $"there is no scale '{name}'."));
        yield return question with
        {
            Kind = QuestionKind.Choice,
            Scale = null,
            Options = scale.Options,
            Gravity = question.Gravity.Count > 0 ? question.Gravity : scale.Gravity,
        };
        if (question.Kind != QuestionKind.Score)
            yield break;
        var beside = question with { Section = "", Help = "", Articles = [], Scale = null, Gravity = [] };
        yield return beside with
        {
            Id = $"{question.Id}-reason",
            Label = "Pourquoi cette note ?",
            Kind = QuestionKind.Text,
            Required = true,
            MaxLength = 1000,
        };
        yield return beside with
        {
            Id = $"{question.Id}-evidence",
            Label = "Preuve : document, mesure ou source",
            Kind = QuestionKind.Line,
            Required = false,
            MaxLength = 300,
        };
    }
}

/// <summary>Options that several questions share.</summary>
public sealed record Scale
{
    public required IReadOnlyList<Option> Options { get; init; }

    /// <summary>See <see cref="Question.Gravity"/>.</summary>
    public IReadOnlyList<string> Gravity { get; init; } = [];
}
