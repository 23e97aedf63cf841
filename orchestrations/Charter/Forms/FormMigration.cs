namespace RegionSud.AiWorkflow.Charter.Forms;

/// <summary>How answers of one version of a form become those of the next.</summary>
public sealed record FormMigration
{
    /// <summary>The version that they were given under.</summary>
    public required string From { get; init; }

    /// <summary>New id per old id of a question.</summary>
    public IReadOnlyDictionary<string, string> Renamed { get; init; } = new Dictionary<string, string>();

    /// <summary>Per new id: new answer per old answer. An answer that is not named stays.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Answers { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>New ids whose old answer means something else now: to be answered again.</summary>
    public IReadOnlyList<string> Again { get; init; } = [];
}

/// <summary>Answers brought to today's version of their form.</summary>
/// <param name="Answers">Under today's version.</param>
/// <param name="Again">
/// What a person must answer again, with the old value: because a rule says so, because today's form does not know the question, or because
/// it does not know the answer. Nothing is dropped.
/// </param>
public sealed record Migrated(Answers Answers, IReadOnlyDictionary<string, string> Again);

/// <summary>Reads old answers under today's form. Pure.</summary>
public static class FormMigrating
{
    /// <summary>Brings answers to the form's version; answers of that version already are returned as they are.</summary>
    public static Migrated Migrate(FormDefinition form, Answers answers)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(answers);
        if (answers.FormVersion == form.Version)
            return new Migrated(answers, new Dictionary<string, string>());
        var first = form.Migrations.ToList().FindIndex(migration => migration.From == answers.FormVersion);
        var steps = first < 0 ? [] : form.Migrations.Skip(first).ToList();
        var kept = new Dictionary<string, Answer>(StringComparer.Ordinal);
        var again = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (old, answer) in answers.Values)
        {
            var (id, value, asked) = Through(steps, old, answer.Value);
            // Of two old questions that became one, the second is asked again under its old name.
            var free = !kept.ContainsKey(id) && !again.ContainsKey(id);
            if (free && !asked && form.Find(id) is { } question && FormFilling.Understand(question, value) is { Value: { } understood })
                kept[id] = answer with { Value = understood };
            else
                again[free ? id : old] = answer.Value;
        }

        return new Migrated(new Answers(form.Id, form.Version, kept, answers.Salt), again);
    }

    /// <summary>
    /// The same for what was just read from a file of an older version: the texts under today's ids. What must be answered again is left
    /// out, so that it counts as a gap; the file itself is kept.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Migrate(FormDefinition form, string version, IReadOnlyDictionary<string, string> texts)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(texts);
        if (version == form.Version)
            return texts;
        var steps = form.Migrations.SkipWhile(migration => migration.From != version).ToList();
        return texts.Select(each => Through(steps, each.Key, each.Value)).Where(each => !each.Again).ToDictionary(each => each.Id, each => each.Value, StringComparer.Ordinal);
    }

    private static (string Id, string Value, bool Again) Through(List<FormMigration> steps, string id, string value)
    {
        var again = false;
        foreach (var step in steps)
        {
            id = step.Renamed.GetValueOrDefault(id, id);
            value = step.Answers.GetValueOrDefault(id)?.GetValueOrDefault(value) ?? value;
            again |= step.Again.Contains(id);
        }

        return (id, value, again);
    }
}
