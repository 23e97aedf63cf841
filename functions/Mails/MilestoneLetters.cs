using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Pages;
using static RegionSud.AiWorkflow.Edge.Mails.LetterPart;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>Tell the directorate of a milestone: what was decided, by whom, why, and what comes next.</summary>
internal static class MilestoneLetters
{
    private static readonly string[][] Evaluators = [["evaluate-dgs"], ["evaluate-dtisu", "evaluate-directorate"], ["review-trial"]];
    private static readonly string[][] Recheckers = [["resume"], ["recheck-dtisu"], ["recheck-directorate", "recheck-dsipn"], ["confirm-change"], ["confirm-suspension"]];

    /// <summary>The milestones that have a template.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["passed-on", "accepted", "deferred", "back-to-arbitration", "deployed", "modify", "suspended", "halted", "resumed", "trial-resumed", "withdrawing", "requalify"];

    public static Letter Of(LetterContext context, string? milestone) => milestone switch
    {
        "passed-on" => Letter(
            context,
            "Le besoin est transmis à la DSIPN",
            $"La DTISU juge le besoin complet et conforme à la charte. La DSIPN le qualifie ({context.WorkingDays("qualify")}), " +
            "puis la Direction générale des Services arbitre.",
            context.Reasons("pass", ["review"])),
        "accepted" when context.Gave("arbitrate", "accept-with-conditions") => Letter(
            context,
            "Le cas d’usage est accepté sous conditions",
            "La Direction générale des Services l’a accepté. Il rejoint la liste des développements à venir et son développement commence. " +
            "Chaque condition est demandée à qui en répond, et l’essai attend qu’elle soit remplie.",
            context.Reasons("accept-with-conditions", ["arbitrate"])),
        "accepted" => Letter(
            context,
            "Le cas d’usage est accepté",
            "La Direction générale des Services l’a accepté. Il rejoint la liste des développements à venir et son développement commence.",
            context.Reasons("accept", ["arbitrate"])),
        "deferred" => Deferred(context),
        "back-to-arbitration" => Letter(
            context,
            "Le développement s’arrête, le cas retourne à l’arbitrage",
            "Un service indique que le développement est impossible en l’état. La Direction générale des Services arbitre à nouveau.",
            context.Reasons("blocked", ["build", "protect", "secure", "accompany", .. ConditionsOf(context)])),
        "deployed" => Letter(
            context,
            "La solution est déployée",
            "L’essai est concluant : la solution entre en service et en maintenance. Elle sera réexaminée à intervalles réguliers, " +
            "et chaque fois qu’un modèle qu’elle utilise change de version.",
            context.Reasons("deploy", Evaluators)),
        "modify" => Letter(
            context,
            "La solution retourne en développement",
            "La solution doit être modifiée. Elle sera essayée à nouveau avant toute mise en service.",
            context.Reasons("modify", Evaluators)),
        "suspended" => Letter(
            context,
            "L’usage de la solution est suspendu",
            "N’utilisez plus la solution : son usage s’arrête jusqu’à une nouvelle décision, dont vous serez informés.",
            context.Reasons("suspend", Recheckers)),
        "halted" => Letter(
            context,
            "L’usage de la solution est suspendu sur-le-champ",
            "Une personne qui répond de cet usage l’a arrêté. N’utilisez plus la solution : son usage ne reprend qu’après une nouvelle décision, dont vous serez informés. Le motif est dans le journal du dossier." +
            (context.Case.MayResumeTrial ? " La DTISU dit, sur la page des incidents du dossier, quand l’essai peut reprendre." : ""),
            []),
        "resumed" => Letter(
            context,
            "L’usage de la solution reprend",
            "La suspension est levée : la solution peut de nouveau être utilisée.",
            context.Reasons("conform", ["resume"])),
        "trial-resumed" => Letter(
            context,
            "L’essai de la solution reprend",
            "La suspension est levée : la solution peut de nouveau être essayée. Ce qui a été corrigé et vérifié est dans le journal du dossier.",
            []),
        "requalify" => Letter(
            context,
            "La solution doit être qualifiée à nouveau",
            "Le cas retourne en qualification. La DSIPN l’examine, puis la Direction générale des Services arbitre.",
            ModelLetters.Causes(context.Case.RequalifiedFor).Concat(context.Reasons("requalify", Recheckers))),
        "withdrawing" => Letter(
            context,
            "Le retrait de la solution est décidé",
            "Prévenez ceux qui l’utilisent et cessez de l’utiliser. La DSIPN dit ce que deviennent les données et les archives, puis le cas est clos.",
            context.Reasons("withdraw", Recheckers)),
        _ => throw new InvalidOperationException($"There is no mail for the milestone '{milestone}'."),
    };

    private static IEnumerable<string> ConditionsOf(LetterContext context) => context.Case.Decisions
        .Where(place => place.Value.Kind == StandingCondition.TaskKind).Select(place => place.Key);

    private static Letter Deferred(LetterContext context)
    {
        var until = context.Case.Decisions.GetValueOrDefault("arbitrate")?.Until is { } date
            ? French.Date(date)
            : context.Case.DeferredUntil is { } instant ? French.Date(instant) : "une date à venir";
        return Letter(
            context,
            $"Le cas d’usage est différé au {until}",
            "La Direction générale des Services l’examinera de nouveau à cette date. D’ici là, vous n’avez rien à faire.",
            context.Reasons("defer", ["arbitrate"]));
    }

    private static Letter Letter(LetterContext context, string title, string text, IEnumerable<LetterPart> reasons) => new(
        title,
        title,
        [new Details([context.About, new Detail("Direction", context.Directorate)]), new Paragraph(text), .. reasons],
        context.CaseLink,
        context.WhyDirectorate);
}
