using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Incidents;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Incidents;
using static RegionSud.AiWorkflow.Edge.Mails.LetterPart;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>What mails say of an incident. Not what happened: that may name people, and is read on the page.</summary>
internal static class IncidentLetters
{
    /// <summary>Null when it is closed by now.</summary>
    public static Letter? Reported(LetterContext context, int? number)
    {
        if (context.Case.Incidents.Find(one => one.Number == number) is not { } incident)
            return null;
        return new Letter(
            $"Un incident est signalé ({IncidentWording.KindOf(incident.Serious, incident.PersonalData)})",
            "Un incident est signalé",
            [
                Facts(context, incident),
                Duties(context, incident),
                new Paragraph("La page de l’incident a les textes à envoyer, et permet de suspendre l’usage sur-le-champ à qui en répond. Le système n’envoie rien lui-même hors de la Région."),
            ],
            LinkOf(context),
            WhyYou);
    }

    /// <summary>Null when it is closed by now.</summary>
    public static Letter? Regraded(LetterContext context, int? number)
    {
        if (context.Case.Incidents.Find(one => one.Number == number) is not { Before: [.., var before] } incident)
            return null;
        var dropped = context.Rules.Incidents.Duties.Where(row => incident.Dropped.Exists(duty => duty.Duty == row.Id)).ToList();
        return new Letter(
            $"Un incident est jugé autrement : {IncidentWording.KindOf(incident.Serious, incident.PersonalData)}",
            "Un incident est jugé autrement",
            [
                Facts(context, incident),
                new Details([new Detail("Jugé auparavant", IncidentWording.KindOf(before.Serious, before.PersonalData))]),
                Duties(context, incident),
                .. dropped.Count == 0 ? Array.Empty<LetterPart>() : [new Points("Ce qui n’est plus à faire :", [.. dropped.Select(row => row.Name)])],
                new Paragraph("Les délais partent toujours du moment où la Région a connu l’incident. La page de l’incident dit pourquoi il est jugé autrement, et a les textes à envoyer."),
            ],
            LinkOf(context),
            WhyYou);
    }

    /// <summary>Null when it is closed, or the duty done, by now.</summary>
    public static Letter? Pressing(LetterContext context, int? number, string? id)
    {
        if (context.Case.Incidents.Find(one => one.Number == number) is not { } incident ||
            IncidentDuties.Of(context.Rules, context.Case.Risk, incident).FirstOrDefault(duty => duty.Row.Id == id && duty.IsOpen) is not { } duty)
            return null;
        return new Letter(
            $"Incident : {IncidentWording.ClockOf(duty.DueAt, context.Now)} pour une alerte",
            $"Une alerte est à envoyer : {IncidentWording.ClockOf(duty.DueAt, context.Now)}",
            [
                Facts(context, incident),
                new Details(
                [
                    new Detail("À faire", French.Text(duty.Row.Name)),
                    new Detail("À qui", French.Text(duty.Row.To)),
                    new Detail("Qui en répond", Owner(context, duty.Row)),
                    new Detail("Au plus tard", French.DateTime(duty.DueAt)),
                ]),
                new Paragraph("La page a le texte à envoyer. Quand c’est fait, dites-le là ; si ce n’est pas à faire, dites pourquoi. Passé cette heure, rien ne se décide seul : l’alerte se montre en retard."),
            ],
            LinkOf(context),
            WhyYou);
    }

    private static LetterPart Duties(LetterContext context, OpenIncident incident)
    {
        var duties = IncidentDuties.Of(context.Rules, context.Case.Risk, incident).Where(duty => duty.IsOpen).ToList();
        return duties.Count == 0
            ? new Paragraph("Les règles ne demandent d’alerter personne hors de la Région.")
            : new Points("Ce que cet incident oblige à faire, par une personne :", [.. duties.Select(duty => $"{duty.Row.Name} ({Owner(context, duty.Row)}), au plus tard le {French.DateTime(duty.DueAt)}")]);
    }

    private static Details Facts(LetterContext context, OpenIncident incident) => new(
    [
        context.About,
        new Detail("Incident", $"n° {incident.Number}, {IncidentWording.KindOf(incident.Serious, incident.PersonalData)}"),
        new Detail("Connu depuis", French.DateTime(incident.KnownAt)),
        new Detail("Usage", context.Case.HaltedAt is { } halted ? $"suspendu depuis le {French.DateTime(halted)}" : "non suspendu"),
    ]);

    private static string Owner(LetterContext context, AlertDuty row) => context.Service(row.Owner);

    private static LetterLink LinkOf(LetterContext context) =>
        new($"Voir les incidents du dossier {context.Case.Id}", $"{context.Address}/dossiers/{context.Case.Id}/incidents", "La page demande votre compte de la Région.");

    private const string WhyYou = "Vous recevez ce message parce que vous répondez de ce cas d’usage, ou d’une alerte que l’incident oblige à donner.";
}
