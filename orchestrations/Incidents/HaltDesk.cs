using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Step6Maintenance;

namespace RegionSud.AiWorkflow.Incidents;

/// <summary>
/// A use that a person halts at once, and a halted trial that goes on: recorded first, told second. What the mail of a halt or a wake missed,
/// <see cref="IncidentClocks"/> and the sweep send again; that a trial goes on is mailed when it is said, and again when it is said again.
/// </summary>
public sealed class HaltDesk(CaseFiles files, IncidentMails mails, IWakes wakes)
{
    private const int MostAttempts = 8;
    private const int FewestChecked = 10;

    /// <summary>
    /// Halts the use at once: nothing but the answer to whether it goes on takes that back. In use, DTISU is asked that; on trial, see <see cref="ResumeTrialAsync"/>.
    /// A second call changes nothing, and tells again what may not have been heard.
    /// </summary>
    public async Task<IncidentResult> HaltAsync(CaseId id, string? text, string actor, CancellationToken cancellation)
    {
        var useCase = await files.GetAsync(id, cancellation);
        if (!IncidentDesk.IsUsed(useCase))
            return IncidentResult.TooLate(useCase, "La solution n’est ni en service ni à l’essai\u00a0: il n’y a rien à suspendre.");
        if (useCase.HaltedAt is null)
        {
            if (!TypedWords.Are(text))
                return IncidentResult.Against(useCase, "motif", "Écrivez pourquoi, en quelques mots\u00a0: la DTISU lira ce motif avant de dire si l’usage reprend.");
            if (TypedWords.TooLong(text) is { } tooLong)
                return IncidentResult.Against(useCase, "motif", tooLong);
            var words = await files.WriteAsync(id, new DecisionText(id.Value, "halt", text.Trim(), null, CaseFiles.NewSalt()), cancellation);
            var key = UseCase.HaltKey(useCase.Halts + 1);
            if (WakeOf(useCase, key) is { } announced)
                await wakes.AnnounceAsync(announced, cancellation);
            useCase = await files.RecordAsync(id, [new Fact(key, new CaseEvent.UseHalted(null, words), actor)], cancellation);
        }

        // A second call, or a step that changed meanwhile.
        var wake = useCase is { HaltedByHand: true, Resumption: null } ? WakeOf(useCase, UseCase.HaltKey(useCase.Halts)) : null;
        if (wake is not null)
            await wakes.AnnounceAsync(wake, cancellation);
        return new IncidentResult(useCase, []) { Wake = wake, MailFailure = await IncidentMails.FailureOfAsync(() => mails.OfHaltAsync(useCase, cancellation)) };
    }

    /// <summary>
    /// Lets a halted trial go on. Decided on the case as it is then: a halt that comes meanwhile stays. A second call changes nothing, and sends the mails that had
    /// not left.
    /// </summary>
    public async Task<IncidentResult> ResumeTrialAsync(CaseId id, string? text, string actor, CancellationToken cancellation)
    {
        DocumentRef? document = null;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var useCase = await files.GetAsync(id, cancellation);
            var key = $"resumed-trial:{useCase.Halts}";
            if (useCase is { HaltedAt: null, Halts: > 0 } && await files.FindEntryAsync(id, key, cancellation) is not null)
                return await ToldAsync(useCase);
            if (!useCase.MayResumeTrial)
                return IncidentResult.TooLate(useCase, "Aucun essai n’est suspendu\u00a0: il n’y a rien à reprendre ici.");
            if (!TypedWords.Are(text, FewestChecked))
                return IncidentResult.Against(useCase, "verifie", "Écrivez ce qui a été corrigé et vérifié, en une phrase au moins.");
            if (TypedWords.TooLong(text) is { } tooLong)
                return IncidentResult.Against(useCase, "verifie", tooLong);
            document ??= await files.WriteAsync(id, new DecisionText(id.Value, "resume-trial", text.Trim(), null, CaseFiles.NewSalt()), cancellation);
            var appended = await files.TryRecordAsync(id, [new Fact(key, new CaseEvent.TrialResumed(document), actor)], useCase.FileVersion, cancellation);
            if (!appended.Conflict && appended.New.Count > 0)
                return await ToldAsync(appended.Case);
        }

        throw new TimeoutException($"{id} was written by others during each of {MostAttempts} attempts.");

        async Task<IncidentResult> ToldAsync(UseCase resumed) => new(resumed, []) { MailFailure = await IncidentMails.FailureOfAsync(() => mails.OfResumedTrialAsync(resumed, cancellation)) };
    }

    private static Wake? WakeOf(UseCase useCase, string key) => useCase.Step == Step.Maintenance
        ? new Wake(useCase.Id, key, useCase.Id.Instance(Step.Maintenance, useCase.Round), MaintenanceStep.ModelChanged)
        : null;
}
