using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Incidents;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Watch;
using static RegionSud.AiWorkflow.Cases.CaseEvent;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>One entry of a journal, as people read it.</summary>
/// <param name="Who">French: a name, « personne effacée », or the system.</param>
/// <param name="Sentence">French: what happened.</param>
/// <param name="Reason">The words typed with it; null when there are none or they were erased.</param>
public sealed record TimelineLine(long Seq, DateTimeOffset At, string Who, string Sentence, DecisionText? Reason = null);

/// <summary>Turns the entries of a journal into French sentences. Pure.</summary>
public sealed class Timeline(CharterRules rules)
{
    /// <summary>What an entry says. A type that this version of the code does not know is named as such: the journal outlives code.</summary>
    public string SentenceOf(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return CaseEventJson.Names.Contains(entry.Type) ? SentenceOf(entry.Event) : $"Entrée de type «\u00a0{entry.Type}\u00a0», que cette version ne sait pas lire.";
    }

    /// <summary>What an event says.</summary>
    public string SentenceOf(CaseEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return happened switch
        {
            NeedDeposited e => $"Besoin déposé pour la direction «\u00a0{DirectorateOf(e.Directorate)}\u00a0», {ChannelOf(e.Channel)}.",
            DocumentsReceived e => $"Fichiers reçus{(e.Channel == "mail" ? " par courriel" : "")}, gardés tels quels.",
            CaseTakenOver e => $"Cas repris de l’existant, qui était à l’étape {Number(e.Step)}, {French.Of(e.Step).ToLowerInvariant()}{(e.Placed == e.Step ? "" : $"\u00a0; sa fiche de caractérisation manque, il reprend à l’étape {Number(e.Placed)}")}{(e.RecheckOn is { } on ? $"\u00a0; premier réexamen le {French.Date(on)}" : "")}. Ce qui fut décidé avant n’est pas dans ce journal.",
            DocumentUnread e => $"Un document a été gardé sans être lu ({Wording.WhyUnread(e.Cause)})\u00a0: ce qui manque est demandé à son auteur.",
            LikenessFound e => $"Le besoin ressemble à {string.Join(", ", e.Cases.Select(other => $"{other.CaseId} ({other.Percent}\u00a0%)"))}\u00a0: son auteur doit dire s’il rejoint ce cas, ou en quoi le sien est différent.",
            AnswersRecorded e => $"Réponses au formulaire «\u00a0{FormOf(e.Answers.FormId)}\u00a0» enregistrées{GapsOf(e.Answers.Gaps.Count)}.",
            StepEntered e => $"Entrée à l’étape {Number(e.Step)}, {French.Of(e.Step).ToLowerInvariant()}{Again(e.Round)}.",
            TaskOpened e => $"Demande à {ToWhom(e.Role)}\u00a0: «\u00a0{TaskOf(e.Kind)}\u00a0». Réponse attendue au plus tard le {French.Date(e.DueAt)}.",
            TaskReminded e => $"Relance n°\u00a0{e.Number} pour «\u00a0{TaskOfId(e.TaskId)}\u00a0»{(e.Escalated ? ", avec copie à la DTISU" : "")}.",
            ConsultationAsked e => $"«\u00a0{TaskOfId(e.TaskId)}\u00a0»\u00a0: {(e.Kind == ConsultationKind.Question ? "question à l’auteur du besoin, le délai s’arrête jusqu’à sa réponse" : $"avis demandé à {ToWhom(e.Role)}")}. Réponse attendue au plus tard le {French.Date(e.DueAt)}.",
            ConsultationAnswered e => $"«\u00a0{TaskOfId(e.TaskId)}\u00a0»\u00a0: {(e.Verdict is { } verdict ? $"avis rendu, {Wording.Of(verdict).ToLowerInvariant()}" : "réponse de l’auteur du besoin")}{(e.DueAt is { } due ? $". Le délai repart\u00a0: réponse attendue au plus tard le {French.Date(due)}" : "")}.",
            OpinionsPassedOver e => $"«\u00a0{TaskOfId(e.TaskId)}\u00a0»\u00a0: décidé sans {(e.Rules.Count == 1 ? "un avis demandé" : $"{e.Rules.Count} avis demandés")}, pour une raison que la décision donne.",
            AbsenceNoticed e => $"«\u00a0{TaskOfId(e.TaskId)}\u00a0»\u00a0: une réponse automatique est arrivée, son destinataire est peut-être absent. Rien n’a changé pour autant.",
            VoiceGiven e => $"«\u00a0{TaskOfId(e.TaskId)}\u00a0»\u00a0: une voix pour «\u00a0{ChoiceOf(TaskOrder.TryParse(e.TaskId, out var asked) ? asked.Kind : "", e.Choice)}\u00a0»\u00a0; il en faut d’autres pour décider.",
            TaskDueMoved e => $"«\u00a0{TaskOfId(e.TaskId)}\u00a0»\u00a0: le calendrier ou les délais ont changé, la réponse est attendue au plus tard le {French.Date(e.To)} au lieu du {French.Date(e.From)}.",
            TaskHanded e => $"«\u00a0{TaskOfId(e.TaskId)}\u00a0»\u00a0: {Wording.HandedBecause(e.Cause)}{(e.To is null ? e.Leaves ? "\u00a0; cette personne ne décide plus" : "" : e.Leaves ? "\u00a0; une autre personne décide à sa place" : "\u00a0; une autre personne peut décider aussi")}{(e.Until is { } last ? $", jusqu’au {French.Date(last)}" : "")}.",
            MailBounced e => $"Un courriel n’a pas pu être distribué{(e.TaskId is { } asked ? $" pour «\u00a0{TaskOfId(asked)}\u00a0»" : "")}\u00a0: la DTISU est prévenue.",
            DecisionProved e => $"«\u00a0{TaskOfId(e.TaskId)}\u00a0»\u00a0: la personne a prouvé qui elle est, {(e.By == Proof.SignIn ? "par son compte de la Région" : "par un code envoyé à son adresse")}.",
            TaskDecided e => $"«\u00a0{TaskOf(e.Kind)}\u00a0»\u00a0: {ChoiceOf(e.Kind, e.Choice)}, {ByWhom(e.Role)}{(e is { Kind: "arbitrate", Choice: "refuse", Until: { } review } ? $", à revoir à partir du {French.Date(review)}" : Until(e.Until))}.",
            TaskRecalled e => $"Demande retirée\u00a0: «\u00a0{TaskOfId(e.TaskId)}\u00a0». Elle n’a plus d’objet.",
            RiskClassified e => $"Classe de risque\u00a0: {French.Of(e.Class).ToLowerInvariant()}{RowsOf(e.Rows)}.",
            UseAssessed e => $"Évaluation par les règles au {French.Date(e.Day)}\u00a0: {GatesOf(e.Gates)}\u202f; {ScoresOf(e.Scores)}\u202f; confiance {French.Number(e.Confidence)}\u00a0%.",
            GatesLifted e => e.Gates.Count == 0
                ? "Le service juridique maintient les blocages."
                : $"Le service juridique lève {(e.Gates.Count == 1 ? "un blocage" : $"{e.Gates.Count} blocages")}\u00a0: {string.Join("\u202f; ", e.Gates.Select(id => rules.FindRow(id) is { } row ? French.Text(row.Text) : id))}",
            CriteriaScored e => $"Points des {e.Points.Count} critères de la fiche gardés, pour classer le cas à l’arbitrage.",
            WeightsApplied e => $"Notes à la décision de la DGS, selon les poids de la version {e.WeightsVersion}\u00a0: {ScoresOf(e.Scores)}.",
            ConditionsSet e => $"{(e.Conditions.Count == 1 ? "Une condition est posée" : $"{e.Conditions.Count} conditions sont posées")}\u00a0: {string.Join("\u202f; ", e.Conditions.Select(condition => $"n°\u00a0{condition.Number}, {French.Of(condition.Owner, rules)}, au plus tard le {French.Date(condition.Due)}"))}.",
            ModelsDeclared e => e.Models.Count == 0
                ? "Aucun modèle déclaré."
                : $"{(e.Models.Count == 1 ? "Modèle déclaré" : "Modèles déclarés")}\u00a0: {string.Join(", ", e.Models.Select(model => $"{model.ModelId} (version {model.Version})"))}.",
            ModelRevised e => $"Le modèle {e.ModelId}\u00a0: {ModelWording.Of(e.Differences)}. {ModelWording.Of(e.Grade)}",
            UseHalted e => e.TaskId is null ? "L’usage est suspendu sur-le-champ par une personne qui en répond." : "L’usage est suspendu.",
            TrialResumed => "L’essai suspendu reprend.",
            RecheckPlanned e => $"Le premier réexamen est prévu le {French.Date(e.On)}.",
            ResumptionAsked => "Il est demandé si l’usage suspendu peut reprendre.",
            ModelChanged e => $"Le modèle {e.ModelId} passe de la version {e.From} à la version {e.To}.",
            ValidityRecorded e => $"Pièce valable jusqu’au {French.Date(e.Until)}\u00a0: {(rules.Documents.Documents.FirstOrDefault(row => row.Id == e.Document) is { } row ? French.Text(row.Text) : e.Document)}.",
            LawChanged e => $"Veille juridique du {French.Date(e.Day)}\u00a0: {string.Join("\u202f; ", e.Differences.Select(difference => LowerFirst(LawWording.Of(difference, e.Day, rules))))}.",
            RecheckOpened e => $"Réexamen n°\u00a0{e.Number} ouvert, {CausesOf(e.Causes)}.",
            RecheckConcluded e => $"Réexamen n°\u00a0{e.Number} terminé\u00a0: {RecheckOutcome(e.Outcome)}.{(e.NextOn is { } next ? $" Prochain réexamen le {French.Date(next)}." : "")}",
            StepConcluded e => $"Fin de l’étape {Number(e.Step)}, {French.Of(e.Step).ToLowerInvariant()}\u00a0: {OutcomeOf(e.Outcome)}.",
            CaseDeferred e => $"Cas différé jusqu’au {French.Date(e.Until)}.",
            CaseResumed => "Cas revenu à l’arbitrage après son report.",
            CaseRestarted => "Cas relancé après une panne du moteur.",
            RefusalContested => "Le refus est contesté par l’auteur du besoin, avec des éléments nouveaux\u00a0: le cas revient à l’arbitrage.",
            DecisionDisowned e => $"«\u00a0{TaskOfId(e.TaskId)}\u00a0»\u00a0: la personne au nom de qui la décision a été prise dit que ce n’était pas elle{(e.Freezes ? "\u00a0; l’effet est gelé jusqu’à ce que la DTISU tranche" : "\u00a0; d’autres avaient déjà décidé à la suite")}.",
            DecisionUpheld e => $"«\u00a0{TaskOfId(e.TaskId)}\u00a0»\u00a0: la DTISU maintient la décision désavouée, le dossier reprend.",
            DecisionAnnulled e => $"«\u00a0{TaskOfId(e.TaskId)}\u00a0»\u00a0: la DTISU annule la décision désavouée\u00a0; l’étape {Number(e.Step)}, {French.Of(e.Step).ToLowerInvariant()}, recommence.",
            IncidentReported e => $"Incident n°\u00a0{e.Number} signalé, {IncidentWording.KindOf(e.Serious, e.PersonalData)}\u202f; la Région le sait depuis le {French.DateTime(e.KnownAt)}.",
            IncidentDutyDone e => $"Incident n°\u00a0{e.Number}, «\u00a0{DutyOf(e.Duty)}\u00a0»\u00a0: {(e.SetAside ? "ce n’est pas à faire, pour la raison donnée" : "c’est fait, par une personne")}.",
            IncidentRegraded e => $"Incident n°\u00a0{e.Number} jugé autrement\u00a0: {IncidentWording.KindOf(e.Serious, e.PersonalData)}.{DutiesOf(" Ce qui est désormais à faire", e.Opened)}{DutiesOf(" Ce qui n’est plus à faire", e.Dropped)}",
            IncidentClosed e => $"Incident n°\u00a0{e.Number} clos, avec ce qu’on en retient.",
            CaseClosed e => $"Cas clos\u00a0: {LowerFirst(French.Of(e.End))}.",
            AcceptancePlanned e => e.Number == 1 ? "Mesures et seuils de la recette fixés." : $"Mesures et seuils de la recette changés (plan n°\u00a0{e.Number}).",
            EvaluationReported e => $"Résultats de la recette n°\u00a0{e.Number} reçus, {ReportedBy(e.Channel)}{(e.Models.Count == 0 ? "" : $", mesurés sur {string.Join(", ", e.Models.Select(model => $"{model.ModelId} (version {model.Version})"))}")}.",
            _ => $"Événement «\u00a0{happened.GetType().Name}\u00a0».",
        };
    }

    /// <summary>A task's title in French, or its id when the rules no longer have it.</summary>
    public string TaskOf(string kind) => rules.Tasks.TryGetValue(kind, out var row) ? French.Text(row.Title) : kind;

    private string DutiesOf(string what, IReadOnlyList<string> ids) => ids.Count == 0 ? "" : $"{what}\u00a0: {string.Join("\u202f; ", ids.Select(id => LowerFirst(DutyOf(id))))}.";

    private string DutyOf(string id) => rules.Incidents.Duties.FirstOrDefault(duty => duty.Id == id) is { } duty ? French.Text(duty.Name) : id;

    /// <summary>A choice's label in French, or its id when the rules no longer have it.</summary>
    public string ChoiceOf(string kind, string choice) => Wording.ChoiceOf(rules, kind, choice);

    /// <summary>A form's title in French.</summary>
    public string FormOf(string form) => rules.Forms.TryGetValue(form, out var known) ? French.Text(known.Title) : form;

    /// <summary>A directorate's name.</summary>
    public string DirectorateOf(string id) => rules.Directory.FindDirectorate(id) is { } known ? French.Text(known.Name) : id;

    /// <summary>The step's number in the charter, from 1.</summary>
    public static int Number(Step step) => (int)step + 1;

    /// <summary>The reasons of the rows that led to a risk class; a row that the rules no longer have is named by its id.</summary>
    public IEnumerable<string> ReasonsOf(IEnumerable<string> rows) => rows.Select(id =>
        rules.FindRow(id) is { } row ? $"{French.Text(row.Text)} ({French.Text(rules.Cite(row))})" : id);

    private static string GatesOf(IReadOnlyList<GateVerdict> gates) => (gates.Count(gate => gate.Outcome == "stop"), gates.Count(gate => gate.Outcome == "condition")) switch
    {
        (0, 0) => "aucun blocage",
        (0, var conditions) => $"{conditions} condition{(conditions > 1 ? "s" : "")}, aucun blocage",
        (var stops, var conditions) => $"{stops} blocage{(stops > 1 ? "s" : "")}, {conditions} condition{(conditions > 1 ? "s" : "")}",
    };

    private string ScoresOf(IReadOnlyDictionary<string, decimal> scores) =>
        string.Join(", ", scores.Select(score => $"{LowerFirst(ScoreOf(score.Key))} {French.Number(score.Value)} sur 100"));

    private static string CausesOf(IReadOnlyList<string> causes)
    {
        var laws = causes.Count(LawWatch.IsCause);
        var said = (Models: (causes.Count - laws) switch { 0 => null, 1 => "un changement de modèle", var count => $"{count} changements de modèles" }, Law: laws > 0 ? "un changement du droit ou d’une pièce" : null);
        return said is (null, null) ? "à sa date" : $"après {string.Join(" et ", new[] { said.Models, said.Law }.OfType<string>())}";
    }

    private string ScoreOf(string id) => rules.Scores.Scores.FirstOrDefault(score => score.Id == id)?.Name ?? id;

    private string TaskOfId(string taskId) => TaskOrder.TryParse(taskId, out var order) ? TaskOf(order.Kind) : taskId;

    private static string ChannelOf(string channel) => channel switch
    {
        "upload" => "par un formulaire téléversé",
        "web" => "par le formulaire en ligne",
        "drop" => "par dépôt de fichier",
        "mail" => "par courriel",
        "takeover" => "par la reprise de l’existant",
        _ => $"par le canal «\u00a0{channel}\u00a0»",
    };

    private static string ReportedBy(string channel) => channel switch
    {
        "csv" => "par un fichier",
        "api" => "envoyés par un programme de l’équipe",
        _ => "saisis sur la page",
    };

    private static string GapsOf(int gaps) => gaps switch
    {
        0 => "",
        1 => "\u202f; il manque une réponse",
        _ => $"\u202f; il manque {gaps} réponses",
    };

    private static string Again(int round) => round > 1 ? $", {round}e\u00a0passage" : "";

    /// <summary>A role as one addresses it: « à la DSIPN ».</summary>
    public string ToWhom(Role role) => role switch
    {
        Role.Requester => "l’auteur du besoin",
        Role.DirectorateHead => "la direction métier",
        Role.Dpo => "la personne déléguée à la protection des données",
        Role.Rssi => "la personne responsable de la sécurité",
        Role.Legal => "le service juridique",
        Role.Purchasing => "le service des achats",
        Role.Accessibility => "la personne qui répond de l’accessibilité",
        Role.StaffRepresentatives => "les représentants du personnel",
        Role.Agent or Role.Administrator => LowerFirst(French.Of(role, rules)),
        _ => $"la {French.Of(role, rules)}",
    };

    private string ByWhom(Role role) => role == Role.Requester ? "réponse de l’auteur du besoin" : $"décision de {ToWhom(role)}";

    private static string Until(DateOnly? until) => until is { } date ? $", jusqu’au {French.Date(date)}" : "";

    private string RowsOf(IReadOnlyList<string> rows) => rows.Count == 0
        ? ""
        : $" ({string.Join("\u202f; ", rows.Select(id => rules.FindRow(id) is { } row ? French.Text(rules.Cite(row)) : id))})";

    private static string RecheckOutcome(string outcome) => outcome switch
    {
        "conform" => "la solution reste conforme",
        "requalify" => "elle doit être qualifiée à nouveau",
        "suspend" => "l’usage est suspendu",
        "withdraw" => "la solution est retirée",
        _ => outcome,
    };

    private static string OutcomeOf(string outcome) => outcome switch
    {
        "PassedOn" => "besoin transmis à la DSIPN",
        "NotPursued" => "besoin non poursuivi",
        "Favourable" => "avis favorable",
        "Unfavourable" => "avis défavorable",
        "Accepted" => "cas accepté",
        "Refused" => "cas refusé",
        "Ready" => "tout est réuni pour l’essai",
        "Blocked" => "impossible en l’état, retour à l’arbitrage",
        "Deploy" => "la solution est déployée",
        "Modify" => "la solution est à modifier",
        "Stop" => "l’essai est arrêté",
        "Requalify" => "la solution est à qualifier à nouveau",
        "Withdrawn" => "la solution est retirée",
        _ => outcome,
    };

    private static string LowerFirst(string text) => text.Length == 0 ? text : string.Concat(char.ToLowerInvariant(text[0]).ToString(), text.AsSpan(1));
}
