using System.Globalization;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>What a cell of a workbook says, whatever the program made of it.</summary>
internal static class WorkbookCell
{
    /// <summary>Dates as people write them in French, numbers without a unit, <c>oui</c> or <c>non</c>, texts cleaned; empty for an empty cell.</summary>
    public static string TextOf(object? cell) => cell switch
    {
        null => "",
        DateTime date => date.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture),
        double number => number.ToString("0.##########", CultureInfo.InvariantCulture),
        bool yes => yes ? "oui" : "non",
        _ => FormText.Clean(Convert.ToString(cell, CultureInfo.InvariantCulture) ?? ""),
    };
}
