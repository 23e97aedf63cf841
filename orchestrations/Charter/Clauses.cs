namespace RegionSud.AiWorkflow.Charter;

/// <summary>The charter's clauses and what the code itself does for them: <c>clauses.yaml</c>.</summary>
public sealed record ClauseRules : RulesFile
{
    public required IReadOnlyList<Clause> Clauses { get; init; }
}

/// <summary>One clause of the charter.</summary>
public sealed record Clause
{
    /// <summary>Such as <c>5.3-b</c>.</summary>
    public required string Id { get; init; }

    /// <summary>French, in our words.</summary>
    public required string Text { get; init; }

    /// <summary>What it wants: each kind must be served.</summary>
    public required IReadOnlyList<ClauseKind> Kinds { get; init; }

    /// <summary>What the code does for it, beside what rows, questions and tasks do.</summary>
    public IReadOnlyList<ClauseService> Code { get; init; } = [];

    /// <summary>Kinds that nothing serves yet, each with what will: known, shown, and never silent.</summary>
    public IReadOnlyList<ClauseService> NotYet { get; init; } = [];
}

/// <summary>What a clause wants.</summary>
public enum ClauseKind
{
    /// <summary>A case cannot go on without it.</summary>
    Gate,

    /// <summary>Something is written and kept.</summary>
    Record,

    /// <summary>The system does something by itself.</summary>
    Act,

    /// <summary>It appears in the yearly report.</summary>
    Report,
}

/// <summary>What serves a clause in code.</summary>
public sealed record ClauseService
{
    public required ClauseKind Kind { get; init; }

    /// <summary>Name of the class that does it; empty in <see cref="Clause.NotYet"/>.</summary>
    public string By { get; init; } = "";

    /// <summary>French: what it does, or what is to come.</summary>
    public required string Text { get; init; }
}

/// <summary>What serves a clause, by kind.</summary>
/// <param name="Served">Kind and a French line each.</param>
/// <param name="Unserved">Kinds that nothing serves and nobody announces.</param>
public sealed record ClauseCover(Clause Clause, IReadOnlyList<(ClauseKind Kind, string What)> Served, IReadOnlyList<ClauseKind> Unserved);

/// <summary>Says what serves each clause. Pure.</summary>
public static class ClauseCovering
{
    /// <summary>Every clause, in the charter's order.</summary>
    public static IEnumerable<ClauseCover> Of(CharterRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var served = ByRows(rules).ToLookup(each => each.Clause, each => (each.Kind, each.What), StringComparer.Ordinal);
        foreach (var clause in rules.Clauses.Clauses)
        {
            List<(ClauseKind Kind, string What)> all = [.. served[clause.Id], .. clause.Code.Select(service => (service.Kind, $"{service.Text} [{service.By}]"))];
            yield return new ClauseCover(
                clause,
                all,
                [.. clause.Kinds.Where(kind => !all.Exists(each => each.Kind == kind) && !clause.NotYet.Any(service => service.Kind == kind))]);
        }
    }

    private static IEnumerable<(string Clause, ClauseKind Kind, string What)> ByRows(CharterRules rules)
    {
        var asked = rules.Tasks.Values.Where(task => task.Form is not null).ToLookup(task => task.Form!, StringComparer.Ordinal);
        foreach (var task in rules.Tasks.Values)
            yield return (task.Clause, ClauseKind.Gate, $"tâche « {task.Title} »");
        foreach (var form in rules.Forms.Values)
        {
            foreach (var question in form.Questions)
            {
                yield return (question.Clause, ClauseKind.Record, $"question « {question.Label} » ({form.Id}.{question.Id})");
                // A task that needs its form does not end while a compulsory question is open.
                if (question.Required && asked[form.Id].Any())
                    yield return (question.Clause, ClauseKind.Gate, $"réponse exigée à {form.Id}.{question.Id}");
            }
        }

        foreach (var gate in rules.Gates.Rows)
            yield return (gate.Clause, ClauseKind.Gate, $"barrière « {gate.Id} »");
        foreach (var duty in rules.Duties.Duties)
            yield return (duty.Clause, ClauseKind.Record, $"obligation « {duty.Id} »");
        foreach (var duty in rules.Incidents.Duties)
            yield return (duty.Clause, ClauseKind.Record, $"obligation « {duty.Id} » en cas d’incident");
        foreach (var document in rules.Documents.Documents)
        {
            yield return (document.Clause, ClauseKind.Record, $"pièce « {document.Id} »");
            yield return (document.Clause, ClauseKind.Gate, $"pièce « {document.Id} », exigée avant la fin de l’étape");
        }

        foreach (var row in rules.AiAct.Rows)
            yield return (row.Clause, ClauseKind.Record, $"ligne « {row.Id} » du RIA");
        foreach (var row in rules.Gdpr.Rows)
            yield return (row.Clause, ClauseKind.Record, $"ligne « {row.Id} » du RGPD");
    }
}
