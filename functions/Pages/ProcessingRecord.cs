using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;

namespace RegionSud.AiWorkflow.Edge.Pages;

/// <summary>The entry of the processing register (GDPR, Art. 30(1)) as the characterisation sheet gives it: the DPO copies nothing by hand. Pure.</summary>
public static class ProcessingRecord
{
    private static readonly (string Name, string[] Questions)[] Asked =
    [
        ("Finalités", ["purpose"]),
        ("Base légale", ["lawful-basis", "lawful-basis-text"]),
        ("Catégories de personnes", ["data-persons"]),
        ("Catégories de données, et pourquoi chacune", ["minimisation"]),
        ("Données sensibles", ["special-categories", "special-exception"]),
        ("Source des données", ["data-source"]),
        ("Destinataires et sous-traitants", ["recipients"]),
        ("Hébergement, et transferts hors de l’Union européenne", ["hosting", "transfer-frame", "transfer-text"]),
        ("Durées de conservation", ["retention"]),
        ("Mesures de sécurité", ["security"]),
        ("Qui répond aux demandes de droits", ["rights-contact"]),
    ];

    /// <summary>The fields of the entry, in the article's order; a null value is still to be completed.</summary>
    /// <param name="sheet">Answers to the characterisation sheet.</param>
    /// <param name="dpiaRequired">What the screen concluded.</param>
    public static IReadOnlyList<(string Name, string? Value)> Of(CharterRules rules, Answers sheet, bool dpiaRequired)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(sheet);
        var form = rules.Forms[Charter.Assessment.Sheet];
        var dpo = rules.Directory.Roles.FirstOrDefault(holder => holder.Role == Cases.Role.Dpo);
        return
        [
            ("Responsable du traitement", $"La Région{(dpo is null ? "" : $"\u202f; {dpo.FullName}, {dpo.Email}")}"),
            .. Asked.Select(field => (field.Name, ValueOf(field.Questions))),
            ("Analyse d’impact (AIPD)", dpiaRequired ? "Requise" : "Non requise, raisonnement gardé dans la fiche"),
        ];

        string? ValueOf(string[] questions) =>
            string.Join('\n', questions.Select(id => sheet[id] is { } value && form.Find(id) is { } asked ? Wording.AnswerOf(asked, value) : null).OfType<string>()) is { Length: > 0 } text ? text : null;
    }
}
