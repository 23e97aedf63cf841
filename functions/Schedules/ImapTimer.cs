using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Intake.Mail;

namespace RegionSud.AiWorkflow.Edge.Schedules;

/// <summary>Takes in what a mailbox has received, where one is configured. Running it twice, or beside itself, takes each mail in once.</summary>
public sealed partial class ImapTimer(ImapMailbox mailbox, MailDesk desk, CharterRules rules, ILogger<ImapTimer> logger)
{
    /// <summary>Runs on the schedule of <c>Mail:Inbound:Imap:Schedule</c>. A server that cannot be reached fails the run, and the next one tries again.</summary>
    [Function("ReadMailbox")]
    public async Task RunAsync([TimerTrigger("%Mail:Inbound:Imap:Schedule%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var (taken, failure) = await mailbox.ReadAsync(rules.Mail.MostBytes, (raw, origin, at, stop) => desk.TakeAsync(raw, origin, at, client, stop), cancellation);
        if (taken > 0)
            Taken(logger, taken);
        if (failure is not null)
            Failed(logger, failure.GetType().Name);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} mails of the mailbox were taken in.")]
    private static partial void Taken(ILogger logger, int count);

    // The exception's own words may repeat what a person wrote.
    [LoggerMessage(Level = LogLevel.Error, Message = "A mail of the mailbox could not be taken in ({Failure}); it stays there and is tried again.")]
    private static partial void Failed(ILogger logger, string failure);
}
