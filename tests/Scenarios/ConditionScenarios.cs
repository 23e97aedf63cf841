using System.Globalization;
using System.Text.Json;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Local.Demo;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>Conditions of an acceptance: each with its owner and its date, and the trial waits for all.</summary>
public sealed class ConditionScenarios(LocalHostFixture fixture) : QuietScenario(fixture)
{
    private static (string, string)[] Two =>
    [
        ("condition-1", "Chiffrer les comptes rendus."), ("condition-1-porteur", "Rssi"), ("condition-1-date", Day(200)),
        ("condition-3", "Former les agents des lycées."), ("condition-3-porteur", "DirectorateHead"), ("condition-3-date", Day(300)),
    ];

    [Fact]
    public async Task Each_condition_is_asked_of_its_owner_for_its_date_and_the_trial_waits_for_all()
    {
        var id = await ReachAsync(Step.Arbitration);
        await DecideAsync(id, "arbitrate", "accept-with-conditions", Two);
        var told = await ToldAsync(id, "accepté sous conditions");
        Assert.Contains("Former les agents des lycées.", told.Text, StringComparison.Ordinal);
        Assert.Contains("Direction des Lycées, au plus tard le", told.Text, StringComparison.Ordinal);
        await DevelopAsync(id);

        var state = await Client.CaseAsync(id, found => Conditions(found).Count == 2, "pas deux conditions seules", Cancellation);
        Assert.Equal("Development", state.GetProperty("step").GetString());
        Assert.Equal([("fulfil-condition.1", "Rssi"), ("fulfil-condition.3", "DirectorateHead")], Conditions(state).Order());
        var page = await TaskPageAsync(id, "fulfil-condition");
        Assert.Contains("La condition posée par la DGS", page.Text, StringComparison.Ordinal);
        await DecideAsync(id, "fulfil-condition", "ready", ("motif", "Procès-verbal du 12."));
        await Client.CaseAsync(id, found => Conditions(found).Count == 1, "pas une condition seule", Cancellation);
        await DecideAsync(id, "fulfil-condition", "ready", ("motif", "Feuilles de présence."));
        await StepAsync(id, Step.Evaluation, 1);

        var journal = await Client.JournalAsync(id, Cancellation);
        var set = Assert.Single(journal, row => row.Type == "ConditionsSet").Data.GetProperty("conditions").EnumerateArray().ToList();
        Assert.Equal([(1, "Rssi", Day(200)), (3, "DirectorateHead", Day(300))], set.Select(one => (one.GetProperty("number").GetInt32(), one.GetProperty("owner").GetString()!, one.GetProperty("due").GetString()!)));
        Assert.DoesNotContain(journal, row => row.Data.GetRawText().Contains("Chiffrer", StringComparison.Ordinal));
        Assert.False(string.IsNullOrEmpty(Assert.Single(journal, row => row.Type == "WeightsApplied").Data.GetProperty("weightsVersion").GetString()));
        var file = await Client.OpenAsync($"/dossiers/{id}", "Dtisu", Cancellation);
        foreach (var words in new[] { "Chiffrer les comptes rendus.", "Procès-verbal du 12.", "Feuilles de présence." })
            Assert.Contains(words, file.Text, StringComparison.Ordinal);

        await EvaluateAsync(id, "modify", "modify");
        await Client.MailAsync(id, "build", Cancellation);
        var second = await Client.CaseAsync(id, found => found.GetProperty("tasks").GetArrayLength() == 4, "pas quatre demandes", Cancellation);
        Assert.Empty(Conditions(second));
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task A_condition_that_cannot_be_fulfilled_sends_the_case_back_to_the_DGS_with_its_reason()
    {
        var id = await ReachAsync(Step.Arbitration);
        await DecideAsync(id, "arbitrate", "accept-with-conditions", Two);
        await DecideAsync(id, "fulfil-condition", "blocked", ("motif", "L’éditeur ne chiffre pas."));
        await StepAsync(id, Step.Arbitration, 2);

        Assert.Contains("L’éditeur ne chiffre pas.", (await ToldAsync(id, "le cas retourne à l’arbitrage")).Text, StringComparison.Ordinal);
        var page = await TaskPageAsync(id, "arbitrate");
        Assert.Contains("L’éditeur ne chiffre pas.", page.Text, StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector("a[href='/arbitrage']"));
        await DecideAsync(id, "arbitrate", "accept");
        await StepAsync(id, Step.Development, 2);
        var state = await Client.CaseAsync(id, found => found.GetProperty("tasks").GetArrayLength() == 4, "pas quatre demandes", Cancellation);
        Assert.Empty(Conditions(state));
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task Conditions_that_are_missing_half_filled_or_of_another_choice_are_refused_and_nothing_moves()
    {
        var id = await ReachAsync(Step.Arbitration);
        var page = await TaskPageAsync(id, "arbitrate");

        await UnchangedAsync(id, async () =>
        {
            await RefusedAsync("accept-with-conditions", "Écrivez au moins une condition", ("condition-1", ""), ("condition-1-porteur", ""), ("condition-1-date", ""));
            await RefusedAsync("accept-with-conditions", "Condition 1\u00a0: choisissez qui en répond.", ("condition-1-porteur", ""));
            await RefusedAsync("accept-with-conditions", "Condition 1\u00a0: choisissez qui en répond.", ("condition-1-porteur", "Dgs"));
            await RefusedAsync("accept-with-conditions", "Condition 1\u00a0: indiquez sa date", ("condition-1-date", Day(0)));
            await RefusedAsync("accept-with-conditions", "Condition 4\u00a0: écrivez ce qui doit être fait", ("condition-4-porteur", "Dpo"), ("condition-4-date", Day(10)));
            await RefusedAsync("accept", "Vous avez écrit des conditions", ("condition-2", "Chiffrer."));
        });

        async Task RefusedAsync(string choice, string why, params (string, string)[] given)
        {
            var answer = await Client.SendAsync(page, FilledForm.Of(page, choice, Fields(given)), Cancellation);
            Assert.Equal(422, answer.Status);
            Assert.Contains(why, answer.Document.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
            foreach (var link in answer.Document.QuerySelectorAll("[role=alert] a"))
                Assert.NotNull(answer.Document.GetElementById(link.GetAttribute("href")![1..]));
        }
    }

    private static string Day(int days) => TimeProvider.System.ParisToday().AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static List<(string, string)> Conditions(JsonElement state) =>
    [
        .. state.GetProperty("tasks").EnumerateArray().Where(task => task.GetProperty("kind").GetString() == "fulfil-condition")
            .Select(task => (string.Join('.', task.GetProperty("id").GetString()!.Split('.')[3..]), task.GetProperty("role").GetString()!)),
    ];
}
