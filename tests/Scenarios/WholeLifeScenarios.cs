using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Adapters.Forms;
using RegionSud.AiWorkflow.Local.Demo;
using RegionSud.AiWorkflow.Tests.Forms;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>From a PDF that another program filled in to production, and back for a re-check.</summary>
public sealed class PdfLifeScenario(LocalHostFixture fixture) : Scenario(fixture)
{
    [Fact]
    public async Task A_PDF_filled_by_another_program_goes_to_production_and_comes_back_when_its_model_changes()
    {
        var id = await Client.DepositAsync(SampleFiles.Bytes("besoin-pdftk.pdf"), "besoin-pdftk.pdf", Cancellation);
        // The form is of an older version: only what today's asks beside it is asked back.
        var gaps = await TaskPageAsync(id, "complete");
        Assert.Contains("Que se passe-t-il si rien n’est fait", gaps.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("q-problem", gaps.Form.InnerHtml, StringComparison.Ordinal);
        await DecideAsync(id, "complete", "send");
        var head = await TaskPageAsync(id, "endorse");
        Assert.Contains("des commissions d’Évreux à Nîmes", head.Text, StringComparison.Ordinal);

        await ReachAsync(Step.Maintenance, id);
        await ToldAsync(id, "La solution est déployée");
        Assert.Contains(id, (await Client.OpenAsync("/registre", null, Cancellation)).Text, StringComparison.Ordinal);

        await Client.CaseAsync(id, c => c.GetProperty("nextRecheck").ValueKind != JsonValueKind.Null, "le premier réexamen n’est pas prévu", Cancellation);
        // Lists follow the journal by a moment.
        await Eventually.Get(
            () => Client.OpenAsync("/suivi/echeances", "Dtisu", Cancellation), months => months.Text.Contains($"Réexamen périodique : {id}", StringComparison.Ordinal));
        Assert.Equal(403, (await Client.OpenAsync("/suivi/echeances", "Agent", Cancellation)).Status);

        var changed = await Client.PutModelAsync(ModelOf(id), "2026-06", Cancellation);
        Assert.Equal("2026-01", changed.GetProperty("change").GetProperty("from").GetString());
        Assert.Equal("Light", changed.GetProperty("change").GetProperty("grade").GetString());
        var page = await TaskPageAsync(id, "confirm-change");
        Assert.Contains("la version passe de « 2026-01 » à « 2026-06 »", page.Text, StringComparison.Ordinal);
        await DecideAsync(id, "confirm-change", "conform");

        var state = await Client.CaseAsync(id, c => c.GetProperty("rechecks").GetInt32() == 1 && c.GetProperty("tasks").GetArrayLength() == 0, "le réexamen n’est pas conclu", Cancellation);
        Assert.Equal("InProduction", state.GetProperty("status").GetString());
        Assert.Equal("2026-06", state.GetProperty("models")[0].GetProperty("version").GetString());
        await AssertSoundAsync(id);
    }
}

/// <summary>The same from Word.</summary>
public sealed class WordLifeScenario(LocalHostFixture fixture) : Scenario(fixture)
{
    [Fact]
    public async Task A_Word_form_goes_to_production_after_a_loop_by_way_of_development()
    {
        var id = await Client.DepositAsync(SampleFiles.Bytes("besoin-libreoffice.docx"), "besoin.docx", Cancellation);
        await DecideAsync(id, "complete", "send");
        await ReachAsync(Step.Evaluation, id);
        await EvaluateAsync(id, "deploy", "modify");
        await DecideAsync(id, "evaluate-dgs", "modify", ("motif", "Les résumés sont encore trop longs."));
        await StepAsync(id, Step.Development, 2);
        var told = await ToldAsync(id, "La solution retourne en développement");
        Assert.Contains("Les résumés sont encore trop longs.", told.Text, StringComparison.Ordinal);
        Assert.Contains("Les résumés sont encore trop longs.", (await TaskPageAsync(id, "build")).Text, StringComparison.Ordinal);

        await DevelopAsync(id);
        await EvaluateAsync(id, "deploy", "deploy");
        await StatusAsync(id, "InProduction");
        await AssertSoundAsync(id);
    }
}

/// <summary>The show itself.</summary>
public sealed class DemoScenario(LocalHostFixture fixture) : Scenario(fixture)
{
    [Fact]
    public async Task The_demonstration_plays_a_whole_life_and_says_so()
    {
        await using var output = new StringWriter();
        var demo = new Demonstration(Client, Fixture.Site, output);

        var played = await demo.PlayAsync(
            Services.GetRequiredService<CharterRules>().Forms["need"], new PdfFormWriter(), TimeSpan.FromSeconds(2), Cancellation);

        Assert.True(played, output.ToString());
        Assert.Contains("Démonstration terminée", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_demonstration_that_fails_says_what_it_was_doing_and_throws_nothing()
    {
        using var nobody = new CaseClient(new Uri("http://127.0.0.1:9/"), TimeSpan.FromSeconds(5));
        await using var output = new StringWriter();

        var played = await new Demonstration(nobody, new Uri("http://127.0.0.1:9/"), output).PlayAsync(
            Services.GetRequiredService<CharterRules>().Forms["need"], new PdfFormWriter(), null, Cancellation);

        Assert.False(played);
        Assert.Contains("s’est arrêtée à ceci\u00a0: Camille Martin dépose le formulaire rempli.", output.ToString(), StringComparison.Ordinal);
    }
}
