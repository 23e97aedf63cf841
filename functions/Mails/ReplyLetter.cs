using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Pages;
using static RegionSud.AiWorkflow.Edge.Mails.LetterPart;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>Tells who answered a mail of ours by a mail what became of it.</summary>
internal static class ReplyLetter
{
    /// <param name="task">The question that waits for this very person; null when none does.</param>
    public static Letter Of(LetterContext context, PendingTask? task, LetterLink link) => new(
        "Votre message est joint au dossier",
        "Votre message est joint au dossier",
        [
            new Details([context.About]),
            new Paragraph("Il y est gardé tel quel, avec ses pièces. Les personnes qui suivent le dossier peuvent le lire."),
            task is null
                ? new Paragraph("Il ne décide de rien, et aucune réponse n’est attendue de vous pour le moment.")
                : new Paragraph($"Il ne décide de rien : la question « {context.Rules.Tasks[task.Kind].Title} » attend toujours votre réponse, au plus tard le {French.Date(task.DueAt)}. Elle se donne sur la page que voici."),
        ],
        link,
        "Vous recevez ce message parce que vous avez répondu à un courriel de ce dossier.");
}
