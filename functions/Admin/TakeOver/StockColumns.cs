using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Edge.Adapters.Forms;

namespace RegionSud.AiWorkflow.Edge.Admin.TakeOver;

/// <summary>One column of the file of existing uses.</summary>
/// <param name="Id">Such as <c>reference</c>; a question's id for an answer.</param>
/// <param name="Header">French, as the template has it.</param>
/// <param name="Help">French: what to write.</param>
/// <param name="Required">Whether a line needs it.</param>
public sealed record StockColumn(string Id, string Header, string Help, bool Required = false);

/// <summary>The columns: who and where, then the questions of the need.</summary>
public static class StockColumns
{
    public const string Reference = "reference", Directorate = "direction", Email = "courriel", Step = "etape", InProduction = "en-service", Model = "modele", ModelVersion = "version";

    /// <summary>In the template's order.</summary>
    public static IReadOnlyList<StockColumn> Of(FormDefinition need)
    {
        ArgumentNullException.ThrowIfNull(need);
        return
        [
            new(Reference, "Référence", "Le nom ou le numéro que votre service donne à cet usage\u00a0: la même référence ne sera reprise qu’une fois.", Required: true),
            new(Directorate, "Direction", "Le nom ou l’identifiant de la direction qui porte l’usage.", Required: true),
            new(Email, "Courriel du référent", "L’adresse de la personne qui répond de l’usage.", Required: true),
            new(Step, "Étape", "Le nom de l’étape où en est l’usage, ou son numéro de 1 à 6\u00a0; «\u00a0Maintenance\u00a0» pour un usage en service.", Required: true),
            new(InProduction, "En service depuis", "Date au format jj/mm/aaaa, si l’usage est en service."),
            new(Model, "Modèle", "L’identifiant du modèle dans l’inventaire, si l’usage est en service."),
            new(ModelVersion, "Version du modèle", "La version exacte."),
            .. need.Questions.Select(question => new StockColumn(question.Id, question.Label, FormWording.Help(need, question), question.Id == "title")),
        ];
    }

    /// <summary>The column of a header, by its words or its id; null for a column that is not ours.</summary>
    public static StockColumn? Find(IReadOnlyList<StockColumn> columns, string header) =>
        columns.FirstOrDefault(column => column.Id == header.Trim() || FormText.SameLabel(column.Header, header));
}
