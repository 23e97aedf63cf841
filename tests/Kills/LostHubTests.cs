using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Local.Demo;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Kills;

/// <summary>The journal is the truth, the orchestration is the motor: a whole task hub is lost, and open cases go on from their journals.</summary>
[Trait("Category", "Slow")]
public sealed class LostHubTests : OwnAzurite
{
    private static readonly TimeSpan Day = TimeSpan.FromMinutes(2);
    // The same for both hosts: links of mails name it.
    private readonly int port = FreePorts.One();

    [Fact]
    public async Task A_case_whose_hub_is_lost_is_started_again_at_its_step_and_nobody_is_asked_the_same_thing_twice()
    {
        string id;
        IReadOnlyList<SentMail> before;
        Filled answer;
        await using (var first = await StartAsync("First"))
        {
            id = await first.Visitor.DepositAsync();
            await first.Visitor.DecideAsync(id, "endorse", "endorse");
            await first.Visitor.DecideAsync(id, "review", "pass");
            await first.Visitor.DecideAsync(id, "qualify", "more-information");
            answer = await first.Visitor.OpenAsync(id, "inform", "send");
            before = await first.Visitor.MailsAsync(id);
        }

        await using var second = await StartAsync("Second");
        var restart = await second.Visitor.RestartAsync(id);
        Assert.Equal(200, (await second.Visitor.SendAsync(restart)).Status);
        Assert.Equal(409, (await second.Visitor.SendAsync(restart)).Status);
        Assert.Equal(200, (await second.Visitor.SendAsync(answer)).Status);
        await second.Visitor.DecideAsync(id, "qualify", "favourable");
        await second.Visitor.AskedAsync(id, "arbitrate");

        Assert.Equal("Arbitration", await second.Visitor.StepAsync(id));
        var fresh = (await second.Visitor.MailsAsync(id)).ExceptBy(before.Select(mail => (mail.Id, mail.SentAt)), mail => (mail.Id, mail.SentAt)).ToList();
        Assert.Equal(["qualify.2", "arbitrate.1"], fresh.Where(mail => mail.AskedTask is not null).OrderBy(mail => mail.SentAt).Select(mail => string.Join('.', mail.Id.Split('.')[3..5])));
        var opened = SiteVisitor.TasksOf(await second.Visitor.JournalAsync(id), "TaskOpened").ToList();
        Assert.Equal(opened.Distinct(), opened);
        Assert.Contains("intacte", await second.Visitor.VerificationAsync(id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_that_was_recorded_for_a_lost_hub_is_found_by_the_restart_and_leaves_no_wake_behind()
    {
        string id;
        await using (var first = await StartAsync("Third"))
        {
            id = await first.Visitor.DepositAsync();
            await first.Visitor.AskedAsync(id, "endorse");
        }

        await using var second = await StartAsync("Fourth");
        // The step that waited is gone: the wake reaches nobody.
        await second.Visitor.DecideAsync(id, "endorse", "endorse");
        Assert.Equal(200, (await second.Visitor.SendAsync(await second.Visitor.RestartAsync(id))).Status);
        await second.Visitor.AskedAsync(id, "review");

        var wakes = second.Services.GetRequiredService<IWakes>();
        await Eventually.Get(() => LeftAsync(wakes), left => left == 0);
    }

    private static async Task<int> LeftAsync(IWakes wakes)
    {
        var left = 0;
        await foreach (var _ in wakes.LeftoversAsync(DateTimeOffset.UtcNow.AddDays(1), TestContext.Current.CancellationToken))
            left++;
        return left;
    }

    private async Task<DirectSite> StartAsync(string hub) => await DirectSite.StartAsync(ConnectionString, Day, null, port, $"--Engine:Hub={hub}");
}
