using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Models;

namespace RegionSud.AiWorkflow.Step6Maintenance;

/// <summary>What follows from the answer to a re-check: a use that is forbidden by now cannot be found conform (4.1.1-b, 4.1.3-a). Pure.</summary>
internal static class RecheckRuling
{
    public static Ruling On(Question question) => (question.Kind.Id, question.Choice.Id) switch
    {
        ("confirm-suspension", "suspend") => new Ruling([], [new CaseEvent.UseHalted(question.TaskId, null)], []),
        // Whether the use halts meanwhile is the directorate's to say, whatever changed.
        ("confirm-suspension", _) => Ruling.Plain,
        (_, "conform" or "go-on") when Hardest(question.File.Case) is { } change => Ruling.Against("choix", change),
        ("confirm-change", "conform") when question.Sheet?.Yes("replay-verdict") != true => Ruling.Against(
            "choix", "Un seuil de la recette n’est pas tenu\u00a0: la solution ne peut pas être confirmée par vous seule. Faites-la réexaminer avec la direction, ou qualifier à nouveau."),
        // What the figures say can refuse; what passes is still answered by a person.
        ("confirm-change", "conform") when question.File.Acceptance?.Missed.Select(line => line.Measure.Name).ToList() is { Count: > 0 } missed => Ruling.Against(
            "choix", $"Les derniers résultats ne tiennent pas {(missed.Count == 1 ? "le seuil" : "les seuils")} de {string.Join(", ", missed.Select(name => $"«\u00a0{name}\u00a0»"))}\u00a0: la solution ne peut pas être confirmée par vous seule. Faites-la réexaminer avec la direction, ou qualifier à nouveau."),
        _ => OfLaw(question),
    };

    // A re-check that began for a small change may have been joined by a greater one since.
    private static string? Hardest(UseCase useCase) =>
        useCase.RecheckCauses.Exists(change => change.Has(ModelAspect.Blocked)) ? "Le modèle est bloqué\u00a0: l’usage ne peut pas continuer ainsi. Choisissez une autre réponse."
        : useCase.RecheckCauses.Exists(change => change.Grade == ChangeGrade.Full) ? "Le modèle a trop changé pour que l’usage continue ainsi\u00a0: le cas doit être qualifié à nouveau. Choisissez une autre réponse."
        : null;

    private static Ruling OfLaw(Question question) =>
        question.Choice.Id == "conform" && question.File.AssessOn(question.Rules, question.Today)?.Gates.Final.FirstOrDefault() is { } final
            ? Ruling.Against("choix", $"{final.Text} ({question.Rules.Cite(final)}) L’usage ne peut plus être jugé conforme\u00a0: choisissez une autre réponse.")
            : Ruling.Plain;
}
