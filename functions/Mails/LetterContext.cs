using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>What every template looks at. Everything in it was read before: writing a letter is pure.</summary>
/// <param name="To">Who gets it.</param>
/// <param name="Address">Address of the site, without a final slash.</param>
internal sealed record LetterContext(CaseFile File, Person To, CharterRules Rules, string Address, DateTimeOffset Now)
{
    /// <summary>What arrived with the need; for the receipt alone.</summary>
    public Arrived Arrived { get; init; } = Arrived.Nothing;

    /// <summary>What else waits; for reminders alone.</summary>
    public Digest Digest { get; init; } = Digest.Nothing;

    public UseCase Case => File.Case;

    public string Title => TypedText.OnOneLine(File.Title);

    public string Directorate => Rules.Directory.FindDirectorate(Case.Directorate)?.Name ?? "Direction métier";

    /// <summary>The link to the case's page, which needs a sign-in and has no act.</summary>
    public LetterLink CaseLink => new($"Voir le dossier {Case.Id}", $"{Address}/dossiers/{Case.Id}", "La page demande votre compte de la Région.");

    /// <summary>What it is about; the number is in the subject and in the link.</summary>
    public Detail About => new("Cas d’usage", File.Title == Case.Id.Value ? "Sans titre pour l’instant" : Title);

    /// <summary>Who acts in a role for this case.</summary>
    public string Service(Role role) => role == Role.DirectorateHead ? Directorate : French.Of(role, Rules);

    /// <summary>Why somebody of the directorate gets a mail.</summary>
    public string WhyDirectorate => To.Id == Case.Requester ? WhyOf(Role.Requester) : WhyOf(Role.DirectorateHead);

    /// <summary>Why the holder of a role gets a mail.</summary>
    public string WhyOf(Role role) => role switch
    {
        Role.Requester => "Vous recevez ce message parce que vous avez déposé ce besoin.",
        Role.DirectorateHead => $"Vous recevez ce message parce que vous représentez votre direction ({Directorate}) pour ce cas d’usage.",
        _ => $"Vous recevez ce message parce que la charte de l’IA confie cette tâche à votre service ({Service(role)}).",
    };

    /// <summary>How many answers to a form a machine made out that nobody has confirmed yet.</summary>
    public int Seen(string form) => File.Proposals.GetValueOrDefault(form)?.Values.Count ?? 0;

    public string WorkingDays(string kind) => Wording.WorkingDays(Rules.Tasks[kind].Delay.Due);

    /// <summary>
    /// The words behind an outcome: of the first group of task kinds that gave this choice in the present round of its step. Whoever settled
    /// a disagreement comes before the two who disagreed.
    /// </summary>
    public IEnumerable<LetterPart> Reasons(string choice, params string[][] kinds)
    {
        foreach (var group in kinds)
        {
            var decided = group.Where(kind => Gave(kind, choice)).OrderBy(kind => Case.Decisions[kind].At).ToList();
            if (decided.Count > 0)
                return decided.SelectMany(ReasonOf);
        }

        return [];
    }

    /// <summary>The reason of the latest decision of a kind, or of what <see cref="DecisionRef.PlaceOf"/> names.</summary>
    public IEnumerable<LetterPart> ReasonOf(string kind)
    {
        var decision = Case.Decisions.GetValueOrDefault(kind);
        if (!Rules.Tasks.TryGetValue(decision?.Kind ?? kind, out var task))
            yield break;
        var service = Service(decision?.Role ?? task.Role);
        var words = File.Decisions.GetValueOrDefault(kind);
        if (words is { Conditions: { Length: > 0 } conditions })
            yield return new LetterPart.Quote($"Conditions posées ({service}) :", TypedText.Harmless(conditions));
        foreach (var condition in words?.Set ?? [])
            yield return new LetterPart.Quote($"Condition {condition.Number} ({Service(condition.Owner)}, au plus tard le {French.Date(condition.Due)}) :", TypedText.Harmless(condition.Text));
        if (words is null)
            yield return new LetterPart.Paragraph($"Le motif ({service}) n’est plus dans le dossier.");
        else if (words.Reason.Length > 0)
            yield return new LetterPart.Quote($"Motif ({service}) :", TypedText.Harmless(words.Reason));
    }

    /// <summary>Whether a kind of task was last decided so, in the present round of its step (in maintenance: in the present re-check).</summary>
    public bool Gave(string kind, string choice) =>
        Case.Decisions.GetValueOrDefault(kind) is { } decision && decision.Choice == choice &&
        TaskOrder.TryParse(decision.TaskId, out var order) && order.Round == Case.Rounds.GetValueOrDefault(order.Step) &&
        (order.Step != Step.Maintenance || order.Number == Case.Rechecks);
}
