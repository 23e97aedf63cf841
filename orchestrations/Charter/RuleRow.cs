namespace RegionSud.AiWorkflow.Charter;

/// <summary>What every row of every rules file says of itself.</summary>
public abstract record RuleRow
{
    /// <summary>
    /// Lower-case words joined by hyphens. A row that the law rewords keeps its id in a second row whose dates do not overlap the first's.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>French, as pages and letters show it.</summary>
    public required string Text { get; init; }

    /// <summary>French, in plain words, for who wonders what is meant.</summary>
    public string Help { get; init; } = "";

    /// <summary>The clause of the charter that it serves, a row of <c>clauses.yaml</c>.</summary>
    public required string Clause { get; init; }

    /// <summary>Rows of <c>legal-calendar.yaml</c>; none for what the charter alone asks.</summary>
    public IReadOnlyList<string> Articles { get; init; } = [];

    /// <summary>First day it holds; null from always.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>First day it holds no more; null for ever.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Where it comes from, for who checks it: a text with its date.</summary>
    public required string Source { get; init; }

    /// <summary>Whether the row is in force on a day.</summary>
    public bool InForce(DateOnly day) => (Since is not { } since || since <= day) && (Until is not { } until || day < until);

    /// <summary>Whether the row comes into force only after a day.</summary>
    public bool Upcoming(DateOnly day) => Since is { } since && day < since;
}

/// <summary>A row that holds or not by the answers.</summary>
public abstract record ConditionalRow : RuleRow
{
    public required Condition When { get; init; }
}

/// <summary>The head of every rules file.</summary>
public abstract record RulesFile
{
    /// <summary>Such as <c>2026-2</c>.</summary>
    public required string Version { get; init; }

    /// <summary>When this version was written.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>French: who has reviewed it, and when; says so plainly while nobody has.</summary>
    public required string ReviewedBy { get; init; }
}
