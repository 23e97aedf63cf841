using RegionSud.AiWorkflow.Cases;
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
        "Vous recevez ce message parce que le lien d’une décision qui engage la Région vous a été envoyé.");

    /// <summary>Null when the decision is no longer the latest of its kind.</summary>
    /// <param name="disown">Where the person says that it was not them.</param>
    public static Letter? Receipt(LetterContext context, string taskId, string disown)
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
                new Paragraph("Si ce n’est pas vous qui l’avez prise, dites-le sans attendre : son effet est gelé si personne n’a encore décidé à la suite, et la DTISU est prévenue."),
                new Ask("Ce n’était pas vous ?", [], new LetterLink("Dire que ce n’était pas moi", disown)),
            ],
            context.CaseLink,
            "Vous recevez ce message parce que cette décision, qui engage la Région, a été prise en votre nom.");
    }

    /// <summary>To DTISU: somebody disowns a decision. Null when it is no longer the latest of its kind.</summary>
    public static Letter? Disowned(LetterContext context, string taskId)
    {
        if (context.Case.Decisions.Values.FirstOrDefault(decision => decision.TaskId == taskId) is not { } decision || context.Rules.Tasks.GetValueOrDefault(decision.Kind) is not { } kind)
            return null;
        var frozen = context.Case.Frozen == taskId;
        return new Letter(
            "Une décision est désavouée",
            "Une décision est désavouée",
            [
                new Details(
                [
                    context.About,
                    new Detail("Question", kind.Title),
                    new Detail("Décision", Wording.ChoiceOf(context.Rules, decision.Kind, decision.Choice)),
                    new Detail("Prise le", French.DateTime(decision.At)),
                ]),
                new Paragraph("La personne au nom de qui cette décision a été prise dit que ce n’était pas elle. Appelez-la, et prévenez la personne responsable de la sécurité."),
                new Paragraph(frozen
                    ? "L’effet est gelé : plus rien ne se décide sur ce dossier tant que vous n’avez pas dit si la décision tient ou si elle est annulée."
                    : "D’autres ont déjà décidé à la suite : l’effet n’est pas gelé. Voyez sur la page du dossier ce qui a suivi."),
            ],
            frozen ? context.CaseLink with { Label = $"Trancher pour le dossier {context.Case.Id}", Address = $"{context.Address}/dossiers/{context.Case.Id}/gel" } : context.CaseLink,
            $"Vous recevez ce message parce que votre service ({context.Service(Role.Dtisu)}) supervise les cas d’usage de l’IA.");
    }
}
