using System.Globalization;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Register;
using RegionSud.AiWorkflow.Watch;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>A morning that finds something, as people see it.</summary>
public sealed class LawScenarios(LocalHostFixture fixture) : Scenario(fixture)
{
    [Fact]
    public async Task A_guarantee_that_runs_out_is_said_in_the_mail_on_the_page_and_in_the_follow_up()
    {
        // A day of its own: the look at that day's list touches no other scenario's case.
        var until = TimeProvider.System.ParisToday().AddDays(1_000 + Random.Shared.Next(1_000));
        var id = await ReachAsync(Step.Development);
        await DecideAsync(id, "build", "ready", ("q-model", ModelOf(id)), ("q-non-training-until", until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        foreach (var kind in (string[])["protect", "secure", "accompany"])
            await DecideAsync(id, kind, "ready");
        await EvaluateAsync(id, "deploy", "deploy");
        await StatusAsync(id, "InProduction");

        var (day, version) = (until.AddDays(-30), Services.GetRequiredService<CharterRules>().Version);
        await new DurableOrchestrations(Services.GetRequiredService<DurableTaskClient>())
            .StartLawWatchAsync(new LawWatchInput(LawWatch.IdOf(day, version), day, version, [CaseListNames.OfExpiry(day)]), Cancellation);

        var said = $"Pièce valable jusqu’au {French.Date(until)} seulement".Replace('\u00a0', ' ');
        Assert.Contains(said, (await Client.MailAsync(id, "recheck-dsipn", Cancellation)).Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains(said, (await TaskPageAsync(id, "recheck-dsipn")).Text, StringComparison.Ordinal);
        Assert.Contains("après un changement du droit ou d’une pièce", (await Client.OpenAsync($"/dossiers/{id}", "Dtisu", Cancellation)).Text, StringComparison.Ordinal);
        await Infrastructure.Eventually.Get(
            () => Client.OpenAsync("/suivi", "Dtisu", Cancellation), page => page.Text.Contains($"pour le {French.Date(day)}".Replace('\u00a0', ' '), StringComparison.Ordinal));

        await DecideAsync(id, "recheck-directorate", "conform");
        await DecideAsync(id, "recheck-dsipn", "conform");
        await AssertSoundAsync(id);
    }
}
