using System.Globalization;

namespace RegionSud.AiWorkflow.Charter.Forms;

/// <summary>A form as data: one definition drives the page, the fillable PDF, the Word form, the reading and the checks.</summary>
public sealed record FormDefinition
{
    /// <summary>Such as <c>need</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Such as <c>2026-1</c>; an answer keeps the version it was given under.</summary>
    public required string Version { get; init; }

    /// <summary>French.</summary>
    public required string Title { get; init; }

    /// <summary>French, one or two sentences before the questions.</summary>
    public string Introduction { get; init; } = "";

    public required IReadOnlyList<Question> Questions { get; init; }

    /// <summary>How answers given under older versions are read under this one, the oldest first.</summary>
    public IReadOnlyList<FormMigration> Migrations { get; init; } = [];

    /// <summary>What the downloaded forms carry so that a filled one is recognised: <c>RS-IA need 2026-1</c>.</summary>
    public string Code => string.Create(CultureInfo.InvariantCulture, $"RS-IA {Id} {Version}");

    /// <summary>The version that a code names, when it is this form's or one that migrates to it; null otherwise.</summary>
    public string? VersionOfCode(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return Migrations.Select(migration => migration.From).Prepend(Version).FirstOrDefault(version => (this with { Version = version }).Code == code.Trim());
    }

    /// <summary>The form as it is asked on a day: without the questions that are not in force.</summary>
    public FormDefinition On(DateOnly day) =>
        Questions.All(question => question.InForce(day)) ? this : this with { Questions = [.. Questions.Where(question => question.InForce(day))] };

    /// <summary>The form as it is put to somebody before there is a case: without the questions that hang on what is found out about one.</summary>
    public FormDefinition BeforeCase => this with { Questions = [.. Questions.Where(question => question.When?.Leaves.Any(leaf => leaf.Fact is not null) != true)] };

    /// <summary>The question of that id, or null.</summary>
    public Question? Find(string id) => Questions.FirstOrDefault(question => question.Id == id);
}

/// <summary>One question.</summary>
public sealed record Question
{
    /// <summary>Lower-case words joined by hyphens; also the field's name in PDF, Word and HTML forms.</summary>
    public required string Id { get; init; }

    /// <summary>French, what is asked.</summary>
    public required string Label { get; init; }

    /// <summary>French, in plain words.</summary>
    public string Help { get; init; } = "";

    /// <summary>French: a heading that starts here, for this question and those that follow; empty to go on under the one before.</summary>
    public string Section { get; init; } = "";

    public QuestionKind Kind { get; init; }

    public bool Required { get; init; } = true;

    /// <summary>The clause of the charter that the answer serves, such as <c>2.2-a</c>.</summary>
    public required string Clause { get; init; }

    /// <summary>Rows of <c>legal-calendar.yaml</c> that make us ask.</summary>
    public IReadOnlyList<string> Articles { get; init; } = [];

    /// <summary>First day it is asked; null from always.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>First day it is asked no more; null for ever.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Where it comes from, for who checks it; the form's own source where the file says nothing else.</summary>
    public string Source { get; init; } = "";

    /// <summary>For <see cref="QuestionKind.Choice"/>.</summary>
    public IReadOnlyList<Option> Options { get; init; } = [];

    /// <summary>Name of a <see cref="Scale"/> of the file that gives the options; null once they are filled in.</summary>
    public string? Scale { get; init; }

    /// <summary>Ids of the options from the lightest answer to the gravest; those that are equal stand in any order. Empty where no answer is worse.</summary>
    public IReadOnlyList<string> Gravity { get; init; } = [];

    /// <summary>Asked only when this holds; a hidden answer never counts.</summary>
    public Condition? When { get; init; }

    /// <summary>French: when to answer, where the condition itself would read badly; empty to have it written from the condition.</summary>
    public string WhenText { get; init; } = "";

    /// <summary>Characters; text is refused above it, never cut.</summary>
    public int MaxLength { get; init; } = 4000;

    /// <summary>Whether it is asked on a day.</summary>
    public bool InForce(DateOnly day) => (Since is not { } since || since <= day) && (Until is not { } until || day < until);
}

/// <summary>An answer one can choose.</summary>
public sealed record Option
{
    public required string Id { get; init; }

    /// <summary>French.</summary>
    public required string Label { get; init; }
}

/// <summary>How a question is answered.</summary>
public enum QuestionKind
{
    /// <summary>One line of text.</summary>
    Line,

    /// <summary>Several lines.</summary>
    Text,

    /// <summary>One of the options.</summary>
    Choice,

    /// <summary><c>yes</c> or <c>no</c>.</summary>
    YesNo,

    /// <summary>A date, <c>yyyy-MM-dd</c> once read; people write 24/11/2026.</summary>
    Date,

    /// <summary>A whole number of zero or more.</summary>
    Number,

    /// <summary>A model of the inventory, by its id.</summary>
    Model,

    /// <summary>As written in a file only: a choice from a scale of points, with a compulsory reason and, if any, evidence.</summary>
    Score,
}
