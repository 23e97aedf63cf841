using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Incidents;

namespace RegionSud.AiWorkflow.Edge.Incidents;

/// <summary>
/// What the forms of the page of incidents do, by their field <c>acte</c>. <c>signaler</c>: <c>envoi</c>, <c>quoi</c>, <c>grave</c>, <c>donnees</c>, <c>connu</c>;
/// <c>suspendre</c>: <c>motif</c>; <c>reprendre</c>: <c>verifie</c>; <c>fait</c>: <c>incident</c>, <c>obligation</c>, <c>a</c>, <c>reference</c>; <c>ecarter</c>: <c>incident</c>,
/// <c>obligation</c>, <c>raison</c>; <c>corriger</c>: <c>incident</c>, <c>gravite</c>, <c>touchees</c>, <c>pourquoi</c>; <c>clore</c>: <c>incident</c>, <c>lecons</c>.
/// </summary>
public sealed partial class IncidentActs(IncidentDesk desk, HaltDesk halts, CaseFiles files, ILogger<IncidentActs> log)
{
    internal const string Report = "signaler";
    internal const string Halt = "suspendre";
    internal const string Resume = "reprendre";
    internal const string Done = "fait";
    internal const string SetAside = "ecarter";
    internal const string Regrade = "corriger";
    internal const string Close = "clore";

    /// <summary>Does it for a person who may.</summary>
    /// <param name="actor">Directory id.</param>
    public async Task<IncidentResult> DoAsync(CaseId id, string act, IFormCollection form, string actor, DurableTaskClient client, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(form);
        var settling = new TypedSettling(
            int.TryParse(form["incident"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0,
            form["obligation"].ToString(), form["a"].ToString(), form["reference"].ToString(), form[act == SetAside ? "raison" : "lecons"].ToString());
        var result = act switch
        {
            Report => await desk.ReportAsync(
                id, new TypedIncident(form["envoi"].ToString(), form["quoi"].ToString(), form["grave"].ToString(), form["donnees"].ToString(), form["connu"].ToString()), actor, cancellation),
            Halt => await halts.HaltAsync(id, form["motif"].ToString(), actor, cancellation),
            Resume => await halts.ResumeTrialAsync(id, form["verifie"].ToString(), actor, cancellation),
            Done => await desk.DoneAsync(id, settling, actor, cancellation),
            SetAside => await desk.SetAsideAsync(id, settling, actor, cancellation),
            Regrade => await desk.RegradeAsync(id, new TypedRegrading(number, form["gravite"].ToString(), form["touchees"].ToString(), form["pourquoi"].ToString()), actor, cancellation),
            Close => await desk.CloseAsync(id, settling, actor, cancellation),
            _ => new IncidentResult(await files.GetAsync(id, cancellation), [new Problem("", "Cet envoi ne dit pas ce qu’il demande\u00a0: rechargez la page, puis recommencez.")]),
        };
        if (result.MailFailure is { } failure)
            NotTold(id.Value, failure);
        if (result.Wake is { EventName: { } name } wake)
            await WakeAsync(wake.CaseId, wake.Instance, name, wake.Key, client, cancellation);
        return result;
    }

    private async Task WakeAsync(CaseId id, string instance, string name, string key, DurableTaskClient client, CancellationToken cancellation)
    {
        try
        {
            await new DurableOrchestrations(client).WakeAsync(instance, name, key, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            NotWoken(id.Value, e.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An incident or a halt of {CaseId} is recorded, but a mail did not leave ({Failure}); the incident timer sends it.")]
    private partial void NotTold(string caseId, string failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The use of {CaseId} is halted, but its maintenance was not woken ({Failure}); the sweep will.")]
    private partial void NotWoken(string caseId, string failure);
}
