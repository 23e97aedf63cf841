using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Incidents;

namespace RegionSud.AiWorkflow.Edge.Schedules;

/// <summary>Has the clocks of open incidents looked at. Running it twice, or beside itself, changes nothing; one storage request while none is open.</summary>
public sealed partial class IncidentTimer(IncidentClocks clocks, ILogger<IncidentTimer> logger)
{
    /// <summary>Runs on the schedule of <c>Incidents:Schedule</c>.</summary>
    [Function("IncidentTimer")]
    public async Task RunAsync([TimerTrigger("%Incidents:Schedule%")] TimerInfo timer, CancellationToken cancellation)
    {
        var pressing = await clocks.RunAsync(cancellation);
        if (pressing > 0)
            Pressing(logger, pressing);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} duties of incidents run out within a day, or have.")]
    private static partial void Pressing(ILogger logger, int count);
}
