using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Local.Demo;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>A refusal that is contested, a decision that is disowned: the case finds its way back, and the journal keeps both.</summary>
public sealed class ObjectionScenarios(LocalHostFixture fixture) : Scenario(fixture)
{
    private const string Elements = "Le fournisseur garantit désormais l’hébergement en France, et trois agents reliront chaque résumé.";

    [Fact]
    public async Task A_refusal_is_contested_once_and_comes_back_to_who_refused_it_with_the_first_decision()
    {
        var id = await ReachAsync(Step.Arbitration);
        await DecideAsync(id, "arbitrate", "refuse", ("motif", "Le besoin est couvert autrement."));
        await StatusAsync(id, "Closed");
        var closed = await ToAsync(id, "camille.martin@region.example", "Le cas d’usage est refusé");
        Assert.Contains("Ce refus pourra être revu à partir du", closed.Text, StringComparison.Ordinal);
        var link = Assert.Single(closed.Links, address => address.Contains("/contestations/", StringComparison.Ordinal));
        // Nobody else is given the link.
        Assert.DoesNotContain((await ToAsync(id, "direction.lycees@region.example", "Le cas d’usage est refusé")).Links, address => address.Contains("/contestations/", StringComparison.Ordinal));

        var page = await Client.OpenAsync(link, null, Cancellation);
        Assert.Contains("Le besoin est couvert autrement.", page.Text, StringComparison.Ordinal);
        Assert.Equal(422, (await SendAsync(page, ("elements", "Non !"))).Status);
        Assert.Equal(400, (await Client.SendAsync(page, [new("elements", Elements)], Cancellation)).Status);
        Assert.Equal("Closed", (await Client.CaseAsync(id, Cancellation)).GetProperty("status").GetString());
        var both = await Task.WhenAll(SendAsync(page, ("elements", Elements)), SendAsync(page, ("elements", Elements)));
        Assert.Contains(both, answer => answer.Heading == "Votre contestation est enregistrée");
        Assert.Equal(409, (await SendAsync(page, ("elements", Elements))).Status);
        Assert.Single(await Client.JournalAsync(id, Cancellation), row => row.Type == "RefusalContested");

        await StepAsync(id, Step.Arbitration, 2);
        var again = await TaskPageAsync(id, "arbitrate");
        Assert.Contains("Le refus est contesté par l’auteur du besoin", again.Text, StringComparison.Ordinal);
        Assert.Contains(Elements, again.Text, StringComparison.Ordinal);
        Assert.Contains("Le besoin est couvert autrement.", again.Text, StringComparison.Ordinal);
        await DecideAsync(id, "arbitrate", "refuse", ("motif", "Les garanties restent trop faibles."));
        var end = await Eventually.Get(async () => (await Client.MailsAsync(id, Cancellation)).FirstOrDefault(mail => mail.Text.Contains("maintient son refus", StringComparison.Ordinal) && mail.To == "camille.martin@region.example")!, mail => mail is not null);
        Assert.Single(end.Links);
        await StatusAsync(id, "Closed");
        Assert.Equal(409, (await Client.OpenAsync(link, null, Cancellation)).Status);
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task A_contested_refusal_can_become_an_acceptance()
    {
        var id = await ReachAsync(Step.Arbitration);
        await DecideAsync(id, "arbitrate", "refuse");
        await StatusAsync(id, "Closed");
        var link = (await ToAsync(id, "camille.martin@region.example", "Le cas d’usage est refusé")).Links.First(address => address.Contains("/contestations/", StringComparison.Ordinal));
        await SendAsync(await Client.OpenAsync(link, null, Cancellation), ("elements", Elements));
        await StepAsync(id, Step.Arbitration, 2);
        await DecideAsync(id, "arbitrate", "accept");
        await StepAsync(id, Step.Development, 1);
        Assert.Equal(409, (await Client.OpenAsync(link, null, Cancellation)).Status);
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task A_disowned_decision_freezes_the_case_until_DTISU_annuls_it_and_the_question_is_put_again()
    {
        var id = await ReachAsync(Step.Arbitration);
        await DecideAsync(id, "arbitrate", "accept");
        await StepAsync(id, Step.Development, 1);
        var build = await TaskPageAsync(id, "build");
        var receipt = await ToAsync(id, "dgs@region.example", "Votre décision est enregistrée");
        var link = Assert.Single(receipt.Links, address => address.Contains("/pas-moi/", StringComparison.Ordinal));
        var page = await Client.OpenAsync(link, null, Cancellation);
        Assert.Equal("Ce n’était pas moi", page.Heading);
        Assert.Equal(422, (await SendAsync(page, ("texte", ""))).Status);
        Assert.Equal(400, (await Client.SendAsync(page, [new("texte", "J’étais en congé.")], Cancellation)).Status);
        Assert.Contains("est gelé", (await SendAsync(page, ("texte", "J’étais en congé."))).Text, StringComparison.Ordinal);
        await SendAsync(page, ("texte", "J’étais en congé."));

        var told = await ToAsync(id, "dtisu@region.example", "Une décision est désavouée");
        Assert.EndsWith($"/dossiers/{id}/gel", told.Links[0], StringComparison.Ordinal);
        var frozen = await Client.SendAsync(build, FilledForm.Of(build, "blocked", []), Cancellation);
        Assert.Equal(409, frozen.Status);
        Assert.Contains("Ce dossier est gelé", frozen.Text, StringComparison.Ordinal);
        Assert.Contains("Dossier gelé", (await Client.OpenAsync($"/dossiers/{id}", "Dtisu", Cancellation)).Text, StringComparison.Ordinal);

        Assert.Equal(403, (await Client.OpenAsync($"/dossiers/{id}/gel", "Dgs", Cancellation)).Status);
        var settle = await Client.OpenAsync($"/dossiers/{id}/gel", "Dtisu", Cancellation);
        Assert.Contains("J’étais en congé.", (await Client.OpenAsync($"/dossiers/{id}", "Dtisu", Cancellation)).Text, StringComparison.Ordinal);
        Assert.Equal(422, (await SendAsync(settle, ("texte", "Vérifié au téléphone."))).Status);
        Assert.Equal(200, (await SendAsync(settle, ("suite", "annuler"), ("texte", "Vérifié au téléphone."))).Status);

        await StepAsync(id, Step.Arbitration, 2);
        // What the annulled decision had opened is asked no more.
        Assert.Equal(410, (await Client.OpenAsync(build.Address.AbsolutePath, null, Cancellation)).Status);
        Assert.Equal(410, (await Client.OpenAsync(link, null, Cancellation)).Status);
        await DecideAsync(id, "arbitrate", "accept");
        await StepAsync(id, Step.Development, 2);
        var mail = await Eventually.Get(async () => (await Client.MailsAsync(id, Cancellation)).FirstOrDefault(one => one.AskedTask == $"{id}.Development.2.build.1")!, one => one is not null);
        var second = await Client.OpenAsync(mail.Links[0], null, Cancellation);
        Assert.Equal("Votre décision est enregistrée", (await Client.SendAsync(second, FilledForm.Of(second, "blocked", []), Cancellation)).Heading);
        await StepAsync(id, Step.Arbitration, 3);
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task A_disowned_decision_that_DTISU_upholds_goes_on_and_one_upon_which_others_decided_is_not_frozen()
    {
        var id = await ReachAsync(Step.Arbitration);
        await DecideAsync(id, "arbitrate", "accept");
        var link = (await ToAsync(id, "dgs@region.example", "Votre décision est enregistrée")).Links.First(address => address.Contains("/pas-moi/", StringComparison.Ordinal));
        await SendAsync(await Client.OpenAsync(link, null, Cancellation), ("texte", "Je ne crois pas."));
        var settle = await Client.OpenAsync($"/dossiers/{id}/gel", "Dtisu", Cancellation);
        await SendAsync(settle, ("suite", "maintenir"), ("texte", "Elle s’en est souvenue."));
        Assert.Equal(409, (await Client.OpenAsync($"/dossiers/{id}/gel", "Dtisu", Cancellation)).Status);
        await DevelopAsync(id);

        var late = await ReachAsync(Step.Arbitration);
        await DecideAsync(late, "arbitrate", "accept");
        await DecideAsync(late, "secure", "ready");
        link = (await ToAsync(late, "dgs@region.example", "Votre décision est enregistrée")).Links.First(address => address.Contains("/pas-moi/", StringComparison.Ordinal));
        Assert.Contains("n’a pas pu être gelé", (await SendAsync(await Client.OpenAsync(link, null, Cancellation), ("texte", "Ce n’était pas moi."))).Text, StringComparison.Ordinal);
        await DecideAsync(late, "protect", "ready");
        await AssertSoundAsync(id);
        await AssertSoundAsync(late);
    }

    [Fact]
    public async Task Links_of_one_sort_open_nothing_of_another()
    {
        var id = await ReachAsync(Step.Arbitration);
        await DecideAsync(id, "arbitrate", "refuse");
        await StatusAsync(id, "Closed");
        var contest = (await ToAsync(id, "camille.martin@region.example", "Le cas d’usage est refusé")).Links.First(address => address.Contains("/contestations/", StringComparison.Ordinal)).Split('/')[^1];
        var disown = (await ToAsync(id, "dgs@region.example", "Votre décision est enregistrée")).Links.First(address => address.Contains("/pas-moi/", StringComparison.Ordinal)).Split('/')[^1];
        foreach (var address in new[] { $"/pas-moi/{contest}", $"/contestations/{disown}", $"/taches/{contest}", $"/taches/{disown}", $"/avis/{contest}", "/contestations/rien", "/pas-moi/rien" })
            Assert.Equal(404, (await Client.OpenAsync(address, null, Cancellation)).Status);
    }

    private Task<WebPage> SendAsync(WebPage page, params (string Field, string Value)[] fields) => Client.SendAsync(
        page, fields.Append(("jeton", page.Document.QuerySelector("input[name=jeton]")!.GetAttribute("value")!)).Select(field => new KeyValuePair<string, string>(field.Item1, field.Item2)), Cancellation);

    private Task<SentMail> ToAsync(string id, string to, string subject) => Eventually.Get(
        async () => (await Client.MailsAsync(id, Cancellation)).FirstOrDefault(mail => mail.To == to && mail.Subject.Contains(subject, StringComparison.Ordinal))!, mail => mail is not null);
}
