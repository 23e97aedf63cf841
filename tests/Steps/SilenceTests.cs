using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Steps;

/// <summary>What nobody answers, on a host of its own: cases that others left open would take the one reminder that a person gets a day, again and again.</summary>
public sealed class SilenceTests(ProcessHost host) : IClassFixture<ProcessHost>
{
    [Fact]
    public async Task Silence_reminds_then_escalates_and_never_decides()
    {
        var id = await host.DepositAsync();

        var useCase = await host.UntilAsync(id, c => c.Tasks is [{ Kind: "endorse", Escalated: true }], "escalation");

        Assert.Equal(Step.Need, useCase.Step);
        // Recorded first, mailed after.
        await Eventually.Get(
            () => Task.FromResult(host.Mails.Where(mail => mail.CaseId == id).Select(mail => mail.Kind).ToHashSet()),
            kinds => kinds.IsSupersetOf([MailKind.TaskReminder, MailKind.TaskEscalated]));
    }
}
