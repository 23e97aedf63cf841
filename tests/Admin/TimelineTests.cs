using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Admin;

namespace RegionSud.AiWorkflow.Tests.Admin;

public sealed class TimelineTests
{
    private readonly Timeline timeline = new(Rendering.Rules);

    [Fact]
    public void The_samples_have_one_event_of_each_type_that_a_journal_can_hold() =>
        Assert.Equal(
            CaseEventJson.Names.Order(StringComparer.Ordinal),
            SampleCase.OneOfEach.Select(happened => happened.GetType().Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Each_type_of_event_has_a_French_sentence_without_a_word_of_the_code()
    {
        foreach (var happened in SampleCase.OneOfEach)
        {
            var sentence = timeline.SentenceOf(happened);
            Assert.EndsWith(".", sentence, StringComparison.Ordinal);
            Assert.DoesNotContain(happened.GetType().Name, sentence, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"\b(Need|Qualification\.|review|pass|conform|Deploy|High|annex-iii|Withdrawn|lycees)\b", sentence);
            Assert.DoesNotMatch(@"\S [:;!?»]|« |\p{L}'\p{L}", sentence);
        }
    }

    [Theory]
    [InlineData("NotPursued"), InlineData("PassedOn"), InlineData("Favourable"), InlineData("Unfavourable"), InlineData("Accepted"), InlineData("Refused")]
    [InlineData("Ready"), InlineData("Blocked"), InlineData("Deploy"), InlineData("Modify"), InlineData("Stop"), InlineData("Requalify"), InlineData("Withdrawn")]
    public void Each_outcome_of_a_step_is_said_in_French(string outcome) =>
        Assert.DoesNotContain(outcome, timeline.SentenceOf(new CaseEvent.StepConcluded(Step.Need, 1, outcome)), StringComparison.Ordinal);

    [Fact]
    public void Every_task_choice_and_role_of_the_rules_is_said_in_French()
    {
        foreach (var kind in Rendering.Rules.Tasks.Values)
        {
            foreach (var choice in kind.Choices)
            {
                var decided = new CaseEvent.TaskDecided("t", kind.Id, kind.Role, choice.Id, SampleCase.Document, 1, "1", null);
                Assert.DoesNotMatch(@"\b(Requester|DirectorateHead|Dtisu|Dsipn|Dgs|Dpo|Rssi)\b|\S [:;!?]", timeline.SentenceOf(decided));
            }
        }
    }

    [Fact]
    public void An_entry_of_a_later_version_is_shown_by_its_type_and_breaks_nothing()
    {
        var entry = SampleCase.Journal[0] with { Type = "SomethingOfTomorrow", Data = "{}" };
        Assert.Contains("SomethingOfTomorrow", timeline.SentenceOf(entry), StringComparison.Ordinal);
    }
}
