using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Local.Demo;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>Qualification and what it forbids.</summary>
public sealed class QualificationScenarios(LocalHostFixture fixture) : Scenario(fixture)
{
    [Fact]
    public async Task DSIPN_asks_the_requester_for_more_and_gets_it()
    {
        var id = await ReachAsync(Step.Qualification);
        await DecideAsync(id, "qualify", "more-information", ("motif", "Combien de comptes rendus par mois ?"));
        Assert.Contains("Combien de comptes rendus par mois ?", (await TaskPageAsync(id, "inform")).Text, StringComparison.Ordinal);
        await DecideAsync(id, "inform", "send", ("motif", "Une quarantaine par mois."));

        Assert.Contains("Une quarantaine par mois.", (await TaskPageAsync(id, "qualify")).Text, StringComparison.Ordinal);
        await DecideAsync(id, "qualify", "unfavourable");
        await Client.MailAsync(id, "arbitrate", Cancellation);
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task A_prohibited_use_gets_no_favourable_opinion_and_can_only_be_refused()
    {
        var id = await ReachAsync(Step.Qualification);
        var emotions = new Dictionary<string, string> { ["q-prohibited-emotions"] = "yes" };
        var favourable = await Client.AnswerAsync(id, "qualify", "favourable", emotions, Cancellation);
        Assert.Equal(422, favourable.Status);
        Assert.Contains("Seul un avis défavorable est possible.", favourable.Text, StringComparison.Ordinal);
        await DecideAsync(id, "qualify", "unfavourable", ("q-prohibited-emotions", "yes"));

        var page = await TaskPageAsync(id, "arbitrate");
        foreach (var choice in (string[])["accept", "accept-with-conditions", "defer"])
        {
            var answer = await Client.SendAsync(page, FilledForm.Of(page, choice, []), Cancellation);
            Assert.Equal(422, answer.Status);
            Assert.Contains("il ne peut être que refusé", answer.Text, StringComparison.Ordinal);
        }

        await DecideAsync(id, "arbitrate", "refuse", ("motif", "La lecture des émotions est interdite."));
        var state = await StatusAsync(id, "Closed");
        Assert.Equal(("Refused", "Unacceptable"), (state.GetProperty("end").GetString(), state.GetProperty("riskClass").GetString()));
        await AssertSoundAsync(id);
    }
}
