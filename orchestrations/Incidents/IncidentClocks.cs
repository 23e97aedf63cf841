using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Register;

namespace RegionSud.AiWorkflow.Incidents;

/// <summary>
/// Looks at the clocks of open incidents, each hour: a duty that is about to run out is told once, and mails of a report or a halt that a crash kept back leave.
/// One storage request while no incident is open; a dozen for each that is. A second run changes nothing. It decides nothing: a duty that ran out is shown late.
/// </summary>
public sealed class IncidentClocks(CaseFiles files, ICaseLists lists, IncidentMails mails, CharterRules rules, TimeProvider time)
{
    private const int PageSize = 100;

    /// <summary>Goes through the open incidents.</summary>
    /// <returns>How many duties are pressing or late.</returns>
    /// <exception cref="AggregateException">Some cases could not be dealt with; all others were.</exception>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var (pressing, failures) = (0, new List<Exception>());
        string? next = null;
        do
        {
            var page = await lists.ReadAsync(CaseListNames.Alert, next, PageSize, cancellation);
            foreach (var line in page.Lines)
            {
                try
                {
                    pressing += await LookAsync(line.Id, cancellation);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    failures.Add(e);
                }
            }

            next = page.Next;
        }
        while (next is not null);

        return failures.Count == 0 ? pressing : throw new AggregateException("Incidents of some cases were not looked at.", failures);
    }

    private async Task<int> LookAsync(CaseId id, CancellationToken cancellation)
    {
        if (await files.FindAsync(id, cancellation) is not { } useCase)
            return 0;
        await mails.OfHaltAsync(useCase, cancellation);
        var count = 0;
        foreach (var incident in useCase.Incidents)
        {
            await mails.OfReportAsync(useCase, incident, cancellation);
            foreach (var duty in IncidentDuties.Of(rules, useCase.Risk, incident).Where(duty => duty.IsPressing(rules.Incidents, time.GetUtcNow())))
            {
                await mails.OfDutyAsync(useCase, incident, duty, cancellation);
                count++;
            }
        }

        return count;
    }
}
