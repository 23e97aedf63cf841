using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Watch;

namespace RegionSud.AiWorkflow.Edge.Schedules;

/// <summary>
/// Has the law looked at when a day of it has begun, at five in Paris. Schedules are in UTC, so it runs at three and at four: the earlier one is it in
/// summer, the later one in winter, and the other finds nothing to do for one storage request. What it costs otherwise: <see cref="LawLookout"/>.
/// </summary>
public sealed partial class LawWatchTimer(LawLookout lookout, ILogger<LawWatchTimer> logger)
{
    /// <summary>Runs on the schedule of <c>LawWatch:Schedule</c>.</summary>
    [Function("LawWatchTimer")]
    public async Task RunAsync([TimerTrigger("%LawWatch:Schedule%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        if (await lookout.RunAsync(new DurableOrchestrations(client), cancellation) is { } look)
            Begun(logger, look);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The cases are looked at again under the law: {Look}.")]
    private static partial void Begun(ILogger logger, string look);
}
