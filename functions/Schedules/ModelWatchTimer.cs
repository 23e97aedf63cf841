using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RegionSud.AiWorkflow.Edge.Admin.ModelWatching;

namespace RegionSud.AiWorkflow.Edge.Schedules;

/// <summary>Has the models looked at once a day, early in the morning. What it costs: <see cref="Models.ModelWatch"/>. Running it twice changes no model.</summary>
public sealed class ModelWatchTimer(ModelRounds rounds)
{
    /// <summary>Runs on the schedule of <c>ModelWatch:Schedule</c>.</summary>
    [Function("ModelWatchTimer")]
    public async Task RunAsync([TimerTrigger("%ModelWatch:Schedule%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        await rounds.RunAsync(client, cancellation);
}
