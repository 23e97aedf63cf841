using RegionSud.AiWorkflow.Local.Faults;

namespace RegionSud.AiWorkflow.Tests.Kills;

public sealed class PauseAtTests
{
    [Theory]
    [InlineData("recorded", "opened:IA-2026-0001.Need.1.review.1")]
    [InlineData("recorded", "decided:IA-2026-0001.Need.1.review.2")]
    [InlineData("sending", "decided:IA-2026-0001.Need.1.review.1")]
    public async Task Who_comes_to_another_place_passes(string moment, string name) =>
        await PauseAt.Parse("recorded/decided:*.review.1").PassAsync(moment, name);

    [Fact]
    public void Who_comes_to_the_place_stays_there() =>
        Assert.False(PauseAt.Parse("recorded/decided:*.review.1").PassAsync("recorded", "decided:IA-2026-0001.Need.1.review.1").IsCompleted);

    [Theory]
    [InlineData("review")]
    [InlineData("before/review")]
    [InlineData("sent/")]
    public void A_place_that_is_none_stops_the_start(string text) => Assert.Throws<FormatException>(() => PauseAt.Parse(text));
}
