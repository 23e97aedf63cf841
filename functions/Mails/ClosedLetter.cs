using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Pages;
using static RegionSud.AiWorkflow.Edge.Mails.LetterPart;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>Tells the directorate how its case ended, with the whole reasons of those who decided (5.3-c).</summary>
internal static class ClosedLetter
{
    public static Letter Of(LetterContext context) => context.Case.End switch
    {
        EndState.Refused => Letter(
            context,
            "Le cas d’usage est refusé",
            (context.Case.Objection is null
                ? "La Direction générale des Services a refusé ce cas d’usage. "
                : "La Direction générale des Services a relu ce cas d’usage avec votre contestation, et maintient son refus. ") +
            "Il est archivé avec la justification que voici. Un nouveau besoin qui en tient compte peut être déposé à tout moment." +
            (context.Case.ReviewOn is { } review ? $" Ce refus pourra être revu à partir du {French.Date(review)}." : ""),
            context.Reasons("refuse", ["arbitrate"])),
        EndState.Stopped => Letter(
            context,
            "L’essai n’a pas de suite, le cas est clos",
            "Après l’essai, il est décidé de ne pas déployer la solution. Le cas est archivé avec les résultats de l’essai.",
            context.Reasons("stop", ["evaluate-dgs"], ["evaluate-dtisu", "evaluate-directorate"])),
        EndState.Withdrawn => Letter(
            context,
            "La solution est retirée du service",
            "La solution ne doit plus être utilisée. Le cas est clos et archivé.",
            context.Reasons("withdraw", ["resume"], ["recheck-dtisu"], ["recheck-directorate", "recheck-dsipn"])),
        // Either its head does not carry the need, or it agrees with DTISU's proposal: then DTISU's reasons belong to it.
        _ when context.Gave("endorse", "decline") => Letter(
            context,
            "Le besoin n’est pas poursuivi",
            "La direction a choisi de ne pas porter ce besoin. Le cas est clos et archivé. Un nouveau besoin peut être déposé à tout moment.",
            context.ReasonOf("endorse")),
        _ => Letter(
            context,
            "Le besoin n’est pas poursuivi",
            "La DTISU a proposé de clore ce besoin et la direction l’a accepté. Le cas est archivé. Un nouveau besoin peut être déposé à tout moment.",
            [.. context.Reasons("propose-closing", ["review"]), .. context.Reasons("accept", ["closing"])]),
    };

    private static Letter Letter(LetterContext context, string title, string text, IEnumerable<LetterPart> reasons) => new(
        title,
        title,
        [new Details([context.About, new Detail("Direction", context.Directorate)]), new Paragraph(text), .. reasons],
        context.CaseLink,
        context.WhyDirectorate);
}
