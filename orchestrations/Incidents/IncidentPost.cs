using System.Globalization;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Incidents;

/// <summary>An incident as it was typed.</summary>
/// <param name="Form">Random id of the form that was shown: the same form sent twice is one report.</param>
/// <param name="Serious"><c>oui</c> or <c>non</c>.</param>
/// <param name="PersonalData">Likewise.</param>
/// <param name="Known">Day and hour of Paris.</param>
public sealed record TypedIncident(string Form, string? What, string? Serious, string? PersonalData, string? Known)
{
    private const int FewestLetters = 10;
    private static readonly TimeSpan Oldest = TimeSpan.FromDays(365);
    private static readonly string[] Shapes = ["yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "dd/MM/yyyy HH:mm", "d/M/yyyy H:m"];

    /// <summary>Since when the region knows; null when that cannot be read.</summary>
    public DateTimeOffset? KnownAt => DateTime.TryParseExact(Known?.Trim(), Shapes, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
        ? IncidentDuties.InstantOf(local)
        : null;

    /// <summary>Whether its form has an id.</summary>
    public bool HasForm => Form.Length == 32 && Form.All(char.IsAsciiHexDigitLower);

    /// <summary>What is to be mended, per field; none when it can be recorded.</summary>
    public IReadOnlyList<Problem> ProblemsAt(DateTimeOffset now)
    {
        var problems = new List<Problem>();
        if (!HasForm)
            problems.Add(new Problem("", "Cette page est abîmée\u00a0: rechargez-la, puis recommencez."));
        if (!TypedWords.Are(What, FewestLetters))
            problems.Add(new Problem("quoi", "Dites en une phrase ou deux ce qui s’est passé."));
        else if (TypedWords.TooLong(What) is { } tooLong)
            problems.Add(new Problem("quoi", tooLong));
        if (Serious is not ("oui" or "non"))
            problems.Add(new Problem("grave", "Dites si l’incident est grave. Dans le doute, répondez oui."));
        if (PersonalData is not ("oui" or "non"))
            problems.Add(new Problem("donnees", "Dites si des données personnelles sont touchées. Dans le doute, répondez oui."));
        if (KnownAt is not { } known)
            problems.Add(new Problem("connu", "Écrivez le jour et l’heure où vous l’avez su, par exemple 24/11/2026 14:30."));
        else if (known > now)
            problems.Add(new Problem("connu", "Cet instant n’est pas encore passé\u00a0: écrivez quand vous l’avez su."));
        else if (known < now - Oldest)
            problems.Add(new Problem("connu", "Cet instant date de plus d’un an\u00a0: vérifiez-le."));
        return problems;
    }
}

/// <summary>What was sent about an open incident.</summary>
/// <param name="Number">Which one.</param>
/// <param name="Duty">Row of <c>incidents.yaml</c>, where it is about one.</param>
/// <param name="To">To whom the message went.</param>
/// <param name="Reference">Number of receipt and the like; may be empty.</param>
/// <param name="Text">Why, how, or the lessons.</param>
public sealed record TypedSettling(int Number, string Duty, string? To, string? Reference, string? Text);

/// <summary>A correction of what an incident is, as it was typed.</summary>
/// <param name="Serious"><c>oui</c> or <c>non</c>, likewise <paramref name="PersonalData"/>.</param>
/// <param name="Text">Why.</param>
public sealed record TypedRegrading(int Number, string? Serious, string? PersonalData, string? Text)
{
    private const int FewestLetters = 10;

    /// <summary>What is to be mended, per field; none when it can be recorded.</summary>
    public IReadOnlyList<Problem> Problems()
    {
        var problems = new List<Problem>();
        if (Serious is not ("oui" or "non"))
            problems.Add(new Problem("gravite", "Dites si l’incident est grave. Dans le doute, répondez oui."));
        if (PersonalData is not ("oui" or "non"))
            problems.Add(new Problem("touchees", "Dites si des données personnelles sont touchées. Dans le doute, répondez oui."));
        if (!TypedWords.Are(Text, FewestLetters))
            problems.Add(new Problem("pourquoi", "Écrivez ce qui vous fait changer d’avis\u00a0: ce motif est gardé, et l’autorité peut le demander."));
        else if (TypedWords.TooLong(Text) is { } tooLong)
            problems.Add(new Problem("pourquoi", tooLong));
        return problems;
    }
}

/// <summary>What became of an act on incidents.</summary>
/// <param name="Case">The case after it.</param>
/// <param name="Problems">What is to be mended; none when it is recorded.</param>
public sealed record IncidentResult(UseCase Case, IReadOnlyList<Problem> Problems)
{
    /// <summary>The report's number, for a report.</summary>
    public int? Number { get; init; }

    /// <summary>What must be told at once; if nobody tells it, the sweep will.</summary>
    public Ports.Wake? Wake { get; init; }

    /// <summary>What kept a mail back, for the log; null when all left.</summary>
    public string? MailFailure { get; init; }

    /// <summary>Whether it was refused for what the case is by now, and not for what was typed.</summary>
    public bool IsTooLate { get; init; }

    /// <summary>What was typed in a field is to be mended.</summary>
    public static IncidentResult Against(UseCase useCase, string field, string message) => new(useCase, [new Problem(field, message)]);

    /// <summary>The case is such by now that nothing can be done.</summary>
    public static IncidentResult TooLate(UseCase useCase, string message) => new(useCase, [new Problem("", message)]) { IsTooLate = true };
}
