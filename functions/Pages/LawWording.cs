using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;

namespace RegionSud.AiWorkflow.Edge.Pages;

/// <summary>What the law watch found, as French sentences. Pure.</summary>
public static class LawWording
{
    /// <summary>One difference, without a final full stop; a row that the rules no longer have is named by its id.</summary>
    /// <param name="day">The day that was looked at.</param>
    public static string Of(LawDifference difference, DateOnly day, CharterRules rules)
    {
        ArgumentNullException.ThrowIfNull(difference);
        ArgumentNullException.ThrowIfNull(rules);
        var d = difference;
        return d.Kind switch
        {
            LawDifferenceKind.ClassChanged => $"Classe de risque selon les règles\u00a0: «\u00a0{ClassOf(d.Was)}\u00a0» devient «\u00a0{ClassOf(d.Class)}\u00a0»",
            LawDifferenceKind.GateStops => $"Nouveau blocage\u00a0: {Named(rules, rules.Gates.Rows, d.Row, day)}",
            LawDifferenceKind.DutyAdded => $"Nouvelle obligation, {Applies(d.From, d.OrFrom, day)}\u00a0: {Named(rules, rules.Duties.Duties, d.Row, day)}",
            LawDifferenceKind.DutyRemoved => $"Obligation qui ne s’applique plus à ce cas\u00a0: {Named(rules, rules.Duties.Duties, d.Row, day)}",
            LawDifferenceKind.DutyMoved => $"Dates changées, {Applies(d.From, d.OrFrom, day)}, au lieu du {Dates(d.WasFrom, d.WasOrFrom)}\u00a0: {Named(rules, rules.Duties.Duties, d.Row, day)}",
            LawDifferenceKind.DutyApplies => $"Date atteinte, {Reached(d, day)}\u00a0: {Named(rules, rules.Duties.Duties, d.Row, day)}",
            LawDifferenceKind.DocumentEnds => $"Pièce valable jusqu’au {Dates(d.From, null)} seulement\u00a0: {Named(rules, rules.Documents.Documents, d.Row, day)}",
            LawDifferenceKind.DocumentEnded => $"Pièce qui n’est plus valable depuis le {Dates(d.From, null)}\u00a0: {Named(rules, rules.Documents.Documents, d.Row, day)}",
            _ => d.Row,
        };
    }

    private static string ClassOf(RiskClass? risk) => risk is { } known ? French.Of(known) : "inconnue";

    private static string Reached(LawDifference d, DateOnly day) => d.OrFrom switch
    {
        { } other when other <= day => $"s’applique depuis le {French.Date(other)} selon les deux lectures",
        { } other => $"s’applique depuis le {Dates(d.From, null)} selon une lecture, le {French.Date(other)} selon l’autre",
        null => $"s’applique depuis le {Dates(d.From, null)}",
    };

    private static string Applies(DateOnly? from, DateOnly? orFrom, DateOnly day) =>
        $"{(from <= day ? "applicable depuis le" : "applicable à partir du")} {Dates(from, orFrom)}";

    private static string Dates(DateOnly? from, DateOnly? orFrom) =>
        (from is { } date ? French.Date(date) : "date inconnue") + (orFrom is { } other ? $" (ou du {French.Date(other)}, selon la lecture)" : "");

    private static string Named(CharterRules rules, IEnumerable<RuleRow> rows, string id, DateOnly day)
    {
        // An id can have a second row that holds at other dates.
        return rows.Where(row => row.Id == id).OrderByDescending(row => row.InForce(day)).FirstOrDefault() is { } row
            ? $"{French.Text(row.Text).TrimEnd('.')} ({French.Text(rules.Cite(row))})"
            : $"ligne «\u00a0{id}\u00a0», retirée des règles";
    }
}
