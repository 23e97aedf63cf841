using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Tests.Steps;

/// <summary>Who is asked beside the holders, by the delegations of a day.</summary>
public sealed class DeputiesTests
{
    private static readonly DateOnly Day = new(2026, 12, 21);

    [Fact]
    public void A_delegation_holds_on_its_days_and_on_no_other()
    {
        var one = Gives("head", "deputy", Day, Day.AddDays(4));
        Assert.Equal([new Handing("head", "deputy", HandingCause.Delegation, Day.AddDays(4))], Deputies.Of(["head"], [one], [], Day));
        Assert.Single(Deputies.Of(["head"], [one], [], Day.AddDays(4)));
        Assert.Empty(Deputies.Of(["head"], [one], [], Day.AddDays(-1)));
        Assert.Empty(Deputies.Of(["head"], [one], [], Day.AddDays(5)));
        Assert.Empty(Deputies.Of(["head"], [one with { RevokedAt = DateTimeOffset.UnixEpoch }], [], Day));
        Assert.Empty(Deputies.Of(["another"], [one], [], Day));
    }

    [Fact]
    public void A_chain_ends_with_its_last_and_holds_no_longer_than_its_shortest_link()
    {
        Delegation[] chain = [Gives("a", "b", Day, Day.AddDays(9)), Gives("b", "c", Day, Day.AddDays(3)), Gives("c", "d", Day, Day.AddDays(6)), Gives("d", "e", Day, Day.AddDays(6))];
        // Three links and no more.
        Assert.Equal([new Handing("a", "d", HandingCause.Delegation, Day.AddDays(3))], Deputies.Of(["a"], chain, [], Day));
    }

    [Fact]
    public void A_circle_ends_before_it_closes()
    {
        Delegation[] circle = [Gives("a", "b", Day, Day), Gives("b", "c", Day, Day), Gives("c", "a", Day, Day)];
        Assert.Equal("c", Assert.Single(Deputies.Of(["a"], circle, [], Day)).To);
        Assert.Empty(Deputies.Of(["a"], [Gives("a", "a", Day, Day)], [], Day));
    }

    [Fact]
    public void Who_sent_the_need_is_nobody_s_delegate_on_it()
    {
        Assert.Empty(Deputies.Of(["head"], [Gives("head", "author", Day, Day)], ["author"], Day));
        // Who comes before or after in the chain is.
        Assert.Equal("last", Assert.Single(Deputies.Of(["head"], [Gives("head", "author", Day, Day), Gives("author", "last", Day, Day)], ["author"], Day)).To);
        Assert.Equal("first", Assert.Single(Deputies.Of(["head"], [Gives("head", "first", Day, Day), Gives("first", "author", Day, Day)], ["author"], Day)).To);
    }

    [Fact]
    public void Of_two_delegations_for_the_same_day_the_one_entered_last_counts()
    {
        var older = Gives("head", "first", Day, Day);
        var newer = Gives("head", "second", Day, Day) with { EnteredAt = older.EnteredAt.AddDays(1) };
        Assert.Equal("second", Assert.Single(Deputies.Of(["head"], [newer, older], [], Day)).To);
    }

    [Fact]
    public void A_task_that_passed_on_asks_a_delegate_until_the_last_day_and_the_relieved_no_more()
    {
        var task = new PendingTask("t", "review", Role.Dtisu, ["head"], DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 0, false)
            .Handed(new CaseEvent.TaskHanded("t", "head", "deputy", HandingCause.Delegation, false, Day, null));
        Assert.Equal(["head", "deputy"], task.AskedOn(Day));
        Assert.Equal(["head"], task.AskedOn(Day.AddDays(1)));

        var relieved = task.Handed(new CaseEvent.TaskHanded("t", "head", null, HandingCause.Conflict, true, null, null));
        Assert.Equal(["deputy"], relieved.AskedOn(Day));
        Assert.Equal(["head"], relieved.Left);
        // DTISU can give it back to somebody who was relieved for another reason.
        Assert.Equal(["deputy", "head"], relieved.Handed(new CaseEvent.TaskHanded("t", null, "head", HandingCause.Reassigned, false, null, null)).AskedOn(Day));
    }

    private static Delegation Gives(string from, string to, DateOnly first, DateOnly last) =>
        new($"{from}-{to}", from, to, first, last, "Arrêté", new DocumentRef(new string('a', 64), "application/pdf", 1), "clerk", new DateTimeOffset(2026, 12, 1, 8, 0, 0, TimeSpan.Zero));
}
