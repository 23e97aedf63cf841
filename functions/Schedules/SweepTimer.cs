using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Edge.Schedules;

/// <summary>Raises again what was recorded and not heard. Running it twice, or beside itself, changes nothing.</summary>
public sealed partial class SweepTimer(Sweep sweep, ILogger<SweepTimer> logger)
{
    /// <summary>Runs on the schedule of <c>Sweep:Schedule</c>.</summary>
    [Function("Sweep")]
    public async Task RunAsync([TimerTrigger("%Sweep:Schedule%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var raised = await sweep.RunAsync(new DurableOrchestrations(client), cancellation);
        if (raised > 0)
            Raised(logger, raised);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The sweep raised {Count} leftovers again.")]
    private static partial void Raised(ILogger logger, int count);
}
