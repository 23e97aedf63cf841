using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter.Forms;

namespace RegionSud.AiWorkflow.Charter.Law;

/// <summary>Documents that a case must hold, by its facts: <c>documents.yaml</c>.</summary>
public sealed record DocumentRules : RulesFile
{
    public required IReadOnlyList<RequiredDocument> Documents { get; init; }
}

/// <summary>One document.</summary>
public sealed record RequiredDocument : ConditionalRow
{
    /// <summary>Who brings it.</summary>
    public required Role Owner { get; init; }

    /// <summary>The step that does not end without it.</summary>
    public required Step Step { get; init; }

    /// <summary>Where it is given, as <c>form.question</c>.</summary>
    public required IReadOnlyList<string> ProvenBy { get; init; }

    /// <summary>Where its end of validity is given, as <c>form.question</c>; null for what does not expire.</summary>
    public string? ExpiresBy { get; init; }
}

/// <summary>A document that a use needs.</summary>
/// <param name="Given">Whether it is there.</param>
public sealed record DocumentState(RequiredDocument Document, bool Given);

/// <summary>Finds the documents that a use needs. Pure.</summary>
public static class DocumentList
{
    /// <summary>The documents whose end of validity these answers give, each with its last day.</summary>
    public static IEnumerable<(string Document, DateOnly Until)> ValiditiesIn(DocumentRules rules, Answers answers)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(answers);
        foreach (var document in rules.Documents.DistinctBy(document => document.Id))
        {
            if (document.ExpiresBy?.Split('.') is [var form, var question] && form == answers.FormId && FormFilling.DateOf(answers[question]) is { } until)
                yield return (document.Id, until);
        }
    }

    /// <summary>The documents, in the order of the file.</summary>
    public static IReadOnlyList<DocumentState> Of(DocumentRules rules, IAnswered sheet, DateOnly day, Func<string, bool> answered)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(sheet);
        return
        [
            .. rules.Documents
                .Where(document => document.InForce(day) && document.When.Holds(sheet) == true)
                .Select(document => new DocumentState(document, document.ProvenBy.Any(answered))),
        ];
    }
}
