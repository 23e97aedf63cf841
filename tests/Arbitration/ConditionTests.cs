using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Step3Arbitration;
using RegionSud.AiWorkflow.Tests.Admin;

namespace RegionSud.AiWorkflow.Tests.Arbitration;

public sealed class ConditionTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly string Arbitrate = new TaskOrder(SampleCase.Id, Step.Arbitration, 1, "arbitrate", 1).TaskId;

    [Fact]
    public void Complete_conditions_are_read_and_keep_their_number_when_one_between_them_is_empty()
    {
        var (conditions, problems) = Read(new(" Chiffrer. ", "Rssi", "01/03/2027"), new("", " ", null), new("Former les agents.", "DirectorateHead", "2028-11-24"));

        Assert.Empty(problems);
        Assert.Equal(
            [new ConditionText(1, "Chiffrer.", Role.Rssi, new DateOnly(2027, 3, 1)), new ConditionText(3, "Former les agents.", Role.DirectorateHead, new DateOnly(2028, 11, 24))], conditions);
    }

    [Theory]
    [InlineData("Chiffrer.", "", "2027-03-01", "condition-2-porteur")]
    [InlineData("Chiffrer.", "Dgs", "2027-03-01", "condition-2-porteur")]
    [InlineData("Chiffrer.", "6", "2027-03-01", "condition-2-porteur")]
    [InlineData("Chiffrer.", "Rssi", "", "condition-2-date")]
    [InlineData("Chiffrer.", "Rssi", "bientôt", "condition-2-date")]
    [InlineData("Chiffrer.", "Rssi", "2026-11-24", "condition-2-date")]
    [InlineData("Chiffrer.", "Rssi", "2028-11-25", "condition-2-date")]
    [InlineData("", "Rssi", "2027-03-01", "condition-2")]
    [InlineData("...", "Rssi", "2027-03-01", "condition-2")]
    public void A_condition_that_is_half_filled_is_refused_by_its_number(string text, string owner, string due, string field)
    {
        var (conditions, problems) = Read(new("Former les agents.", "Dtisu", "2027-03-01"), new(text, owner, due));

        Assert.Single(conditions);
        var problem = Assert.Single(problems);
        Assert.Equal(field, problem.Field);
        Assert.StartsWith("Condition 2\u00a0: ", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_condition_stands_until_its_owner_fulfils_it_or_the_DGS_decides_otherwise()
    {
        var accepted = Accepted(SampleCase.Case);
        Assert.Equal([1, 3], accepted.Conditions.Select(condition => condition.Number));
        Assert.False(accepted.Has(CaseFacts.Conditions));

        var first = Decide(accepted, StandingCondition.TaskKind, "ready", 1);
        Assert.Equal([true, false], first.Conditions.Select(condition => condition.Met));
        var blocked = Decide(first, StandingCondition.TaskKind, "blocked", 3);
        Assert.Equal([true, false], blocked.Conditions.Select(condition => condition.Met));
        Assert.Equal("ready", blocked.Decisions["fulfil-condition.1"].Choice);
        Assert.Equal((Role.Rssi, "blocked"), (blocked.Decisions["fulfil-condition.3"].Role!.Value, blocked.Decisions["fulfil-condition.3"].Choice));

        Assert.Equal(2, Decide(blocked, "arbitrate", "defer", 2).Conditions.Count);
        Assert.Empty(Decide(blocked, "arbitrate", "accept", 2).Conditions);
        var again = Accepted(blocked);
        Assert.All(again.Conditions, condition => Assert.False(condition.Met));
        Assert.DoesNotContain(again.Decisions.Keys, place => place.StartsWith(StandingCondition.TaskKind, StringComparison.Ordinal));
    }

    [Fact]
    public void A_journal_of_before_with_conditions_in_one_text_keeps_its_fact()
    {
        var accepted = Decide(SampleCase.Case, "arbitrate", "accept-with-conditions", 1);

        Assert.Empty(accepted.Conditions);
        Assert.True(accepted.Has(CaseFacts.Conditions));
    }

    [Fact]
    public void Reminders_of_a_condition_come_before_its_date_and_the_escalation_after_it()
    {
        var kind = Rendering.Rules.Tasks[StandingCondition.TaskKind];
        var clock = new TaskClock(new FrenchWorkingDays([]), Rendering.Rules, TimeProvider.System);
        var opened = new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

        var far = clock.DelayOf(kind, Task(opened, new DateTimeOffset(2027, 1, 5, 17, 0, 0, TimeSpan.Zero)));
        // 29 working days: 25 December and 1 January are none.
        Assert.Equal(28, far.Due);
        Assert.Equal([19, 26], far.Remind);
        Assert.Equal([31], far.Escalate);

        var near = clock.DelayOf(kind, Task(opened, new DateTimeOffset(2026, 11, 27, 17, 0, 0, TimeSpan.Zero)));
        Assert.Equal(3, near.Due);
        Assert.Equal([1], near.Remind);
        Assert.Equal([6], near.Escalate);
        var passed = clock.DelayOf(kind, Task(opened, opened.AddDays(-40)));
        Assert.Equal((0, 0), (passed.Due, passed.Remind.Count));
    }

    private static PendingTask Task(DateTimeOffset opened, DateTimeOffset due) => new("t", StandingCondition.TaskKind, Role.Rssi, ["p"], opened, due, 0, false);

    private static (IReadOnlyList<ConditionText> Conditions, IReadOnlyList<Problem> Problems) Read(params TypedCondition[] typed) => ConditionReading.Read(typed, Today);

    private static UseCase Accepted(UseCase before) => Decide(
        before.Apply(before.Version + 1, Rendering.Now, "p", new CaseEvent.ConditionsSet(
            Arbitrate, [new AcceptanceCondition(1, Role.Dtisu, new DateOnly(2027, 3, 1)), new AcceptanceCondition(3, Role.Rssi, new DateOnly(2027, 3, 1))])),
        "arbitrate", "accept-with-conditions", 1);

    private static UseCase Decide(UseCase before, string kind, string choice, int number) => before.Apply(
        before.Version + 1, Rendering.Now, "p", new CaseEvent.TaskDecided(
            new TaskOrder(SampleCase.Id, Step.Development, 1, kind, number).TaskId, kind, Role.Rssi, choice, SampleCase.Document, 1, "1", null));
}
