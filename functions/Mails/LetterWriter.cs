using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Incidents;
using RegionSud.AiWorkflow.Edge.Objections;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Edge.Tasks;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Step1Need;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>Writes the letter that an order asks for: one template for each kind of mail.</summary>
public sealed class LetterWriter(CharterRules rules, TaskLinks links, TimeProvider time)
{
    private readonly ObjectionLinks objections = new(links);
    private readonly IncidentLinks incidents = new(links);

    /// <summary>Null when it has become pointless: the task that it speaks of was decided or recalled meanwhile.</summary>
    /// <exception cref="InvalidOperationException">The order names a milestone that has no template.</exception>
    public Letter? Write(MailOrder order, CaseFile file, Person person, Arrived? arrived = null, Digest? digest = null)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(person);
        var context = new LetterContext(file, person, rules, links.BaseUrl, time.GetUtcNow()) { Arrived = arrived ?? Arrived.Nothing, Digest = digest ?? Digest.Nothing };
        var letter = order.Kind switch
        {
            MailKind.Receipt => ReceiptLetter.Of(context),
            MailKind.Milestone => WithIncidents(MilestoneLetters.Of(context, order.Milestone), context, order.Milestone),
            MailKind.Closed => OfClosing(context),
            MailKind.Disowned => DecidedLetters.Disowned(context, order.TaskId!),
            MailKind.ReplyKept => OfReply(context),
            MailKind.Bounced => BouncedLetter.Of(context, order.TaskId),
            MailKind.ConsultationAsked or MailKind.ConsultationReminder or MailKind.ConsultationAnswered => OfConsultation(context, order),
            MailKind.IncidentReported => IncidentLetters.Reported(context, order.Incident),
            MailKind.IncidentRegraded => IncidentLetters.Regraded(context, order.Incident),
            MailKind.IncidentPressing => IncidentLetters.Pressing(context, order.Incident, order.Duty),
            MailKind.ModelChanged => ModelLetters.Changed(context, order.Change!),
            MailKind.Decided => DecidedLetters.Receipt(context, order.TaskId!, objections.DisownAddressOf(order.TaskId!, person.Id, file.Case.FileVersion)),
            _ => file.Case.Tasks.Find(open => open.TaskId == order.TaskId) is { } task ? OfTask(order.Kind, context, task) : null,
        };
        return letter is null ? null : WithTypography(letter);
    }

    /// <summary>The letter with the code of a weighty decision.</summary>
    /// <param name="code">Six digits.</param>
    public Letter WriteCode(CaseFile file, Person person, Choice choice, string code) =>
        WithTypography(DecidedLetters.Code(new LetterContext(file, person, rules, links.BaseUrl, time.GetUtcNow()), choice, code));

    private Letter OfReply(LetterContext context)
    {
        var task = context.Case.Tasks.Find(open => open.Asks(context.To.Id, ParisTime.DayOf(context.Now)));
        return ReplyLetter.Of(context, task, task is null ? context.CaseLink : LinkOf(context, task));
    }

    // Only the author of the need may contest, once.
    private Letter OfClosing(LetterContext context)
    {
        var letter = ClosedLetter.Of(context);
        if (context.Case is not { End: EndState.Refused, Objection: null } || context.To.Id != context.Case.Requester)
            return letter;
        return letter with
        {
            Parts =
            [
                .. letter.Parts,
                new LetterPart.Paragraph($"Vous pouvez contester ce refus une fois, avec des éléments nouveaux, dans les {Wording.WorkingDays(context.Rules.Delays.Refusal.ContestWithin)}. Le dossier revient alors à qui l’a refusé."),
                new LetterPart.Ask("Contester ce refus", [], new LetterLink("Contester ce refus avec des éléments nouveaux", objections.ContestAddressOf(context.Case))),
            ],
        };
    }

    // From then on something can go wrong: the directorate needs no account to say so.
    private Letter WithIncidents(Letter letter, LetterContext context, string? milestone) => milestone != "deployed"
        ? letter
        : letter with
        {
            Parts =
            [
                .. letter.Parts,
                new LetterPart.Paragraph("Si quelque chose ne va pas, signalez-le sans attendre : une réponse fausse ou blessante, une donnée qui fuit, une décision prise à tort. Vous pouvez aussi suspendre l’usage sur-le-champ."),
                new LetterPart.Ask(
                    "Signaler un incident", [],
                    new LetterLink("Signaler un incident ou suspendre l’usage", incidents.AddressOf(context.Case, context.To.Id), "Ce lien est à vous seul et vaut sept jours ; ensuite, la page du dossier permet la même chose.")),
            ],
        };

    private Letter? OfConsultation(LetterContext context, MailOrder order)
    {
        var task = context.Case.Tasks.Find(open => open.TaskId == order.TaskId);
        if (task?.Consultations?.Find(one => one.Number == order.Consultation) is not { } consultation || !TaskOrder.TryParse(task.TaskId, out var asked))
            return null;
        if (order.Kind == MailKind.ConsultationAnswered)
            return ConsultationLetters.Answered(context, task, consultation, LinkOf(context, task));
        if (!consultation.IsOpen)
            return null;
        var link = new LetterLink(
            $"Lire le dossier {context.Case.Id} et répondre",
            links.OpinionAddressOf(new ConsultationOrder(asked, consultation.Number).Id, context.To.Id, context.Case.FileVersion),
            "Ce lien est réservé à son destinataire : ne le transmettez pas. S’il a expiré, sa page permet d’en demander un nouveau.");
        return ConsultationLetters.Asked(context, task, consultation, link, order.Kind == MailKind.ConsultationReminder);
    }

    private LetterLink LinkOf(LetterContext context, PendingTask task) => LinkOf(context.Case.Id, task.TaskId, context.To, context.Case.FileVersion) with
    {
        Note = "Ce lien est réservé à son destinataire : ne le transmettez pas. L’ouvrir ne décide de rien. S’il a expiré, sa page permet d’en demander un nouveau.",
    };

    private LetterLink LinkOf(CaseId id, string taskId, Person to, long version) => new($"Lire le dossier {id} et répondre", links.AddressOf(taskId, to.Id, version));

    private Letter OfTask(MailKind kind, LetterContext context, PendingTask task) => kind switch
    {
        MailKind.TaskEscalated => TaskLetters.Escalated(context, task),
        MailKind.TaskUnheld => TaskLetters.Unheld(context, task),
        MailKind.TaskReminder => TaskLetters.Reminder(context, task, LinkOf(context, task), item => LinkOf(item.CaseId, item.Task.TaskId, context.To, item.FileVersion), links.OwnAddressOf(context.To.Id)),
        MailKind.TaskLink => TaskLetters.NewLink(context, task, LinkOf(context, task)),
        _ => WithOthers(TaskLetters.Asked(context, task, LinkOf(context, task)), context, task),
    };

    private Letter WithOthers(Letter letter, LetterContext context, PendingTask task) => ChangeBehind.Of(context.Case, task.Kind) is null
        ? letter
        : letter with { Parts = [.. letter.Parts, ModelLetters.Others(links.OwnAddressOf(context.To.Id))] };

    // The templates and the rules' files are typed with plain spaces; the words of people stay as they are.
    private static Letter WithTypography(Letter letter) => letter with
    {
        Subject = French.Text(letter.Subject),
        Heading = French.Text(letter.Heading),
        Why = French.Text(letter.Why),
        Link = letter.Link with { Label = French.Text(letter.Link.Label), Note = French.Text(letter.Link.Note) },
        Parts = [.. letter.Parts.Select<LetterPart, LetterPart>(part => part switch
        {
            LetterPart.Paragraph paragraph => new LetterPart.Paragraph(French.Text(paragraph.Text)),
            LetterPart.Points points => new LetterPart.Points(French.Text(points.Lead), [.. points.Items.Select(French.Text)]),
            LetterPart.Ask ask => ask with { Title = French.Text(ask.Title), Link = ask.Link with { Label = French.Text(ask.Link.Label) } },
            LetterPart.Quote quote => quote with { Lead = French.Text(quote.Lead) },
            _ => part,
        })],
    };
}
