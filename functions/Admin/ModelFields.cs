using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Models;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>A field of a model's form.</summary>
internal sealed record ModelField(string Name, string Label, string Help = "", string Type = "text");

/// <summary>What the fields of a model's form are called.</summary>
internal static class ModelFields
{
    public static IReadOnlyList<ModelField> Identity { get; } =
    [
        new("fournisseur", "Fournisseur", "L’entreprise ou l’organisme qui fournit le modèle."),
        new("nom", "Nom du modèle", "Tel que son fournisseur l’écrit."),
        new("version", "Version exacte", "Le numéro ou la date de version, jamais «\u00a0latest\u00a0»."),
    ];

    public static IReadOnlyList<ModelField> More { get; } =
    [
        new("editeur", "Éditeur", "S’il est autre que le fournisseur."),
        new("famille", "Famille", "Ce qui reste le même d’une version à la suivante. Une autre famille ramène les cas en qualification."),
        new("licence", "Licence"),
        new("finalite", "Emploi prévu", "Ce à quoi il peut servir."),
        new("langues", "Langues"),
        new("francais", "Qualité en français"),
    ];

    public static IReadOnlyList<ModelField> Guarantees { get; } =
    [
        new("conditions", "Conditions en vigueur", "Titre et date du document."),
        new("garantie", "Garantie que les données n’entraînent aucun modèle", "Document et clause. Sans elle, le modèle n’est pas agréé."),
        new("garantie-fin", "Fin de validité de cette garantie", "Passée cette date, chaque cas est réexaminé.", "date"),
    ];

    public static IReadOnlyList<ModelField> Figures { get; } =
    [
        new("energie", "Énergie", "Chiffre et unité, par usage."),
        new("energie-methode", "Comment elle est mesurée ou estimée"),
        new("energie-date", "Date de cette mesure", Type: "date"),
        new("cout", "Coût", "Chiffre et unité."),
        new("cout-date", "Date de ce coût", Type: "date"),
    ];

    public static IReadOnlyList<(string Id, string Label)> Natures { get; } = [.. Enum.GetValues<ModelNature>().Select(one => (one.ToString(), ModelWording.Of(one)))];

    public static IReadOnlyList<(string Id, string Label)> Statuses { get; } = [.. Enum.GetValues<ModelStatus>().Select(one => (one.ToString(), ModelWording.Of(one)))];

    public static IReadOnlyList<(string Id, string Label)> Places { get; } = [.. Enum.GetValues<HostingPlace>().Select(one => (one.ToString(), ModelWording.Of(one)))];

    public static IReadOnlyList<(string Id, string Label)> Papers { get; } = [.. Enum.GetValues<PaperState>().Select(one => (one.ToString(), ModelWording.Of(one)))];

    public static IReadOnlyList<(string Id, string Label)> Senses { get; } = [("", "Pas encore donné"), ("oui", "Favorable"), ("non", "Défavorable")];

    public static IReadOnlyList<(string Id, string Label)> Families { get; } = [("non", "D’une autre famille, ou pas de remplaçant"), ("oui", "De la même famille")];

    public static string? LabelOf(string field) => field switch
    {
        "id" => "Identifiant",
        "nature" => "Nature",
        "statut" => "Statut",
        "motif" => "Pourquoi ce statut",
        "hebergement" => "Lieu d’hébergement",
        "deploiement" => "Déploiement",
        "pieces" => "Pièces du fournisseur",
        "pieces-date" => "Demandées ou reçues le",
        "pieces-fin" => "Fin de validité de ces pièces",
        "retrait" => "Date du retrait",
        "remplacant" => "Remplaçant proposé",
        GuaranteeFiles.Field => "Document de la garantie",
        "document-fin" => "Fin de validité de ce document",
        "veille-source" => "Source de la veille",
        "veille-nom" => "Nom à la source",
        _ => Identity.Concat(More).Concat(Guarantees).Concat(Figures).FirstOrDefault(one => one.Name == field)?.Label
            ?? Enum.GetValues<AdmissionSubject>().Where(subject => TypedModel.FieldOf(subject) == field).Select(ModelWording.Of).FirstOrDefault(),
    };
}
