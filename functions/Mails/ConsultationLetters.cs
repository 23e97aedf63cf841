using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using static RegionSud.AiWorkflow.Edge.Mails.LetterPart;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>To who is consulted, and back to who decides. What was typed is on the page, behind the link: it may be long, and mails are forwarded.</summary>
internal static class ConsultationLetters
{
    public static Letter Asked(LetterContext context, PendingTask task, Consultation consultation, LetterLink link, bool again)
    {
        var isQuestion = consultation.Kind == ConsultationKind.Question;
        var title = isQuestion ? "Une question sur votre besoin" : "Votre avis est demandé";
        var rule = context.Rules.Tasks[task.Kind].Opinions.FirstOrDefault(rule => rule.Id == consultation.Rule);
        return new Letter(
            again ? $"Relance : {title}" : title,
            title,
            [
                new Details(
                [
                    context.About,
                    new Detail("Direction", context.Directorate),
                    new Detail("Demandé par", context.Service(task.Role)),
                    new Detail(consultation.DueAt < context.Now ? "Réponse attendue depuis le" : "Réponse attendue au plus tard le", French.Date(consultation.DueAt)),
                ]),
                .. rule is null ? Array.Empty<LetterPart>() : [new Paragraph(rule.Question)],
                new Paragraph(isQuestion
                    ? "Qui examine votre besoin a une question avant d’aller plus loin. La page la montre, avec votre besoin."
                    : "Une décision se prépare sur ce cas d’usage. La page montre le dossier et ce qui vous est demandé."),
                new Paragraph("Rien n’est décidé par votre réponse : elle éclaire qui décide, et elle est gardée dans le dossier."),
            ],
            link,
            isQuestion ? context.WhyOf(Role.Requester) : $"Vous recevez ce message parce que votre service ({context.Service(consultation.Role)}) est consulté sur ce cas d’usage.");
    }

    public static Letter Answered(LetterContext context, PendingTask task, Consultation consultation, LetterLink link) => new(
        consultation.Verdict is null ? "L’auteur du besoin a répondu" : "Un avis est rendu",
        consultation.Verdict is null ? "L’auteur du besoin a répondu à votre question" : $"Un avis est rendu : {context.Service(consultation.Role)}",
        [
            new Details(
            [
                context.About,
                .. consultation.Verdict is { } verdict ? [new Detail("Sens de l’avis", Wording.Of(verdict))] : Array.Empty<Detail>(),
                new Detail("Votre décision est attendue au plus tard le", French.Date(task.DueAt)),
            ]),
            new Paragraph("Le texte est sur la page de la demande."),
        ],
        link,
        context.WhyOf(task.Role));
}
