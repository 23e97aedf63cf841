namespace RegionSud.AiWorkflow.Charter.Law;

/// <summary>When each article applies: <c>legal-calendar.yaml</c>.</summary>
public sealed record LegalCalendar : RulesFile
{
    public required IReadOnlyList<Article> Articles { get; init; }

    /// <summary>The article of an id.</summary>
    /// <exception cref="KeyNotFoundException">The calendar does not know it; the loader refuses rows that name such an article.</exception>
    public Article this[string id] => Articles.FirstOrDefault(article => article.Id == id) ?? throw new KeyNotFoundException($"The calendar has no article '{id}'.");
}

/// <summary>An article of a law, with its dates of application.</summary>
public sealed record Article
{
    /// <summary>Such as <c>ria-26-2</c>.</summary>
    public required string Id { get; init; }

    /// <summary>As the law is cited in French: <c>RIA, art. 26, § 2</c>.</summary>
    public required string Name { get; init; }

    /// <summary>French, what it is about, in a few words.</summary>
    public required string Text { get; init; }

    /// <summary>The first whose facts all hold counts; one without facts counts always.</summary>
    public required IReadOnlyList<Application> Dates { get; init; }

    /// <summary>Where the dates come from.</summary>
    public required string Source { get; init; }

    /// <summary>The dates for a use of which these facts are known.</summary>
    public Application? For(Func<string, bool> has) => Dates.FirstOrDefault(date => date.Facts.All(has));
}

/// <summary>From when an article applies.</summary>
public sealed record Application
{
    /// <summary>Facts of the uses that this date is for; none for any use.</summary>
    public IReadOnlyList<string> Facts { get; init; } = [];

    /// <summary>First day; the prudent reading where two stand.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The other reading, later, where the law is not settled.</summary>
    public DateOnly? OrFrom { get; init; }

    /// <summary>French: why two readings stand. Goes with <see cref="OrFrom"/>.</summary>
    public string Doubt { get; init; } = "";
}
