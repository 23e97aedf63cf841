using RegionSud.AiWorkflow.Cases;

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
