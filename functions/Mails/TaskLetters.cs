using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using static RegionSud.AiWorkflow.Edge.Mails.LetterPart;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>Ask a person for an act, remind them of it, tell the supervising service that it is late.</summary>
internal static class TaskLetters
{
    public static Letter Asked(LetterContext context, PendingTask task, LetterLink link)
    {
        var kind = context.Rules.Tasks[task.Kind];
        return new Letter(
            kind.Title,
            kind.Title,
            [
                new Details([context.About, new Detail("Direction", context.Directorate), Due(context, task)]),
                new Paragraph(kind.Explanation),
                .. Before(context, kind, task),
                .. Expected(context, kind),
            ],
            link,
            WhyOf(context, task));
    }

    /// <param name="linkTo">A fresh link to another task of the same person.</param>
    /// <param name="own">Address of the page of all that waits for them.</param>
    public static Letter Reminder(LetterContext context, PendingTask task, LetterLink link, Func<AlsoWaiting, LetterLink> linkTo, string own)
    {
        var kind = context.Rules.Tasks[task.Kind];
        var late = task.DueAt < context.Now;
        var number = Math.Max(1, task.Reminders);
        return new Letter(
            $"{(late ? "En retard" : "Relance")} : {Lower(kind.Title)}{Others(context.Digest)}",
            kind.Title,
            [
                new Paragraph(
                    $"Nous vous l’avons demandé le {French.Date(task.OpenedAt)} et nous n’avons pas encore de réponse. " +
                    $"Ceci est la {(number == 1 ? "première relance" : $"relance n° {number}")}."),
                new Details([context.About, new Detail("Direction", context.Directorate), Due(context, task)]),
                new Paragraph("Rien ne sera décidé à votre place : le dossier attend." + (task.Escalated ? " La DTISU est informée de ce retard." : "")),
                .. AlsoAsked(context, linkTo, own),
            ],
            link,
            WhyOf(context, task));
    }

    /// <summary>The fresh link that the person asked for.</summary>
    public static Letter NewLink(LetterContext context, PendingTask task, LetterLink link)
    {
        var kind = context.Rules.Tasks[task.Kind];
        return new Letter(
            $"Votre nouveau lien : {Lower(kind.Title)}",
            kind.Title,
            [
                new Paragraph("Vous avez demandé un nouveau lien pour répondre à cette question. Le voici ; l’ancien ne vaut plus."),
                new Details([context.About, new Detail("Direction", context.Directorate), Due(context, task)]),
            ],
            link,
            WhyOf(context, task));
    }

    private static string Others(Digest digest) => digest switch
    {
        { Items.Count: 0 } => "",
        { Items.Count: 1, More: false } => ", et une autre demande",
        _ => $", et {(digest.More ? "plus de " : "")}{digest.Items.Count} autres demandes",
    };

    private static IEnumerable<LetterPart> AlsoAsked(LetterContext context, Func<AlsoWaiting, LetterLink> linkTo, string own)
    {
        if (context.Digest.Items.Count == 0)
            yield break;
        yield return new Paragraph("Attendent aussi votre réponse, chacune par son propre lien :");
        foreach (var item in context.Digest.Items)
        {
            yield return new Ask(
                context.Rules.Tasks.GetValueOrDefault(item.Task.Kind)?.Title ?? item.Task.Kind,
                [
                    new Detail("Cas d’usage", item.Title == item.CaseId.Value ? $"{item.CaseId}, sans titre pour l’instant" : $"{item.CaseId}, {TypedText.OnOneLine(item.Title)}"),
                    new Detail(item.Task.DueAt < context.Now ? "Réponse attendue depuis le" : "Réponse attendue au plus tard le", French.Date(item.Task.DueAt)),
                ],
                linkTo(item));
        }

        if (context.Digest.More)
            yield return new Ask("D’autres encore attendent", [], new LetterLink("Voir tout ce qui vous attend", own));
    }

    private static IEnumerable<LetterPart> AlsoLate(LetterContext context)
    {
        if (context.Digest.Items.Count == 0)
            yield break;
        yield return new Points("Tardent aussi :", [.. context.Digest.Items.Select(item =>
            $"{item.CaseId}, {Lower(context.Rules.Tasks.GetValueOrDefault(item.Task.Kind)?.Title ?? item.Task.Kind)} : {French.Of(item.Task.Role, context.Rules)}, attendu le {French.Date(item.Task.DueAt)}")]);
        if (context.Digest.More)
            yield return new Paragraph("D’autres encore tardent : la page de suivi les montre tous.");
    }

    public static Letter Escalated(LetterContext context, PendingTask task)
    {
        var kind = context.Rules.Tasks[task.Kind];
        return new Letter(
            $"Une réponse tarde : {Lower(kind.Title)}{Others(context.Digest)}",
            "Une réponse tarde",
            [
                new Details(
                [
                    context.About,
                    new Detail("Réponse attendue de", context.Service(task.Role)),
                    new Detail("Demande", French.Text(kind.Title)),
                    new Detail("Demandée le", French.Date(task.OpenedAt)),
                    Due(context, task),
                    new Detail("Relances déjà envoyées", French.Number(task.Reminders)),
                ]),
                new Paragraph("Le retard ne décide de rien et vous n’avez rien à valider ici. Voyez avec le destinataire ce qui le retient, ou confiez la demande à quelqu’un d’autre sur la page du dossier."),
                .. AlsoLate(context),
            ],
            context.CaseLink,
            $"Vous recevez ce message parce que votre service ({context.Service(Role.Dtisu)}) supervise les cas d’usage de l’IA.");
    }

    public static Letter Unheld(LetterContext context, PendingTask task)
    {
        var kind = context.Rules.Tasks[task.Kind];
        return new Letter(
            $"À réattribuer : {Lower(kind.Title)}",
            "Une demande n’a plus personne pour y répondre",
            [
                new Details([context.About, new Detail("Demande", French.Text(kind.Title)), new Detail("Attendue de", context.Service(task.Role)), Due(context, task)]),
                new Paragraph("Qui la tenait ne peut pas décider de ce dossier, et la liste des suppléances ne donne personne d’autre. Dites sur la page du dossier à qui elle revient : le dossier attend."),
            ],
            context.CaseLink with { Label = $"Réattribuer la demande du dossier {context.Case.Id}", Address = $"{context.Address}/dossiers/{context.Case.Id}/demandes" },
            $"Vous recevez ce message parce que votre service ({context.Service(Role.Dtisu)}) supervise les cas d’usage de l’IA.");
    }

    // A delegate or a substitute reads in whose place they are asked.
    private static string WhyOf(LetterContext context, PendingTask task) => task.HandingTo(context.To.Id)?.Cause switch
    {
        null => context.WhyOf(task.Role),
        HandingCause.Delegation => $"Vous recevez ce message parce que vous avez une délégation de signature pour répondre à la place de {context.Service(task.Role)}. La personne qui vous l’a donnée peut répondre aussi.",
        HandingCause.Reassigned => "Vous recevez ce message parce que la DTISU vous a confié cette demande.",
        _ => $"Vous recevez ce message parce que vous suppléez {context.Service(task.Role)} pour cette demande.",
    };

    private static Detail Due(LetterContext context, PendingTask task) =>
        new(task.DueAt < context.Now ? "Réponse attendue depuis le" : "Réponse attendue au plus tard le", French.Date(task.DueAt));

    // What sent the task here: the explanations of these kinds announce it.
    private static IEnumerable<LetterPart> Before(LetterContext context, TaskKind kind, PendingTask task) => kind.Id switch
    {
        "correct" => Latest(context, ("endorse", "return"), ("review", "return")),
        "closing" => context.Reasons("propose-closing", ["review"], ["settle-gaps"]),
        "complete" => context.Reasons("ask-again", ["settle-gaps"]),
        "settle-gaps" => context.Reasons("partial", ["complete"]),
        "inform" => context.Reasons("more-information", ["qualify"]),
        "recheck-directorate" or "recheck-dsipn" or "recheck-dtisu" => Causes(context),
        "confirm-change" or "confirm-suspension" or "review-trial" => ModelLetters.Causes(context.Case.RecheckCauses),
        "qualify" => ModelLetters.Causes(context.Case.RequalifiedFor),
        StandingCondition.TaskKind => Condition(context, task),
        "resume" => context.Reasons("suspend", ["recheck-dtisu"], ["recheck-directorate", "recheck-dsipn"]),
        _ => [],
    };

    private static IEnumerable<LetterPart> Condition(LetterContext context, PendingTask task)
    {
        var set = context.File.Decisions.GetValueOrDefault("arbitrate")?.Set ?? [];
        return TaskOrder.TryParse(task.TaskId, out var order)
            ? set.Where(condition => condition.Number == order.Number).Select(condition => new Quote($"Condition {condition.Number} :", TypedText.Harmless(condition.Text)))
            : [];
    }

    // Versions are typed by people: they are data as much as their texts.
    private static IEnumerable<LetterPart> Causes(LetterContext context) => context.Case is { RecheckCauses.IsEmpty: true, RecheckLawCauses.IsEmpty: true }
        ? [new Paragraph("C’est le réexamen périodique de la solution.")]
        : ModelLetters.Causes(context.Case.RecheckCauses)
            .Concat(context.Case.RecheckLawCauses.Select(cause => new Points(
                $"Ce que la veille juridique a trouvé le {French.Date(cause.Day)} :", [.. cause.Differences.Select(difference => LawWording.Of(difference, cause.Day, context.Rules))])));

    private static IEnumerable<LetterPart> Latest(LetterContext context, params (string Kind, string Choice)[] returns) => returns
        .Where(given => context.Gave(given.Kind, given.Choice))
        .OrderByDescending(given => context.Case.Decisions[given.Kind].At)
        .Take(1)
        .SelectMany(given => context.ReasonOf(given.Kind));

    private static IEnumerable<LetterPart> Expected(LetterContext context, TaskKind kind)
    {
        if (kind is { GapsOnly: true, Form: { } form } && context.Case.Answers.GetValueOrDefault(form) is { Gaps.Count: > 0 } answers)
        {
            var seen = context.File.Proposals.GetValueOrDefault(form)?.Values;
            if (seen?.Count > 0)
                yield return new Paragraph($"Une machine a lu {(seen.Count == 1 ? "une réponse" : $"{seen.Count} réponses")} sur vos documents. Rien de cela ne compte encore : la page montre ce qu’elle a vu, pour que vous le vérifiiez.");
            var labels = answers.Gaps.Where(gap => seen?.ContainsKey(gap) != true).Select(gap => context.Rules.Forms[form].Find(gap)?.Label).OfType<string>().ToList();
            if (labels.Count > 0)
                yield return new Points("Il vous reste à répondre à :", labels);
        }

        if (kind.Choices.Count > 1)
            yield return new Points("Sur la page, vous aurez le choix entre :", [.. kind.Choices.Select(choice => choice.Label)]);
    }

    // After a colon; a sigle keeps its capitals.
    private static string Lower(string title) =>
        title.Length > 1 && char.IsLower(title[1]) ? char.ToLowerInvariant(title[0]) + title[1..] : title;
}
