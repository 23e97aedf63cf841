using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Step1Need;
using static RegionSud.AiWorkflow.Edge.Mails.LetterPart;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>Acknowledges a deposit: its number, the file that came, what comes next and how long it takes.</summary>
internal static class ReceiptLetter
{
    public static Letter Of(LetterContext context)
    {
        var useCase = context.Case;
        if (useCase.TakenOver is { } taken && taken.Placed != Step.Need)
            return TakenOver(context, taken);
        return new Letter(
            "Votre expression du besoin est enregistrée",
            "Nous avons bien reçu votre expression du besoin",
            [
                new Paragraph($"Elle porte le numéro {useCase.Id}, qui figure dans l’objet de tous nos messages à son sujet."),
                new Details(
                [
                    context.About,
                    new Detail("Direction", context.Directorate),
                    new Detail("Reçue le", French.DateTime(useCase.OpenedAt)),
                    .. Files(context),
                    new Detail("Lu dans le formulaire", Read(useCase)),
                ]),
                .. Alike(context),
                new Paragraph(Next(context)),
                new Paragraph("La page du dossier donne une copie de vos réponses en PDF, et les mêmes en données."),
                new Paragraph("Passé un délai, nous relançons : c’est toujours une personne qui décide, jamais le silence. Un message vous dira chaque étape importante."),
            ],
            context.CaseLink,
            context.WhyDirectorate);
    }

    private static Letter TakenOver(LetterContext context, CaseEvent.CaseTakenOver taken) => new(
        "Un usage dont vous répondez est suivi",
        "Un usage de l’IA dont vous répondez est maintenant suivi",
        [
            new Paragraph($"Il existait avant le système qui applique la charte. La DTISU l’y a repris sous le numéro {context.Case.Id}, qui figure dans l’objet de tous nos messages à son sujet."),
            new Details([context.About, new Detail("Direction", context.Directorate), new Detail("Étape", French.Of(taken.Step)), new Detail("Lu dans le fichier", Read(context.Case))]),
            new Paragraph(taken.RecheckOn is { } on
                ? $"Vous n’avez rien à faire pour le moment. Un premier réexamen commencera le {French.Date(on)} : il demandera ce qui manque au dossier."
                : "Il reprend à la qualification, parce que sa fiche de caractérisation manque : la DSIPN la remplit, et vous demandera ce qu’elle ne sait pas."),
            new Paragraph("Si ces informations sont fausses, ou si vous ne répondez pas de cet usage, dites-le à la DTISU."),
        ],
        context.CaseLink,
        "Vous recevez ce message parce que vous êtes désigné comme référent de cet usage.");

    private static string Next(LetterContext context)
    {
        var gaps = context.Case.Answers.GetValueOrDefault("need")?.Gaps.Count ?? 0;
        var seen = context.Seen("need");
        var missing = (gaps - seen) switch
        {
            _ when seen > 0 => $"Une machine a lu {(seen == 1 ? "une réponse" : $"{seen} réponses")} sur votre document : un autre message vous demande de les vérifier{(gaps > seen ? ", et de donner celles qui manquent" : "")}. ",
            0 => "",
            1 => "Il manque une réponse dans votre formulaire : un autre message vous la demande. ",
            var left => $"Il manque {left} réponses dans votre formulaire : un autre message vous les demande. ",
        };
        return missing +
            $"{(gaps == 0 ? "La suite" : "Ensuite")} : votre direction dit si elle porte ce besoin ({context.WorkingDays("endorse")}), " +
            $"puis la DTISU juge s’il est complet et conforme à la charte ({context.WorkingDays("review")}).";
    }

    private static IEnumerable<Detail> Files(LetterContext context)
    {
        var received = context.Arrived.Files.Count > 0 ? context.Arrived.Files : [new ReceivedFile("Formulaire", context.Case.Original)];
        for (var i = 0; i < received.Count; i++)
        {
            var (name, document) = received[i];
            var number = received.Count == 1 ? "" : $" {i + 1}";
            yield return new Detail($"Fichier reçu{number}", $"{TypedText.OnOneLine(name)} ({French.FileOf(document)}){Unread(context, document)}");
            yield return new Detail($"Empreinte du fichier{number}", $"SHA-256 {document.Sha256}");
        }
    }

    private static string Unread(LetterContext context, DocumentRef document) =>
        context.Arrived.Unread.TryGetValue(document.Sha256, out var cause) ? $" – gardé sans être lu : {Wording.WhyUnread(cause)}"
        : document.ContentType == "application/octet-stream" ? " – gardé sans être ouvert : ce n’est pas un formulaire"
        : "";

    private static string Read(UseCase useCase) => useCase.Answers.GetValueOrDefault("need") is { } need
        ? $"version {need.FormVersion}, {(need.Gaps.Count == 0 ? "complet" : need.Gaps.Count == 1 ? "une réponse à donner" : $"{need.Gaps.Count} réponses à donner")}"
        : "rien pour l’instant";

    private static IEnumerable<LetterPart> Alike(LetterContext context)
    {
        if (context.File.Alike.Count > 0)
        {
            yield return new LetterPart.Points(
                "Votre besoin ressemble à ce qui a déjà été déposé, et il suit son chemin. Un autre message vous demande si vous rejoignez l’un de ces cas, ou en quoi le vôtre est différent :",
                [.. context.File.Alike.Select(line => $"{line.Id} – {TypedText.OnOneLine(line.Title)}{(line.End is { } end ? $" ({French.Of(end).ToLowerInvariant()})" : "")}")]);
        }
    }
}
