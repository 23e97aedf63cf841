using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Models;

namespace RegionSud.AiWorkflow.Edge.Admin.ModelWatching;

/// <summary>One round of the watch over models, and what of it must be known in the log: a source that fails for days is an error, and so an alert.</summary>
public sealed partial class ModelRounds(ModelWatch watch, TableModelEvents events, CharterRules rules, TimeProvider time, ILogger<ModelRounds> logger)
{
    private static readonly TimeSpan KeepEvents = TimeSpan.FromDays(90);

    /// <summary>Looks at every source and at the calendar; see <see cref="ModelWatch.RunAsync"/>. A second round on the same day changes no model.</summary>
    public async Task<IReadOnlyList<SourceLook>> RunAsync(DurableTaskClient client, CancellationToken cancellation)
    {
        var looks = await watch.RunAsync(new DurableOrchestrations(client), cancellation);
        foreach (var look in looks.Where(look => look.FailingSince is not null))
        {
            if (look.IsAlert(rules.Models.SourceFailureDays, time.GetUtcNow()))
                FailsForDays(look.Source, look.FailingSince!.Value);
            else
                Failed(look.Source);
        }

        await events.ForgetAsync(time.GetUtcNow() - KeepEvents, cancellation);
        return looks;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The source of models {Source} has failed since {Since}: changes there are not seen. /modeles says why.")]
    private partial void FailsForDays(string source, DateTimeOffset since);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The source of models {Source} could not be looked at; the next round tries again. /modeles says why.")]
    private partial void Failed(string source);
}
