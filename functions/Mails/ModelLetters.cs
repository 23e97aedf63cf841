using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;
using static RegionSud.AiWorkflow.Edge.Mails.LetterPart;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>What mails say of models and their changes.</summary>
internal static class ModelLetters
{
    /// <summary>To DTISU, once for all cases of a change.</summary>
    public static Letter Changed(LetterContext context, ChangeTold told)
    {
        var change = context.Case.PendingChanges.Concat(context.Case.RecheckCauses).Concat(context.Case.RequalifiedFor).FirstOrDefault(one => one.ChangeId == told.ChangeId);
        return new Letter(
            $"Le modèle {told.ModelId} a changé : {Cases(told.Reached)} {(told.Reached == 1 ? "saisi" : "saisis")}",
            $"Le modèle {told.ModelId} a changé",
            [
                .. change is null ? [] : Causes([change]),
                new Details([new Detail("Cas ouverts qui l’emploient", French.Number(told.Reached))]),
                new Paragraph("Vous ne recevez que ce message pour tous ces cas. Ceux qui doivent répondre sont saisis une fois chacun ; la page du modèle montre les cas, et le suivi où en est chacun."),
            ],
            new LetterLink($"Voir le modèle {told.ModelId}", $"{context.Address}/modeles/{Uri.EscapeDataString(told.ModelId)}", "La page demande votre compte de la Région."),
            $"Vous recevez ce message parce que votre service ({context.Service(Role.Dtisu)}) supervise les cas d’usage de l’IA.");
    }

    /// <summary>What changed, and what becomes of the use meanwhile. Versions and terms are typed by people: they are data as much as their texts.</summary>
    public static IEnumerable<LetterPart> Causes(IReadOnlyList<PendingChange> changes)
    {
        foreach (var change in changes)
            yield return new Paragraph($"Le {French.Date(change.At)}, le modèle {TypedText.OnOneLine(change.ModelId)} a changé : {Of(change)}.");
        if (changes.Count > 0 && changes.Max(change => change.Meanwhile) is not UseMeanwhile.GoesOn and var meanwhile)
            yield return new Paragraph(ModelWording.Of(meanwhile));
    }

    /// <summary>More is asked of the same person for the same change: where it is found.</summary>
    public static Ask Others(string address) => new("Vos autres cas", [], new LetterLink("Voir tout ce qui vous attend", address, "Un seul courriel part pour ce changement : la page montre tous vos cas, à mesure qu’ils sont saisis."));

    private static string Of(PendingChange change) => change.Differences is { IsEmpty: false } differences
        ? ModelWording.Of(differences.Select(one => one with { From = TypedText.OnOneLine(one.From), To = TypedText.OnOneLine(one.To) }))
        : $"la version passe de « {TypedText.OnOneLine(change.From)} » à « {TypedText.OnOneLine(change.To)} »";

    private static string Cases(int number) => number == 1 ? "un cas" : $"{French.Number(number)} cas";
}
