using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Charter;

/// <summary>Whom an incident of a use must be told to, until when and with which text: <c>incidents.yaml</c>.</summary>
public sealed record IncidentRules : RulesFile
{
    /// <summary>So many hours before a duty runs out, who answers for it is reminded, once; of a short duty, when half of its time is gone.</summary>
    public required int WarnHours { get; init; }

    /// <summary>French: which incidents are serious, in plain words.</summary>
    public required string Serious { get; init; }

    /// <summary>French: when personal data are touched, in plain words.</summary>
    public required string PersonalData { get; init; }

    /// <summary>In the order in which they are shown.</summary>
    public required IReadOnlyList<AlertDuty> Duties { get; init; }
}

/// <summary>Somebody outside who must be told of an incident.</summary>
public sealed record AlertDuty
{
    /// <summary>Lower-case words joined by hyphens.</summary>
    public required string Id { get; init; }

    /// <summary>Which incidents ask it.</summary>
    public required AlertCondition When { get; init; }

    /// <summary>French, what is to be done.</summary>
    public required string Name { get; init; }

    /// <summary>French, who is told.</summary>
    public required string To { get; init; }

    /// <summary>Who answers for it here.</summary>
    public required Role Owner { get; init; }

    /// <summary>Hours of the clock from when the region knew of the incident.</summary>
    public required int Hours { get; init; }

    /// <summary>Rows of <c>legal-calendar.yaml</c>.</summary>
    public IReadOnlyList<string> Articles { get; init; } = [];

    /// <summary>Row of <c>clauses.yaml</c>.</summary>
    public required string Clause { get; init; }

    /// <summary>French: the message that a person sends, with <c>{case}</c>, <c>{title}</c>, <c>{what}</c>, <c>{since}</c> and <c>{model}</c>.</summary>
    public required string Text { get; init; }
}

/// <summary>Which incidents a row is for: all that it names must hold.</summary>
public sealed record AlertCondition
{
    /// <summary>The least class of the use under the AI Act; any when absent. A use that is not classified counts as the highest.</summary>
    public RiskClass? Class { get; init; }

    /// <summary>Whether personal data are touched; either when absent.</summary>
    public bool? PersonalData { get; init; }

    /// <summary>Whether it is serious; either when absent.</summary>
    public bool? Serious { get; init; }

    /// <summary>Whether it is for such an incident.</summary>
    public bool Holds(RiskClass? risk, bool personalData, bool serious) =>
        (Class is null || risk is null || risk >= Class) && (PersonalData ?? personalData) == personalData && (Serious ?? serious) == serious;
}
