using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Kills;

/// <summary>Killed while people hand in, are waited for, or decide.</summary>
[Trait("Category", "Slow")]
public sealed class KilledAtItsDoorTests : KilledHost
{
    [Fact]
    public async Task Killed_while_it_waits_for_a_decision_it_takes_that_decision_after_the_restart()
    {
        await StartAsync();
        var id = await Visitor.DepositAsync();
        await Visitor.AskedAsync(id, "endorse");

        await RestartAsync();
        await Visitor.DecideAsync(id, "endorse", "endorse");

        await GoesOnAsync(id);
        await NobodyWasAskedTwiceAsync(id);
    }

    [Theory]
    [InlineData("recorded/deposited")]
    [InlineData("sending/*.receipt")]
    public async Task Killed_at_the_front_desk_it_makes_one_case_and_one_receipt_of_what_was_handed_in(string place)
    {
        await StartAsync(place);
        var need = SiteVisitor.Need();
        var lost = Visitor.HandInAsync(need);
        await Host.SaysAsync("Paused at");

        await RestartAsync();
        if (place == "recorded/deposited")
            await Assert.ThrowsAnyAsync<Exception>(() => lost);
        // Whether the person got an answer or not, they hand it in again.
        var id = await Visitor.HandInAsync(need);
        await Visitor.DecideAsync(id, "endorse", "endorse");

        await GoesOnAsync(id);
        await NobodyWasAskedTwiceAsync(id);
        Assert.EndsWith("-0001", id, StringComparison.Ordinal);
        Assert.Single(await Visitor.JournalAsync(id), entry => entry.Type == "NeedDeposited");
    }

    [Fact]
    public async Task Killed_between_the_journal_and_the_wake_it_wakes_the_step_after_the_restart()
    {
        await StartAsync("recorded/decided:*.endorse.1");
        var id = await Visitor.DepositAsync();
        var decision = await Visitor.OpenAsync(id, "endorse", "endorse");
        var lost = Visitor.SendAsync(decision);
        await Host.SaysAsync("Paused at");

        await RestartAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => lost);
        // The person got no answer and sends again: it was taken.
        Assert.Equal(409, (await Visitor.SendAsync(decision)).Status);

        await GoesOnAsync(id);
        await NobodyWasAskedTwiceAsync(id);
    }
}
