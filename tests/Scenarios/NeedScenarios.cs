using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Local.Demo;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>The loops of the first step.</summary>
public sealed class NeedScenarios(LocalHostFixture fixture) : Scenario(fixture)
{
    [Fact]
    public async Task A_form_with_gaps_is_asked_back_for_the_gaps_alone()
    {
        var id = await DepositAsync(("problem", null), ("alternatives", null), ("users", null), ("experiment", null));

        var page = await TaskPageAsync(id, "complete");
        // What hangs on an answer that is asked is asked with it: nothing hides it without a script.
        Assert.Equal(["problem", "alternatives", "users", "experiment", "partner"], page.Questions);
        var half = await Client.SendAsync(page, FilledForm.Of(page, "send", new Dictionary<string, string> { ["q-problem"] = "" }), Cancellation);
        Assert.Equal(422, half.Status);
        Assert.Contains("Un point est à corriger", half.Text, StringComparison.Ordinal);

        await DecideAsync(id, "complete", "send", ("q-problem", "Les comptes rendus arrivent un mois trop tard."));
        var head = await TaskPageAsync(id, "endorse");
        Assert.Contains("Les comptes rendus arrivent un mois trop tard.", head.Text, StringComparison.Ordinal);
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task Who_does_not_know_it_all_is_asked_again_up_to_the_limit_then_DTISU_says_how_to_go_on()
    {
        var rounds = Services.GetRequiredService<CharterRules>().Intake.Reading.Rounds;
        var id = await DepositAsync(("problem", null), ("alternatives", null));
        var silent = await Client.AnswerAsync(id, "complete", "partial", new Dictionary<string, string> { ["q-problem"] = "", ["motif"] = "" }, Cancellation);
        Assert.Equal(422, silent.Status);
        await DecideAsync(id, "complete", "partial", ("q-problem", ""), ("q-alternatives", "Un modèle de document."), ("motif", "Je ne connais pas encore le coût."));
        for (var round = 2; round <= rounds; round++)
        {
            Assert.Equal(["problem"], (await TaskPageAsync(id, "complete")).Questions);
            await DecideAsync(id, "complete", "partial", ("q-problem", ""), ("motif", $"Toujours pas, {round}."));
        }

        var asked = await Client.MailAsync(id, "settle-gaps", Cancellation);
        Assert.Contains($"Toujours pas, {rounds}.", asked.Text, StringComparison.Ordinal);
        Assert.Contains($"Toujours pas, {rounds}.", (await TaskPageAsync(id, "settle-gaps")).Text, StringComparison.Ordinal);
        await DecideAsync(id, "settle-gaps", "ask-again", ("motif", "Demandez à votre service financier."));
        Assert.Contains("Demandez à votre service financier.", (await Client.MailAsync(id, "complete", Cancellation)).Text, StringComparison.Ordinal);
        Assert.Contains("Demandez à votre service financier.", (await TaskPageAsync(id, "complete")).Text, StringComparison.Ordinal);
        await DecideAsync(id, "complete", "partial", ("q-problem", ""), ("motif", "Il ne sait pas non plus."));
        await DecideAsync(id, "settle-gaps", "go-on", ("motif", "Le besoin se comprend sans cela."));

        Assert.Contains("Sans réponse à ce jour", (await TaskPageAsync(id, "endorse")).Text, StringComparison.Ordinal);
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task A_returned_need_is_corrected_and_endorsed_again_before_it_is_passed_on()
    {
        var id = await DepositAsync();
        await DecideAsync(id, "endorse", "endorse");
        await DecideAsync(id, "review", "return", ("motif", "Dites qui relira les résumés."));

        var mail = await Client.MailAsync(id, "correct", Cancellation);
        Assert.Equal("camille.martin@region.example", mail.To);
        Assert.Contains("Dites qui relira les résumés.", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Dites qui relira les résumés.", (await TaskPageAsync(id, "correct")).Text, StringComparison.Ordinal);
        await DecideAsync(id, "correct", "send", ("q-problem", "Deux agentes reliront chaque résumé."), ("motif", "J’ai ajouté les relectrices."));
        Assert.Contains("Deux agentes reliront chaque résumé.", (await TaskPageAsync(id, "endorse")).Text, StringComparison.Ordinal);
        await DecideAsync(id, "endorse", "endorse");
        var unclear = await Client.AnswerAsync(id, "review", "pass", new Dictionary<string, string> { ["q-clear"] = "no" }, Cancellation);
        Assert.Equal(422, unclear.Status);
        Assert.Contains("Le besoin ne peut pas être transmis sur cette réponse", unclear.Text, StringComparison.Ordinal);
        await DecideAsync(id, "review", "pass");

        await StepAsync(id, Step.Qualification, 1);
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task A_closing_that_DTISU_proposes_is_the_directorates_to_contest_or_to_accept()
    {
        var id = await DepositAsync();
        await DecideAsync(id, "endorse", "endorse");
        await DecideAsync(id, "review", "propose-closing", ("motif", "Un modèle de document suffit."));
        Assert.Contains("Un modèle de document suffit.", (await TaskPageAsync(id, "closing")).Text, StringComparison.Ordinal);
        await DecideAsync(id, "closing", "maintain", ("motif", "Nous l’avons essayé pendant un an."));
        Assert.Contains("Nous l’avons essayé pendant un an.", (await TaskPageAsync(id, "review")).Text, StringComparison.Ordinal);
        await DecideAsync(id, "review", "propose-closing", ("motif", "Le volume ne le justifie pas."));
        await DecideAsync(id, "closing", "accept");

        var state = await StatusAsync(id, "Closed");
        Assert.Equal("NotPursued", state.GetProperty("end").GetString());
        var told = await ToldAsync(id, "Le besoin n’est pas poursuivi");
        Assert.Contains("Le volume ne le justifie pas.", told.Text, StringComparison.Ordinal);
        await AssertSoundAsync(id);
    }
}
