using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Intake;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.TakeOver;

namespace RegionSud.AiWorkflow.Edge.Admin.TakeOver;

/// <summary>Takes one existing use over: its case, its life, and a mail to who answers for it.</summary>
public sealed partial class StockTaking(TakeOverDesk desk, FrontDesk front, IMailRoom mails, CaseFiles files, TimeProvider time, ILogger<StockTaking> logger)
{
    /// <summary>A second call finds the case, and does what a crash had left undone.</summary>
    /// <param name="by">Address of who brings it.</param>
    public async Task<StockResult> TakeAsync(ExistingUse use, string by, DurableTaskClient client, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(use);
        try
        {
            var receipt = await desk.TakeAsync(use, by, time.ParisToday(), cancellation);
            if (receipt.IsNew)
                await front.StartAsync(receipt.CaseId, client, cancellation);
            // A need gets its receipt from its own step, once it is read.
            if (TakeOverDesk.PlaceOf(use.Step) != Step.Need)
                await mails.SendAsync(new MailOrder($"{receipt.CaseId}.receipt", MailKind.Receipt, receipt.CaseId, (await files.GetAsync(receipt.CaseId, cancellation)).Requester), cancellation);
            return new StockResult(receipt.CaseId.Value, receipt.IsNew);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The exception's own words may repeat what the line says.
            Failed(logger, use.Line + 1, e.GetType().Name);
            return new StockResult(null, false);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Line {Line} of a file of existing uses could not be taken over ({Failure}).")]
    private static partial void Failed(ILogger logger, int line, string failure);
}
