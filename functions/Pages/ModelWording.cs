using RegionSud.AiWorkflow.Models;

namespace RegionSud.AiWorkflow.Edge.Pages;

/// <summary>Models and their changes, in French.</summary>
public static class ModelWording
{
    /// <summary>Differences, as one phrase without a full stop.</summary>
    public static string Of(IEnumerable<ModelDifference> differences) => string.Join("\u202f; ", differences.Select(Of));

    /// <summary>One difference. Its texts are data: whoever shows it encodes it.</summary>
    public static string Of(ModelDifference difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        var (from, to) = (difference.From, difference.To);
        return difference.Aspect switch
        {
            ModelAspect.Version => $"la version passe de «\u00a0{from}\u00a0» à «\u00a0{to}\u00a0»",
            ModelAspect.Family => $"la famille passe de «\u00a0{from}\u00a0» à «\u00a0{to}\u00a0»",
            ModelAspect.Provider => $"le fournisseur «\u00a0{from}\u00a0» devient «\u00a0{to}\u00a0»",
            ModelAspect.Hosting => $"l’hébergement passe de «\u00a0{Place(from)}\u00a0» à «\u00a0{Place(to)}\u00a0»",
            ModelAspect.Terms => $"les conditions passent de «\u00a0{from}\u00a0» à «\u00a0{to}\u00a0»",
            ModelAspect.Purpose => $"l’emploi prévu passe de «\u00a0{from}\u00a0» à «\u00a0{to}\u00a0»",
            ModelAspect.Price => $"le coût passe de «\u00a0{from}\u00a0» à «\u00a0{to}\u00a0»",
            ModelAspect.Label => $"le nom «\u00a0{from}\u00a0» devient «\u00a0{to}\u00a0»",
            ModelAspect.Blocked => "il est bloqué\u00a0: il ne doit plus servir",
            ModelAspect.Retirement => to.Length > 0
                ? $"son fournisseur le retire le {Date(from)} et propose «\u00a0{to}\u00a0» à sa place"
                : $"son fournisseur le retire le {Date(from)}, sans rien proposer à sa place",
            ModelAspect.Guarantee => $"la garantie que les données n’entraînent aucun modèle a pris fin le {Date(from)}",
            _ => $"«\u00a0{from}\u00a0» devient «\u00a0{to}\u00a0»",
        };
    }

    /// <summary>What a change asks, as a sentence.</summary>
    public static string Of(ChangeGrade grade) => grade switch
    {
        ChangeGrade.None => "Rien n’est demandé aux cas.",
        ChangeGrade.Light => "La recette est rejouée, et la DSIPN confirme.",
        ChangeGrade.Review => "La direction et la DSIPN réexaminent.",
        _ => "Le cas retourne en qualification.",
    };

    public static string Of(UseMeanwhile meanwhile) => meanwhile switch
    {
        UseMeanwhile.GoesOn => "L’usage continue pendant ce temps.",
        UseMeanwhile.Notice => "L’usage continue pendant ce temps\u202f; ses utilisateurs doivent être prévenus du changement.",
        _ => "Une suspension de l’usage est proposée à la direction, qui décide.",
    };

    public static string Of(ModelStatus status) => status switch
    {
        ModelStatus.Candidate => "à agréer",
        ModelStatus.Approved => "agréé",
        ModelStatus.Restricted => "restreint",
        ModelStatus.Blocked => "bloqué",
        _ => "retiré",
    };

    public static string Of(ModelNature nature) => nature == ModelNature.Model ? "Modèle" : "Logiciel qui contient de l’IA";

    public static string Of(HostingPlace place) => place switch
    {
        HostingPlace.Unknown => "inconnu",
        HostingPlace.Region => "environnement privé de la Région",
        HostingPlace.France => "France",
        HostingPlace.EuropeanUnion => "Union européenne",
        _ => "hors de l’Union européenne",
    };

    public static string Of(AdmissionSubject subject) => subject switch
    {
        AdmissionSubject.Legal => "Avis juridique",
        AdmissionSubject.Ethics => "Avis éthique",
        AdmissionSubject.Security => "Avis de sécurité",
        _ => "Avis de la commande publique",
    };

    public static string Of(PaperState state) => state switch
    {
        PaperState.Missing => "manquantes",
        PaperState.Asked => "demandées",
        PaperState.Received => "reçues",
        _ => "non dues",
    };

    public static string Of(FindingKind finding) => finding switch
    {
        FindingKind.GlobalDeployment => "Le déploiement peut calculer dans le monde entier\u00a0: la charte demande la France, à défaut l’Union (4.2.5).",
        FindingKind.AutomaticUpgrade => "La mise à niveau automatique est active\u00a0: le fournisseur peut changer de version sans demander.",
        FindingKind.GuaranteeExpiring => "La garantie que les données n’entraînent aucun modèle prend bientôt fin.",
        FindingKind.PapersExpired => "Les pièces que le fournisseur doit donner (RIA, article 53) sont périmées.",
        FindingKind.RetirementCome => "La date de son retrait est passée\u00a0: il peut ne plus répondre.",
        FindingKind.FormModelExpiring => "Le modèle de lecture des formulaires expire bientôt\u00a0: entraînez-en un nouveau.",
        FindingKind.AliasUsed => "Un nom d’emprunt est employé à la place d’une version exacte\u00a0: il change sans que personne le voie.",
        FindingKind.NotFound => "La source ne connaît pas ou plus ce modèle\u00a0: rien n’est changé\u202f; vérifiez son nom là-bas.",
        FindingKind.Ambiguous => "La source donne deux versions différentes sous ce nom\u00a0: aucune n’est crue\u202f; précisez le nom.",
        _ => "La source emploie un mot inconnu ici\u00a0: vérifiez sur place ce qu’il veut dire.",
    };

    /// <summary>What to do about a finding, for who may change the model.</summary>
    public static string WhatToDo(FindingKind finding) => finding switch
    {
        FindingKind.GlobalDeployment => "Redéployez-le en France, à défaut dans l’Union, puis faites regarder la source à nouveau.",
        FindingKind.AutomaticUpgrade => "Désactivez la mise à niveau automatique de ce déploiement chez le fournisseur.",
        FindingKind.GuaranteeExpiring => "Demandez une nouvelle garantie au fournisseur, puis ajoutez son document sur cette page.",
        FindingKind.PapersExpired => "Demandez au fournisseur des pièces à jour, puis notez leur état et leurs dates dans le formulaire.",
        FindingKind.RetirementCome => "Vérifiez que plus rien ne l’appelle, puis donnez-lui le statut «\u00a0retiré\u00a0», ou notez la version qui le remplace.",
        FindingKind.FormModelExpiring => "Entraînez le nouveau modèle de lecture, puis notez ici son nom à la source et sa version.",
        FindingKind.AliasUsed => "Appelez le modèle par sa version exacte, et notez ce nom-là dans le formulaire.",
        FindingKind.NotFound => "Corrigez son nom à la source dans le formulaire. Si le fournisseur ne l’offre plus, prévenez ceux qui l’emploient.",
        FindingKind.Ambiguous => "Écrivez dans le formulaire son nom complet à la source, version comprise.",
        _ => "Lisez ce que la source en dit, corrigez la fiche s’il le faut, et signalez ce mot à l’administration du système.",
    };

    /// <summary>An act that asks nothing of cases, as a phrase without a full stop.</summary>
    public static string Of(ModelNote note)
    {
        ArgumentNullException.ThrowIfNull(note);
        var (on, replacement) = (French.Date(note.Retirement.On), note.Retirement.Replacement);
        return note.Act == NotedAct.RetirementTakenBack
            ? $"le retrait prévu le {on} est effacé de la fiche"
            : $"son retrait est saisi à la main pour le {on}{(replacement.Length > 0 ? $", remplacé par «\u00a0{replacement}\u00a0»" : ", sans remplaçant")}";
    }

    /// <summary>The papers that the provider owes, with their dates.</summary>
    public static string Of(ModelSheet sheet, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        var expired = sheet.Papers == PaperState.Received && sheet.PapersUntil < today;
        var on = sheet is { PapersOn: { } day, Papers: PaperState.Asked or PaperState.Received } ? $" le {French.Date(day)}" : "";
        var until = sheet is { PapersUntil: { } last, Papers: PaperState.Received } ? $"{(expired ? ", périmées depuis le" : ", valables jusqu’au")} {French.Date(last)}" : "";
        return $"{Of(sheet.Papers)}{on}{until}";
    }

    private static string Place(string name) => Enum.TryParse<HostingPlace>(name, out var place) ? Of(place) : name;

    private static string Date(string iso) => DateOnly.TryParseExact(iso, "yyyy-MM-dd", out var day) ? French.Date(day) : iso;
}
