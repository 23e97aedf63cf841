using RegionSud.AiWorkflow.Edge.Pages;
using static RegionSud.AiWorkflow.Edge.Mails.LetterPart;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>Tells DTISU that a mail of a case could not be delivered. It names no address: the follow-up has the mail service's words.</summary>
internal static class BouncedLetter
{
    public static Letter Of(LetterContext context, string? taskId)
    {
        var task = context.Case.Tasks.Find(open => open.TaskId == taskId);
        return new Letter(
            "Un courriel n’a pas été distribué",
            "Un courriel n’a pas été distribué",
            [
                new Details(
                [
                    context.About,
                    new Detail("Destinataire", task is null ? "une personne de ce dossier" : context.Service(task.Role)),
                    .. task is null ? [] : new[] { new Detail("Question posée", context.Rules.Tasks[task.Kind].Title), new Detail("Réponse attendue au plus tard le", French.Date(task.DueAt)) },
                ]),
                new Paragraph(task is null
                    ? "Ce courriel n’attendait pas de réponse, mais son destinataire n’a pas été informé."
                    : "La question reste posée et les relances continuent, mais la personne ne sait peut-être pas qu’on l’attend. Rien n’est décidé à sa place."),
                new Paragraph("Le suivi donne la raison que le service de messagerie a dite. Joignez la personne, faites corriger son adresse, puis demandez-lui d’ouvrir la prochaine relance."),
            ],
            context.CaseLink,
            $"Vous recevez ce message parce que votre service ({context.Service(Cases.Role.Dtisu)}) supervise les cas d’usage de l’IA.");
    }
}
