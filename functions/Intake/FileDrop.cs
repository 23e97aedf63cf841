using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Step1Need;

namespace RegionSud.AiWorkflow.Edge.Intake;

/// <summary>Takes in the forms that are dropped into <c>depots/(directorate)/(requester's address)/(file)</c>.</summary>
public sealed partial class FileDrop(NeedFiles files, FrontDesk desk, BlobQuarantine quarantine, CharterRules rules, ILogger<FileDrop> logger)
{
    /// <summary>
    /// Checks the file as an upload is checked, then opens its case; what cannot be taken goes to the quarantine. The same file again, or a second
    /// run, finds the first case: the key is the content's hash, and one ETag of a blob has one content, so that what comes under an ETag twice comes to one
    /// case as well. The log says neither who sent it nor how they called it.
    /// </summary>
    [Function("FileDrop")]
    public async Task RunAsync(
        [BlobTrigger("depots/{directorate}/{email}/{name}", Source = BlobTriggerSource.EventGrid, Connection = "Storage")] byte[] content,
        string directorate,
        string email,
        string name,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(content);
        var sender = Sender.Of(rules, directorate, email);
        var refusal = sender.Problems.Count > 0 ? "UnknownSender" : null;
        var file = content.Length > 0 && content.Length <= rules.Intake.Files.Bytes ? files.Check(content, name, null) : null;
        refusal ??= file switch
        {
            null => content.Length == 0 ? "Empty" : "TooLong",
            { Refusal: { } found } => $"Status{found.Status}",
            _ => null,
        };
        if (refusal is not null)
        {
            Refused(logger, await quarantine.MoveAsync($"{directorate}/{email}/{name}", content, cancellation), refusal);
            return;
        }

        var receipt = await desk.TakeAsync(new Deposit("drop", file!.As(name), sender.Directorate, sender.Email), client, cancellation);
        Taken(logger, receipt.CaseId.Value, receipt.IsNew);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A dropped file was refused ({Cause}) and put in quarantine under {Mark}.")]
    private static partial void Refused(ILogger logger, string mark, string cause);

    [LoggerMessage(Level = LogLevel.Information, Message = "A dropped file is {CaseId} (new: {IsNew}).")]
    private static partial void Taken(ILogger logger, string caseId, bool isNew);
}
