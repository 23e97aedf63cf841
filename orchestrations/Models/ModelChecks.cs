using System.Text.RegularExpressions;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Models;

/// <summary>What can be wrong with a model's record. Pure. The fields are those of the model's page.</summary>
internal static partial class ModelChecks
{
    private const int TextLength = 120;
    private const int LongTextLength = 500;
    private const int LatestYears = 20;

    /// <summary>Every problem of an edit; none when it can be written.</summary>
    public static List<Problem> Of(ModelRecord? known, ModelRecord next, ModelEdit edit, ModelRules rules, DateOnly today)
    {
        var problems = new List<Problem>();
        foreach (var (field, text, message) in new[]
        {
            ("fournisseur", next.Provider, "Indiquez le fournisseur."),
            ("nom", next.Name, "Indiquez le nom du modèle chez son fournisseur."),
        })
        {
            if (text.Length == 0)
                problems.Add(new Problem(field, message));
            else if (text.Length > TextLength)
                problems.Add(new Problem(field, "Raccourcissez\u00a0: 120 caractères au plus."));
        }

        if (OfVersion(next.Version) is { } version)
            problems.Add(version);
        problems.AddRange(OfSheet(next.Sheet));
        problems.AddRange(OfWatch(known, next));
        problems.AddRange(OfRetirement(known, next, edit, today));
        if (next.Sheet.PapersOn > today)
            problems.Add(new Problem("pieces-date", "Cette date n’est pas encore passée\u00a0: indiquez quand les pièces ont été demandées ou reçues."));
        if (edit.Status is { } status && status != (known?.Status ?? ModelStatus.Candidate))
            problems.AddRange(OfStatus(next, edit, rules, today));
        return problems;
    }

    public static Problem? OfId(string id) => Id().IsMatch(id)
        ? null
        : new Problem("id", "Donnez un identifiant en minuscules, chiffres, points et tirets, 60 caractères au plus.");

    public static Problem? OfVersion(string version) =>
        version.Length == 0 ? new Problem("version", "Indiquez la version exacte.")
        : version.Length > TextLength ? new Problem("version", "Raccourcissez\u00a0: 120 caractères au plus.")
        : version.EndsWith("latest", StringComparison.OrdinalIgnoreCase) ? new Problem("version", "Indiquez la version exacte\u00a0: «\u00a0latest\u00a0» change sans que personne le voie.")
        : null;

    private static IEnumerable<Problem> OfWatch(ModelRecord? known, ModelRecord next)
    {
        if (next.Watch is not { } watch || watch == known?.Watch)
            yield break;
        if (WatchSources.Find(watch.Source) is null)
            yield return new Problem("veille-source", "Cette source n’existe pas\u00a0: choisissez-en une de la liste, ou aucune.");
        if (watch.Reference.Length is 0 or > LongTextLength)
            yield return new Problem("veille-nom", "Indiquez le nom du modèle à la source, 500 caractères au plus.");
    }

    private static IEnumerable<Problem> OfRetirement(ModelRecord? known, ModelRecord next, ModelEdit edit, DateOnly today)
    {
        if (next.Retirement == known?.Retirement)
            yield break;
        if (WatchSources.TellRetirementOf(next))
            yield return new Problem("retrait", "La source de la veille annonce elle-même le retrait de ce modèle\u00a0: il ne se saisit pas à la main.");
        if (edit.Retirement is not { } retirement)
            yield break;
        if (retirement.On < today)
            yield return new Problem("retrait", "Cette date est passée\u00a0: indiquez le jour à venir où le modèle sera retiré. S’il l’est déjà, donnez-lui le statut «\u00a0retiré\u00a0».");
        else if (retirement.On > today.AddYears(LatestYears))
            yield return new Problem("retrait", "Cette date est trop lointaine\u00a0: vérifiez l’année.");
        if (retirement.Replacement.Length > TextLength)
            yield return new Problem("remplacant", "Raccourcissez\u00a0: 120 caractères au plus.");
        if (retirement is { SameFamily: true, Replacement.Length: 0 })
            yield return new Problem("remplacant", "Nommez le remplaçant, ou dites qu’il n’y en a pas de la même famille.");
    }

    private static IEnumerable<Problem> OfSheet(ModelSheet sheet)
    {
        foreach (var (field, text) in new[]
        {
            ("editeur", sheet.Publisher), ("famille", sheet.Family), ("licence", sheet.Licence), ("deploiement", sheet.Deployment), ("conditions", sheet.Terms),
            ("finalite", sheet.Purpose), ("garantie", sheet.Guarantee), ("langues", sheet.Languages), ("francais", sheet.FrenchQuality), ("energie", sheet.Energy),
            ("energie-methode", sheet.EnergyMethod), ("cout", sheet.Cost),
        })
        {
            if (text.Length > LongTextLength)
                yield return new Problem(field, "Raccourcissez\u00a0: 500 caractères au plus.");
        }

        foreach (var opinion in sheet.Opinions.Where(opinion => opinion.Reference.Length is 0 or > LongTextLength))
            yield return new Problem($"avis-{opinion.Subject.ToString().ToLowerInvariant()}", "Indiquez le document qui porte cet avis et sa date, 500 caractères au plus.");
        if (sheet.Opinions.DistinctBy(opinion => opinion.Subject).Count() != sheet.Opinions.Count)
            yield return new Problem("avis-legal", "Donnez un seul avis par sujet.");
        if (sheet.Guarantee.Length == 0 && sheet.GuaranteeUntil is not null)
            yield return new Problem("garantie", "Indiquez le document de la garantie dont vous donnez la fin de validité.");
    }

    // What the charter asks before a model may serve: somewhere to run, a guarantee that holds, and the opinions of models.yaml.
    private static IEnumerable<Problem> OfStatus(ModelRecord next, ModelEdit edit, ModelRules rules, DateOnly today)
    {
        if (!TypedWords.Are(edit.StatusReason))
            yield return new Problem("motif", "Écrivez pourquoi le modèle reçoit ce statut.");
        else if (TypedWords.TooLong(edit.StatusReason) is { } tooLong)
            yield return new Problem("motif", tooLong);
        if (next.Status != ModelStatus.Approved)
            yield break;
        if (next.Sheet.Hosting is HostingPlace.Unknown)
            yield return new Problem("hebergement", "Indiquez le lieu d’hébergement avant d’agréer le modèle.");
        if (next.Sheet.Guarantee.Length == 0)
            yield return new Problem("garantie", "Indiquez le document qui garantit que les données n’entraînent aucun modèle avant de l’agréer.");
        else if (next.Sheet.GuaranteeUntil < today)
            yield return new Problem("garantie-fin", "La garantie que les données n’entraînent aucun modèle est échue\u00a0: obtenez-en une nouvelle avant de l’agréer.");
        foreach (var subject in rules.Opinions)
        {
            var opinion = next.Sheet.Opinions.FirstOrDefault(one => one.Subject == subject);
            if (opinion is not { Favourable: true })
            {
                yield return new Problem(
                    $"avis-{subject.ToString().ToLowerInvariant()}",
                    opinion is null ? "Cet avis manque\u00a0: un modèle n’est agréé qu’avec lui." : "Cet avis est défavorable\u00a0: le modèle ne peut pas être agréé.");
            }
        }
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9.\-]{0,59}$", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
