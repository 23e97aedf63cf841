using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Local.Demo;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>A forwarded link is not enough for a decision that weighs.</summary>
public sealed class SecondFactorScenarios(LocalHostFixture fixture) : Scenario(fixture)
{
    [Fact]
    public async Task A_weighty_decision_waits_for_the_code_that_is_mailed_to_the_addressee_and_is_receipted()
    {
        var id = await ReachAsync(Step.Arbitration);
        var page = await TaskPageAsync(id, "arbitrate");

        var asked = await Client.SendAsync(page, FilledForm.Of(page, "refuse", [new("motif", "Le besoin est couvert autrement.")]), Cancellation);
        Assert.Equal("Confirmez votre décision", asked.Heading);
        Assert.EndsWith("/code", asked.Address.AbsolutePath, StringComparison.Ordinal);
        var mail = (await Client.MailsAsync(id, Cancellation)).First(sent => sent.Id.Contains(".code.", StringComparison.Ordinal));
        Assert.Equal("dgs@region.example", mail.To);
        Assert.DoesNotContain(await Client.CodeAsync(id, Cancellation), asked.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(await Client.JournalAsync(id, Cancellation), row => row.Type == "TaskDecided" && row.Data.ToString().Contains("arbitrate", StringComparison.Ordinal));

        var code = await Client.CodeAsync(id, Cancellation);
        var wrong = await Client.SendAsync(asked, FilledForm.Of(asked, null, [new("code", code == "000000" ? "111111" : "000000")]), Cancellation);
        Assert.Equal(422, wrong.Status);
        Assert.Contains("Il vous reste 4 essais.", wrong.Text, StringComparison.Ordinal);
        // As people type it.
        var decided = await Client.SendAsync(wrong, FilledForm.Of(wrong, null, [new("code", $" {code[..3]} {code[3..]} ")]), Cancellation);
        Assert.Equal("Votre décision est enregistrée", decided.Heading);

        var state = await StatusAsync(id, "Closed");
        Assert.Equal("Refused", state.GetProperty("end").GetString());
        Assert.Contains("par un code envoyé à son adresse", (await Client.OpenAsync($"/dossiers/{id}", "Dtisu", Cancellation)).Text, StringComparison.Ordinal);
        var receipt = await ToldAsync(id, "Votre décision est enregistrée");
        Assert.Equal("dgs@region.example", receipt.To);
        Assert.Contains("Le besoin est couvert autrement.", receipt.Text, StringComparison.Ordinal);
        // The code is used up.
        Assert.NotEqual("Votre décision est enregistrée", (await Client.SendAsync(asked, FilledForm.Of(asked, null, [new("code", code)]), Cancellation)).Heading);
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task Who_is_signed_in_as_the_addressee_needs_no_code_and_who_is_signed_in_as_another_does()
    {
        var id = await ReachAsync(Step.Arbitration);
        var link = (await Client.MailAsync(id, "arbitrate", Cancellation)).Links[0];

        var other = await Client.OpenAsync(link, "Dtisu", Cancellation);
        Assert.Contains("Ce lien a été envoyé à quelqu’un d’autre.", other.Text, StringComparison.Ordinal);
        var asked = await Client.SendAsync(other, FilledForm.Of(other, "refuse", []), Cancellation);
        Assert.Equal("Confirmez votre décision", asked.Heading);

        var own = await Client.OpenAsync(link, "Dgs", Cancellation);
        Assert.DoesNotContain("envoyé à quelqu’un d’autre", own.Text, StringComparison.Ordinal);
        var decided = await Client.SendAsync(own, FilledForm.Of(own, "refuse", []), Cancellation);
        Assert.Equal("Votre décision est enregistrée", decided.Heading);
        Assert.Contains(await Client.JournalAsync(id, Cancellation), row => row.Type == "DecisionProved" && row.Data.GetProperty("by").GetString() == "SignIn");
        await StatusAsync(id, "Closed");
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task Five_wrong_codes_use_it_up_even_when_they_are_tried_at_once_and_the_decision_is_sent_anew()
    {
        var id = await ReachAsync(Step.Arbitration);
        var page = await TaskPageAsync(id, "arbitrate");
        var asked = await Client.SendAsync(page, FilledForm.Of(page, "accept", []), Cancellation);
        var code = await Client.CodeAsync(id, Cancellation);

        var guesses = Enumerable.Range(0, 20).Select(i => $"{(int.Parse(code, System.Globalization.CultureInfo.InvariantCulture) + 1 + i) % 1_000_000:D6}");
        var answers = await Task.WhenAll(guesses.Select(guess => Client.SendAsync(asked, FilledForm.Of(asked, null, [new("code", guess)]), Cancellation)));
        Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 422, 410 }));
        for (var i = 0; i < 5; i++)
            await Client.SendAsync(asked, FilledForm.Of(asked, null, [new("code", "no digits")]), Cancellation);

        // Even the right one comes too late now.
        var late = await Client.SendAsync(asked, FilledForm.Of(asked, null, [new("code", code)]), Cancellation);
        Assert.Equal(410, late.Status);
        Assert.DoesNotContain(await Client.JournalAsync(id, Cancellation), row => row.Type == "DecisionProved");
        await DecideAsync(id, "arbitrate", "refuse");
        await StatusAsync(id, "Closed");
    }

    [Fact]
    public async Task Looking_at_the_page_of_the_code_sends_none_and_a_code_without_the_page_s_token_is_not_tried()
    {
        var id = await ReachAsync(Step.Arbitration);
        var page = await TaskPageAsync(id, "arbitrate");
        var before = await Client.OpenAsync($"{page.Address.AbsolutePath}/code", null, Cancellation);
        Assert.Equal(200, before.Status);
        Assert.DoesNotContain(await Client.MailsAsync(id, Cancellation), mail => mail.Id.Contains(".code.", StringComparison.Ordinal));
        // Nothing waits for a code yet.
        Assert.Equal(410, (await Client.SendAsync(before, FilledForm.Of(before, null, [new("code", "123456")]), Cancellation)).Status);

        var asked = await Client.SendAsync(page, FilledForm.Of(page, "refuse", []), Cancellation);
        var code = await Client.CodeAsync(id, Cancellation);
        var forged = await Client.SendAsync(asked, new Dictionary<string, string> { ["code"] = code }, Cancellation);
        Assert.Equal(400, forged.Status);
        // Sent again within the minute: no second mail, and the first code stands for it.
        await Client.SendAsync(page, FilledForm.Of(page, "refuse", []), Cancellation);
        Assert.Equal(code, await Client.CodeAsync(id, Cancellation));
        var decided = await Client.SendAsync(asked, FilledForm.Of(asked, null, [new("code", code)]), Cancellation);
        Assert.Equal("Votre décision est enregistrée", decided.Heading);
        await StatusAsync(id, "Closed");
    }

    [Fact]
    public async Task A_plain_decision_asks_for_no_code()
    {
        var id = await DepositAsync();
        await DecideAsync(id, "endorse", "endorse");

        Assert.DoesNotContain(await Client.MailsAsync(id, Cancellation), mail => mail.Id.Contains(".code.", StringComparison.Ordinal));
        await DecideAsync(id, "review", "propose-closing");
        await DecideAsync(id, "closing", "accept");
        await StatusAsync(id, "Closed");
    }
}
