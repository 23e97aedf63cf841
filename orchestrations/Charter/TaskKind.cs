using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Charter;

/// <summary>One kind of human task, a row of <c>tasks.yaml</c>: who is asked, what, with which choices and delays.</summary>
public sealed record TaskKind
{
    /// <summary>Lower-case words joined by hyphens; code names it.</summary>
    public required string Id { get; init; }

    /// <summary>French, an infinitive: <c>Porter le besoin au nom de la direction</c>.</summary>
    public required string Title { get; init; }

    /// <summary>French, what is expected and what follows from each choice.</summary>
    public required string Explanation { get; init; }

    public required Step Step { get; init; }

    public required Role Role { get; init; }

    /// <summary>The form to answer, or null.</summary>
    public string? Form { get; init; }

    /// <summary>Only the questions that lack an answer are asked; the rest is shown.</summary>
    public bool GapsOnly { get; init; }

    public required IReadOnlyList<Choice> Choices { get; init; }

    public required TaskDelay Delay { get; init; }

    /// <summary>
    /// Whether a condition of the DGS says who is asked and until when. <see cref="Role"/> then is of no account, and <see cref="Delay"/> is that of a
    /// condition due after <see cref="TaskDelay.Due"/> working days: for another date it is moved as a whole.
    /// </summary>
    public bool FromCondition { get; init; }

    /// <summary>The charter's clause behind it.</summary>
    public required string Clause { get; init; }

    /// <summary>Whether the directorate's time is what runs, and the services' clock stops.</summary>
    public bool StopsClock { get; init; }

    /// <summary>Whether who decides declares to have no conflict of interest in the case.</summary>
    public bool Impartial { get; init; }

    /// <summary>
    /// How many of those who are asked must make the same choice: 1 for any of them, a number for a quorum, <see cref="All"/> for every one. Of fewer people
    /// than that, every one.
    /// </summary>
    public int Agree { get; init; } = 1;

    /// <summary>In the place of a number: every one who is asked.</summary>
    public const int All = 99;

    /// <summary>Opinions that are asked for as soon as a task opens.</summary>
    public IReadOnlyList<OpinionRule> Opinions { get; init; } = [];

    /// <summary>Whether who decides may consult others: those who only send their own answers need not.</summary>
    public bool Consults => Role != Role.Requester && !FromCondition;

    /// <summary>The choice of that id, or null.</summary>
    public Choice? Find(string? choice) => Choices.FirstOrDefault(c => c.Id == choice);
}

/// <summary>One choice of a task.</summary>
public sealed record Choice
{
    public required string Id { get; init; }

    /// <summary>French, first person or infinitive: what the button's label says.</summary>
    public required string Label { get; init; }

    /// <summary>French, what happens next.</summary>
    public string Help { get; init; } = "";

    /// <summary>Whether a reason must be typed. Only sending in answers needs none.</summary>
    public bool Reason { get; init; } = true;

    /// <summary>Whether the task's form must be complete for it; a return or a refusal does not need it.</summary>
    public bool NeedsForm { get; init; } = true;

    /// <summary>Whether compulsory questions may stay without an answer: they count as gaps of the file.</summary>
    public bool GapsAllowed { get; init; }

    /// <summary>
    /// Whether the link alone is not enough: who takes it is signed in as the person who was written to, or types a code that is mailed to that person.
    /// For what weighs: arbitration, override, deployment, withdrawal.
    /// </summary>
    public bool SecondFactor { get; init; }

    /// <summary>Whether the compulsory opinions must be there for it, or done without for a reason.</summary>
    public bool NeedsOpinions { get; init; }

    /// <summary>Whether conditions must be typed.</summary>
    public bool Conditions { get; init; }

    /// <summary>Whether a date to come must be given.</summary>
    public bool Until { get; init; }
}

/// <summary>Delays in working days after the opening.</summary>
public sealed record TaskDelay
{
    /// <summary>After it, the task shows late.</summary>
    public required int Due { get; init; }

    /// <summary>Reminders to the holder, ascending.</summary>
    public required IReadOnlyList<int> Remind { get; init; }

    /// <summary>Reminders that are copied to the supervising role, ascending.</summary>
    public required IReadOnlyList<int> Escalate { get; init; }

    /// <summary>After the last one, one more each so many days, escalated, without end.</summary>
    public required int ThenEvery { get; init; }

    /// <summary>The same delays around another due day: what would come before the opening is left out.</summary>
    public TaskDelay DueAfter(int days)
    {
        var by = days - Due;
        return this with { Due = days, Remind = Moved(Remind, by), Escalate = Moved(Escalate, by) };
    }

    private static IReadOnlyList<int> Moved(IReadOnlyList<int> days, int by) => [.. days.Select(day => day + by).Where(day => day > 0)];
}

/// <summary>Every kind of human task: <c>tasks.yaml</c>.</summary>
public sealed record TaskFile : RulesFile
{
    public required IReadOnlyList<TaskKind> Tasks { get; init; }
}
