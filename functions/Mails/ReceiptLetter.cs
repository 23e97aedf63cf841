using System.Globalization;
using RegionSud.AiWorkflow.Edge.Pages;
using static RegionSud.AiWorkflow.Edge.Mails.LetterPart;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>Acknowledges a deposit: its number, the file that came, what comes next and how long it takes.</summary>
internal static class ReceiptLetter
{
    public static Letter Of(LetterContext context)
    {
        var useCase = context.Case;
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
                    new Detail("Fichier reçu", $"{TypeOf(useCase.Original.ContentType)}, {SizeOf(useCase.Original.Length)}"),
                    new Detail("Empreinte du fichier", $"SHA-256, commence par {useCase.Original.Sha256[..16]}"),
                ]),
                new Paragraph(Next(context)),
                new Paragraph("Passé un délai, nous relançons : c’est toujours une personne qui décide, jamais le silence. Un message vous dira chaque étape importante."),
            ],
            context.CaseLink,
            context.WhyDirectorate);
    }

    private static string Next(LetterContext context)
    {
        var gaps = context.Case.Answers.GetValueOrDefault("need")?.Gaps.Count ?? 0;
        var missing = gaps switch
        {
            0 => "",
            1 => "Il manque une réponse dans votre formulaire : un autre message vous la demande. ",
            _ => $"Il manque {gaps} réponses dans votre formulaire : un autre message vous les demande. ",
        };
        return missing +
            $"{(gaps == 0 ? "La suite" : "Ensuite")} : votre direction dit si elle porte ce besoin ({context.WorkingDays("endorse")}), " +
            $"puis la DTISU juge s’il est complet et conforme à la charte ({context.WorkingDays("review")}).";
    }

    private static string TypeOf(string contentType) => contentType switch
    {
        "application/pdf" => "PDF",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "document Word",
        "application/json" => "formulaire rempli en ligne",
        _ => "document",
    };

    private static string SizeOf(long bytes) => bytes < 1_000_000
        ? $"{French.Number(Math.Max(1, (bytes + 500) / 1_000))}\u00a0ko"
        : $"{(bytes / 1_000_000d).ToString("0.0", CultureInfo.GetCultureInfo("fr-FR"))}\u00a0Mo";
}
