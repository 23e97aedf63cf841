namespace RegionSud.AiWorkflow.Charter.Gdpr;

/// <summary>The GDPR and the AIPD screen as rows over the characterisation sheet's questions: <c>gdpr.yaml</c>.</summary>
public sealed record GdprRules : RulesFile
{
    /// <summary>How many of the nine criteria make an AIPD required in principle (WP248: two).</summary>
    public required int DpiaThreshold { get; init; }

    public required IReadOnlyList<GdprRow> Rows { get; init; }
}

/// <summary>One row.</summary>
public sealed record GdprRow : ConditionalRow
{
    /// <summary>Facts that it concludes.</summary>
    public IReadOnlyList<string> Facts { get; init; } = [];

    /// <summary>Number of the European criterion (WP248, 1 to 9) that it shows to be met.</summary>
    public int? Criterion { get; init; }

    /// <summary>Whether it alone requires an AIPD: the CNIL's list (délibération 2018-327), or a presumption.</summary>
    public bool RequiresDpia { get; init; }
}

/// <summary>The AIPD screen of a use: the result and its reasoning, kept either way (clause 4.2.4-a).</summary>
/// <param name="Required">Whether an AIPD is required.</param>
/// <param name="Criteria">Criteria met, in their order; an unknown or missing answer counts as met.</param>
/// <param name="Listed">Rows that require one by themselves.</param>
/// <param name="Rows">Every row that holds.</param>
/// <param name="Facts">What the rows conclude.</param>
/// <param name="Version">Version of the file that was applied.</param>
public sealed record GdprScreen(
    bool Required, IReadOnlyList<GdprRow> Criteria, IReadOnlyList<GdprRow> Listed, IReadOnlyList<GdprRow> Rows, IReadOnlySet<string> Facts, string Version);

/// <summary>Screens a use. Pure.</summary>
public static class GdprScreening
{
    /// <summary>Applies the rows to the answers.</summary>
    public static GdprScreen Screen(GdprRules rules, SheetAnswers sheet, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(sheet);
        var looked = rules.Rows.Where(row => row.InForce(day)).Select(row => (Row: row, Holds: row.When.Holds(sheet))).ToList();
        var held = looked.Where(each => each.Holds == true).Select(each => each.Row).ToList();
        // What is not known yet counts as met: an AIPD too many harms nobody.
        var criteria = looked.Where(each => each.Holds != false && each.Row.Criterion is not null).Select(each => each.Row)
            .DistinctBy(row => row.Criterion).OrderBy(row => row.Criterion).ToList();
        var listed = held.FindAll(row => row.RequiresDpia);
        var required = looked.Exists(each => each.Holds != false && each.Row.RequiresDpia) || criteria.Count >= rules.DpiaThreshold;
        var facts = held.SelectMany(row => row.Facts).ToHashSet(StringComparer.Ordinal);
        if (required)
            facts.Add(Cases.CaseFacts.DpiaRequired);
        return new GdprScreen(required, criteria, listed, held, facts, rules.Version);
    }
}
