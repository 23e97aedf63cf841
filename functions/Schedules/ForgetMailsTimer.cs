using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Adapters;

namespace RegionSud.AiWorkflow.Edge.Schedules;

/// <summary>Erases the copies of mails that were dealt with, after the days of <c>mail.yaml</c> (GDPR Art. 5(1)(e)). Running it twice erases no more.</summary>
public sealed partial class ForgetMailsTimer(TableMails mails, CharterRules rules, TimeProvider time, ILogger<ForgetMailsTimer> logger)
{
    // More wait for the next night.
    private const int Most = 2000;

    /// <summary>Runs every night.</summary>
    [Function("ForgetMails")]
    public async Task RunAsync([TimerTrigger("0 30 1 * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        var erased = await mails.ForgetAsync(time.GetUtcNow().AddDays(-rules.Mail.KeepDays), Most, cancellation);
        if (erased > 0)
            Erased(logger, erased);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The copies of {Count} mails were erased.")]
    private static partial void Erased(ILogger logger, int count);
}
