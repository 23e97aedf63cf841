using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Models;

namespace RegionSud.AiWorkflow.Step5Evaluation;

/// <summary>What a trial must hold to (clauses 5.5-a, 5.5-d, 4.1.2-a). Pure.</summary>
internal static class EvaluationRuling
{
    public static Ruling On(HumanTasks.Question question) => (question.Kind.Id, question.Choice.Id) switch
    {
        ("plan-trial", _) when Unrecorded(question) is { } unknown => Ruling.Against(
            "choix", $"Le modèle {unknown}, que ce cas déclare, n’est pas dans l’inventaire (charte, 4.1.4)\u00a0: demandez à la DTISU de l’y faire inscrire et agréer, puis revenez."),
        ("plan-trial", _) when question.Models.FirstOrDefault(model => model.Status != ModelStatus.Approved) is { } model => Ruling.Against(
            "choix", $"Le modèle {model.Id} n’est pas agréé{(model.Status == ModelStatus.Candidate ? "" : " pour de nouveaux essais")} (charte, 4.1.4)\u00a0: faites-le agréer dans l’inventaire des modèles, puis revenez."),
        ("plan-trial", _) when question.Sheet is { } plan => OnPlan(plan, question.Today),
        ("attest-deletion", _) when question.Sheet is { } deletion => OnDeletion(deletion, question.Today),
        (_, "deploy") when question.File.Case.OpenRecheck is not null || !question.File.Case.PendingChanges.IsEmpty => Ruling.Against(
            "choix", "Le modèle a changé pendant l’essai, et la DSIPN n’a pas encore dit ce que l’essai devient\u00a0: attendez sa réponse, ou choisissez une autre suite."),
        (_, "deploy") when question.Models.FirstOrDefault(model => model.Status is ModelStatus.Blocked or ModelStatus.Retired) is { } model => Ruling.Against(
            "choix", $"Le modèle {model.Id} est {(model.Status == ModelStatus.Blocked ? "bloqué" : "retiré")} (charte, 4.1.4)\u00a0: choisissez «\u00a0Modifier\u00a0» pour en changer."),
        (_, "deploy") when question.File.Answers.GetValueOrDefault("trial-results")?.Yes("message-shown") != true => Ruling.Against(
            "choix", "Le message informatif n’est pas encore affiché aux utilisateurs (charte, 4.1.2)\u00a0: choisissez «\u00a0Modifier\u00a0» pour que ce soit fait."),
        _ => Ruling.Plain,
    };

    // What the inventory does not have was never approved.
    private static string? Unrecorded(HumanTasks.Question question) =>
        question.File.Case.Models.Find(used => !question.Models.Any(model => model.Id == used.ModelId))?.ModelId;

    private static Ruling OnPlan(Answers plan, DateOnly today)
    {
        if (!plan.Yes("isolated"))
            return Ruling.Against("q-isolated", "L’essai ne peut se faire que dans un environnement séparé, isolé et protégé (charte, 5.5). Préparez-le, puis revenez.");
        var end = FormFilling.DateOf(plan["end-date"]);
        return end is { } date && date > today && date <= today.AddYears(1)
            ? Ruling.Plain with { Until = date }
            : Ruling.Against("q-end-date", "Choisissez une date de fin entre demain et dans un an.");
    }

    private static Ruling OnDeletion(Answers deletion, DateOnly today) =>
        FormFilling.DateOf(deletion["deleted-on"]) > today
            ? Ruling.Against("q-deleted-on", "La suppression ne peut pas être attestée avant d’être faite\u00a0: indiquez une date passée ou celle d’aujourd’hui.")
            : Ruling.Plain;
}
