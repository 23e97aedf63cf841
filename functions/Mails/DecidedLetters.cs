using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Pages;
using static RegionSud.AiWorkflow.Edge.Mails.LetterPart;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>To who takes a weighty decision: the code that it asks for, then that it was taken in their name.</summary>
internal static class DecidedLetters
{
    public static Letter Code(LetterContext context, Choice choice, string code) => new(
        "Votre code de confirmation",
        "Votre code de confirmation",
        [
            new Paragraph("Une décision est sur le point d’être prise en votre nom. Pour la confirmer, écrivez ce code sur la page d’où vous l’avez envoyée :"),
            new Details([new Detail("Code", code), context.About, new Detail("Décision", choice.Label)]),
            new Paragraph("Il vaut dix minutes. Ne le donnez à personne : nul ne vous le demandera par téléphone ni par courriel."),
            new Paragraph("Si vous n’avez rien décidé, ne faites rien de ce code et prévenez la DTISU : quelqu’un d’autre a votre lien."),
        ],
        context.CaseLink,
        "Vous recevez ce message parce qu’une décision qui engage la Région est prise par un lien qui vous a été envoyé.");

    /// <summary>Null when the decision is no longer the latest of its kind.</summary>
    public static Letter? Receipt(LetterContext context, string taskId)
    {
        if (context.Case.Decisions.Values.FirstOrDefault(decision => decision.TaskId == taskId) is not { } decision || context.Rules.Tasks.GetValueOrDefault(decision.Kind) is not { } kind)
            return null;
        return new Letter(
            "Votre décision est enregistrée",
            "Votre décision est enregistrée",
            [
                new Details(
                [
                    context.About,
                    new Detail("Question", kind.Title),
                    new Detail("Décision", Wording.ChoiceOf(context.Rules, decision.Kind, decision.Choice)),
                    new Detail("Prise le", French.DateTime(decision.At)),
                    new Detail("Version du dossier", French.Number((int)context.Case.FileVersion)),
                ]),
                .. context.ReasonOf(decision.Kind),
                new Paragraph("Si ce n’est pas vous qui l’avez prise, prévenez la DTISU sans attendre, en répondant à ce message ou par téléphone."),
            ],
            context.CaseLink,
            "Vous recevez ce message parce qu’une décision qui engage la Région a été prise en votre nom.");
    }
}
