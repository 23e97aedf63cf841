using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Step1Need;

namespace RegionSud.AiWorkflow.Edge.Intake;

/// <summary>Takes a checked need in, then starts its life. When the start fails the need is safe all the same: the sweep starts it.</summary>
public sealed partial class FrontDesk(DepositDesk desk, CharterRules rules, TimeProvider time, ILogger<FrontDesk> log)
{
    /// <summary>The form of the need as it is put today, before there is a case.</summary>
    public FormDefinition NeedForm => rules.Forms["need"].On(time.ParisToday()).BeforeCase;

    /// <summary>The same bytes again find the first case and start nothing.</summary>
    public async Task<DepositReceipt> TakeAsync(Deposit deposit, DurableTaskClient client, CancellationToken cancellation)
    {
        var receipt = await desk.TakeAsync(deposit, time.ParisToday(), cancellation);
        if (receipt.IsNew)
            await StartAsync(receipt.CaseId, client, cancellation);
        return receipt;
    }

    /// <summary>Starts the life of a case that is recorded.</summary>
    public async Task StartAsync(CaseId id, DurableTaskClient client, CancellationToken cancellation)
    {
        try
        {
            await new DurableOrchestrations(client).StartAsync(id, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            StartFailed(id.Value, e.GetType().Name);
        }
    }

    // The exception's own words may repeat what a person typed: its type is enough to look further.
    [LoggerMessage(Level = LogLevel.Warning, Message = "{CaseId} is recorded, but its life was not started ({Failure}); the sweep will.")]
    private partial void StartFailed(string caseId, string failure);
}
