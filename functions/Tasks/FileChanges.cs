using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Incidents;
using RegionSud.AiWorkflow.Edge.Pages;

namespace RegionSud.AiWorkflow.Edge.Tasks;

/// <summary>What changed in a file since a person saw it, as sentences. Pure.</summary>
public static class FileChanges
{
    /// <summary>One sentence per entry that a decider should know of.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<JournalEntry> entries, CharterRules rules)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(rules);
        return [.. entries.Select(entry => SentenceOf(entry, rules)).OfType<string>()];
    }

    private static string? SentenceOf(JournalEntry entry, CharterRules rules) => entry.Event switch
    {
        CaseEvent.AnswersRecorded e => $"Le {French.DateTime(entry.At)}, de nouvelles réponses ont été données au formulaire «\u00a0{French.Text(rules.Forms.GetValueOrDefault(e.Answers.FormId)?.Title ?? e.Answers.FormId)}\u00a0».",
        CaseEvent.TaskDecided e => $"Le {French.DateTime(entry.At)}, une décision a été prise ({French.Of(e.Role, rules)})\u00a0: «\u00a0{Wording.ChoiceOf(rules, e.Kind, e.Choice)}\u00a0».",
        CaseEvent.RiskClassified e => $"La classe de risque est désormais «\u00a0{French.Of(e.Class)}\u00a0».",
        CaseEvent.ModelRevised e => $"Le modèle {e.ModelId}\u00a0: {ModelWording.Of(e.Differences)}.",
        CaseEvent.IncidentReported e => $"Le {French.DateTime(entry.At)}, l’incident n°\u00a0{e.Number} a été signalé ({IncidentWording.KindOf(e.Serious, e.PersonalData)}).",
        CaseEvent.IncidentRegraded e => $"Le {French.DateTime(entry.At)}, l’incident n°\u00a0{e.Number} a été jugé autrement ({IncidentWording.KindOf(e.Serious, e.PersonalData)}).",
        CaseEvent.IncidentClosed e => $"Le {French.DateTime(entry.At)}, l’incident n°\u00a0{e.Number} a été clos.",
        CaseEvent.UseHalted => "L’usage de la solution a été suspendu.",
        CaseEvent.TrialResumed => "L’essai suspendu a repris.",
        CaseEvent.ModelChanged e => $"Le modèle {e.ModelId} est passé de la version «\u00a0{e.From}\u00a0» à la version «\u00a0{e.To}\u00a0».",
        CaseEvent.LawChanged e => $"La veille juridique du {French.Date(e.Day)} a trouvé un changement pour ce cas\u00a0: {string.Join("\u202f; ", e.Differences.Select(difference => LawWording.Of(difference, e.Day, rules)))}.",
        CaseEvent.ConsultationAnswered e => $"Le {French.DateTime(entry.At)}, {(e.Verdict is { } verdict ? $"un avis a été rendu ({Wording.Of(verdict).ToLowerInvariant()})" : "l’auteur du besoin a répondu à une question")}.",
        CaseEvent.RecheckOpened => "Un réexamen de la solution a commencé.",
        CaseEvent.AcceptancePlanned => $"Le {French.DateTime(entry.At)}, les mesures ou les seuils de la recette ont été {(entry.Event is CaseEvent.AcceptancePlanned { Number: 1 } ? "fixés" : "changés")}.",
        CaseEvent.EvaluationReported => $"Le {French.DateTime(entry.At)}, de nouveaux résultats de la recette sont arrivés.",
        _ => null,
    };
}
