using System.Globalization;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Step6Maintenance;

namespace RegionSud.AiWorkflow.Incidents;

/// <summary>
/// Incidents of a use: recorded first, told second. Nothing is sent to anybody outside: a person does, and says so. What a mail missed,
/// <see cref="IncidentClocks"/> sends again.
/// </summary>
public sealed class IncidentDesk(CaseFiles files, IncidentMails mails, CharterRules rules, TimeProvider time)
{
    /// <summary>The most incidents of a case that are not over.</summary>
    public const int MostOpen = 20;

    private const int MostAttempts = 8;
    private const int LongestLine = 200;
    private const int FewestLessons = 10;

    /// <summary>Whether something can go wrong with a use: it is in use, or on trial.</summary>
    public static bool IsUsed(UseCase useCase)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        return useCase.Status != CaseStatus.Closed && (useCase.InProductionSince is not null || useCase.Step == Step.Evaluation);
    }

    /// <summary>Records an incident and tells those who must act. The same form sent again records nothing, and sends the mails that had not left.</summary>
    /// <param name="actor">Directory id of who reports it.</param>
    public async Task<IncidentResult> ReportAsync(CaseId id, TypedIncident typed, string actor, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var useCase = await files.GetAsync(id, cancellation);
        var problems = typed.ProblemsAt(time.GetUtcNow());
        if (problems.Count > 0)
            return new IncidentResult(useCase, problems);
        var key = $"incident:{typed.Form}";
        var words = new DecisionText(id.Value, "incident", typed.What!.Trim(), null, CaseFiles.NewSalt());
        DocumentRef? document = null;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            if (await files.FindEntryAsync(id, key, cancellation) is { Event: CaseEvent.IncidentReported known })
                return await ToldAsync(useCase, known.Number, cancellation);
            if (!IsUsed(useCase))
                return IncidentResult.TooLate(useCase, "La solution n’est ni en service ni à l’essai\u00a0: rien n’a été enregistré. Prévenez la DTISU.");
            if (useCase.Incidents.Count >= MostOpen)
                return IncidentResult.TooLate(useCase, "Trop d’incidents de ce dossier sont ouverts\u00a0: prévenez la DTISU, qui doit d’abord en clore.");
            document ??= await files.WriteAsync(id, words, cancellation);
            var fact = new Fact(
                key, new CaseEvent.IncidentReported(useCase.IncidentCount + 1, typed.Serious == "oui", typed.PersonalData == "oui", typed.KnownAt!.Value, document, rules.Version), actor);
            // Of two reports at once each has a number of its own.
            var appended = await files.TryRecordAsync(id, [fact], useCase.FileVersion, cancellation);
            useCase = appended.Case;
            if (!appended.Conflict && appended.New.Count > 0)
                return await ToldAsync(useCase, useCase.IncidentCount, cancellation);
        }

        throw new TimeoutException($"{id} was written by others during each of {MostAttempts} attempts.");
    }

    /// <summary>Notes that a person told whom a duty names. A second call changes nothing.</summary>
    public Task<IncidentResult> DoneAsync(CaseId id, TypedSettling typed, string actor, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var problems = new List<Problem>();
        if (!TypedWords.Are(typed.To, 2) || typed.To.Trim().Length > LongestLine)
            problems.Add(new Problem("a", "Écrivez à qui le message est parti, en 200 caractères au plus."));
        if (typed.Reference?.Trim().Length > LongestLine)
            problems.Add(new Problem("reference", "Raccourcissez la référence\u00a0: 200 caractères au plus."));
        var reference = string.IsNullOrWhiteSpace(typed.Reference) ? "" : $"\nRéférence\u00a0: {typed.Reference.Trim()}";
        return SettleAsync(id, typed, false, problems, $"Envoyé à\u00a0: {typed.To?.Trim()}{reference}", actor, cancellation);
    }

    /// <summary>Notes that a duty need not be done, and why. A second call changes nothing.</summary>
    public Task<IncidentResult> SetAsideAsync(CaseId id, TypedSettling typed, string actor, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var problem = TypedWords.Are(typed.Text, FewestLessons) ? TypedWords.TooLong(typed.Text) : "Écrivez pourquoi ce n’est pas à faire\u00a0: ce motif est gardé, et l’autorité peut le demander.";
        return SettleAsync(id, typed, true, problem is null ? [] : [new Problem("raison", problem)], typed.Text?.Trim() ?? "", actor, cancellation);
    }

    /// <summary>
    /// Corrects what an incident is, as a fact of its own: what it asks since opens, with the clocks from when the incident was known; what it asks no longer is
    /// shown as such, with the reason. Those who were told of it, and those who must act now, are told. A second call changes nothing.
    /// </summary>
    public async Task<IncidentResult> RegradeAsync(CaseId id, TypedRegrading typed, string actor, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var (serious, personalData) = (typed.Serious == "oui", typed.PersonalData == "oui");
        DocumentRef? document = null;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var useCase = await files.GetAsync(id, cancellation);
            if (useCase.Incidents.Find(one => one.Number == typed.Number) is not { } incident)
                return Gone(useCase, typed.Number);
            if (typed.Problems() is { Count: > 0 } problems)
                return new IncidentResult(useCase, problems);
            if ((incident.Serious, incident.PersonalData) == (serious, personalData))
                return await ToldAsync(useCase, typed.Number, cancellation);
            document ??= await files.WriteAsync(id, new DecisionText(id.Value, "regraded", typed.Text!.Trim(), null, CaseFiles.NewSalt()), cancellation);
            var (asked, asks) = (RowsOf(useCase, incident), RowsOf(useCase, incident with { Serious = serious, PersonalData = personalData }));
            var key = string.Create(CultureInfo.InvariantCulture, $"{KeyOf("regraded", typed.Number)}.{incident.Before.Count + 1}");
            var regraded = new CaseEvent.IncidentRegraded(typed.Number, serious, personalData, [.. asks.Except(asked)], [.. asked.Except(asks)], document, rules.Version);
            // Somebody else who corrects at the same moment is seen on the next attempt.
            var appended = await files.TryRecordAsync(id, [new Fact(key, regraded, actor)], useCase.FileVersion, cancellation);
            if (!appended.Conflict && appended.New.Count > 0)
                return await ToldAsync(appended.Case, typed.Number, cancellation);
        }

        throw new TimeoutException($"{id} was written by others during each of {MostAttempts} attempts.");
    }

    /// <summary>Closes an incident with its lessons; refused while something that it asks is neither done nor set aside. A second call changes nothing.</summary>
    public async Task<IncidentResult> CloseAsync(CaseId id, TypedSettling typed, string actor, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var useCase = await files.GetAsync(id, cancellation);
        if (useCase.Incidents.Find(one => one.Number == typed.Number) is not { } incident)
            return Gone(useCase, typed.Number);
        if (IncidentDuties.Of(rules, useCase.Risk, incident).Count(duty => duty.IsOpen) is > 0 and var open)
        {
            return IncidentResult.Against(useCase, "", $"{(open == 1 ? "Une obligation n’est" : $"{open} obligations ne sont")} ni {(open == 1 ? "remplie ni écartée" : "remplies ni écartées")} avec un motif\u00a0: l’incident ne peut pas être clos.");
        }

        if (!TypedWords.Are(typed.Text, FewestLessons))
            return IncidentResult.Against(useCase, "lecons", "Écrivez ce qui a été corrigé et ce qu’on en retient.");
        if (TypedWords.TooLong(typed.Text) is { } tooLong)
            return IncidentResult.Against(useCase, "lecons", tooLong);
        var words = await files.WriteAsync(id, new DecisionText(id.Value, "lessons", typed.Text.Trim(), null, CaseFiles.NewSalt()), cancellation);
        return new IncidentResult(
            await files.RecordAsync(id, [new Fact(KeyOf("closed", typed.Number), new CaseEvent.IncidentClosed(typed.Number, words), actor)], cancellation), []);
    }

    private async Task<IncidentResult> SettleAsync(
        CaseId id, TypedSettling typed, bool aside, List<Problem> problems, string text, string actor, CancellationToken cancellation)
    {
        var useCase = await files.GetAsync(id, cancellation);
        if (useCase.Incidents.Find(one => one.Number == typed.Number) is not { } incident)
            return Gone(useCase, typed.Number);
        if (IncidentDuties.Of(rules, useCase.Risk, incident).FirstOrDefault(one => one.Row.Id == typed.Duty) is not { } duty)
            return IncidentResult.TooLate(useCase, "Cet incident n’oblige pas à cela. Rien n’a changé.");
        if (!duty.IsOpen)
            return new IncidentResult(useCase, []);
        if (problems.Count > 0)
            return new IncidentResult(useCase, problems);
        var words = await files.WriteAsync(id, new DecisionText(id.Value, aside ? "set-aside" : "done", text, null, CaseFiles.NewSalt()), cancellation);
        // What opened anew after a correction is settled anew.
        var round = incident.Before.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $".{incident.Before.Count}");
        var fact = new Fact($"{KeyOf("duty", typed.Number)}.{duty.Row.Id}{round}", new CaseEvent.IncidentDutyDone(typed.Number, duty.Row.Id, aside, words), actor);
        return new IncidentResult(await files.RecordAsync(id, [fact], cancellation), []);
    }

    private async Task<IncidentResult> ToldAsync(UseCase useCase, int number, CancellationToken cancellation)
    {
        var incident = useCase.Incidents.Find(one => one.Number == number);
        return new IncidentResult(useCase, [])
        {
            Number = number,
            MailFailure = incident is null ? null : await IncidentMails.FailureOfAsync(() => mails.OfReportAsync(useCase, incident, cancellation)),
        };
    }

    private IEnumerable<string> RowsOf(UseCase useCase, OpenIncident incident) => IncidentDuties.Of(rules, useCase.Risk, incident).Select(duty => duty.Row.Id);

    private static string KeyOf(string act, int number) => string.Create(CultureInfo.InvariantCulture, $"incident-{act}:{number}");

    // Closed by this very call's twin, or by somebody else: either way nothing is left to do.
    private static IncidentResult Gone(UseCase useCase, int number) => number >= 1 && number <= useCase.IncidentCount
        ? IncidentResult.TooLate(useCase, "Cet incident est clos. Rien n’a changé.")
        : IncidentResult.TooLate(useCase, "Ce dossier n’a pas d’incident de ce numéro.");
}
