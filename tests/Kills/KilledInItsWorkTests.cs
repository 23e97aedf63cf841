using MimeKit;

namespace RegionSud.AiWorkflow.Tests.Kills;

/// <summary>Killed in the middle of an activity, or with a mail on its way.</summary>
[Trait("Category", "Slow")]
public sealed class KilledInItsWorkTests : KilledHost
{
    [Theory]
    [InlineData("recorded/opened:*.review.1")]
    [InlineData("sending/*.review.1.asked.*")]
    public async Task Killed_in_the_middle_of_an_activity_it_finishes_it_after_the_restart(string place)
    {
        await StartAsync(place);
        var id = await Visitor.DepositAsync();
        await Visitor.DecideAsync(id, "endorse", "endorse");
        await Host.SaysAsync("Paused at");

        await RestartAsync();

        await GoesOnAsync(id);
        await NobodyWasAskedTwiceAsync(id);
    }

    [Fact]
    public async Task Killed_after_a_mail_left_and_before_that_was_noted_it_can_only_send_it_again_as_the_same_mail()
    {
        await StartAsync("sent/*.review.1.asked.*");
        var id = await Visitor.DepositAsync();
        await Visitor.DecideAsync(id, "endorse", "endorse");
        await Host.SaysAsync("Paused at");

        await RestartAsync();

        await GoesOnAsync(id);
        await ChainIsSoundAsync(id);
        // No mail server tells afterwards what it took: the one gap that is left. Mail programs show one mail per Message-ID.
        var twice = Assert.Single((await ReceivedAsync()).GroupBy(mail => mail.MessageId), same => same.Count() > 1);
        Assert.Equal(2, twice.Count());
        Assert.Single(twice.Select(mail => mail.TextBody).Distinct());
    }
}
