using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Local.Demo;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>Questions and opinions while somebody decides: they inform, they are kept, they stop the clock or hold an acceptance back, and never decide.</summary>
public sealed class ConsultationScenarios(LocalHostFixture fixture) : Scenario(fixture)
{
    [Fact]
    public async Task A_question_to_the_author_stops_the_clock_until_the_answer_which_the_decider_reads()
    {
        var id = await DepositAsync();
        await DecideAsync(id, "endorse", "endorse");
        var page = await TaskPageAsync(id, "review");
        var waiting = await ConsultAsync(page, "Requester", "Qui relira les résumés ?");
        Assert.Equal(200, waiting.Status);
        Assert.Contains("Votre délai est arrêté jusqu’à la réponse de l’auteur du besoin.", waiting.Text, StringComparison.Ordinal);
        // One at a time.
        Assert.Equal(422, (await ConsultAsync(waiting, "Requester", "Et combien ?")).Status);

        var asked = await ToAsync(id, "camille.martin@region.example", "Une question sur votre besoin");
        var due = Due(await Client.CaseAsync(id, Cancellation));
        var reminders = (await Client.JournalAsync(id, Cancellation)).Count(row => row.Type == "TaskReminded" && row.Data.GetRawText().Contains(".review.", StringComparison.Ordinal));
        // It is the author who is reminded now, and not who decides: three of these days are six seconds.
        await ToAsync(id, "camille.martin@region.example", "Relance");
        Assert.Equal(reminders, (await Client.JournalAsync(id, Cancellation)).Count(row => row.Type == "TaskReminded" && row.Data.GetRawText().Contains(".review.", StringComparison.Ordinal)));

        var question = await Client.OpenAsync(asked.Links[0], null, Cancellation);
        Assert.Contains("Qui relira les résumés ?", question.Text, StringComparison.Ordinal);
        Assert.Equal(422, (await Client.SendAsync(question, Form(question, ("texte", " ")), Cancellation)).Status);
        Assert.Equal(400, (await Client.SendAsync(question, [new("texte", "Deux agents du service.")], Cancellation)).Status);
        Assert.Equal("Merci, c’est enregistré", (await Client.SendAsync(question, Form(question, ("texte", "Deux agents du service.")), Cancellation)).Heading);
        Assert.Equal(409, (await Client.SendAsync(question, Form(question, ("texte", "Ou trois.")), Cancellation)).Status);

        var told = await ToAsync(id, "dtisu@region.example", "L’auteur du besoin a répondu");
        Assert.True(Due(await Client.CaseAsync(id, Cancellation)) > due);
        // The page that was open before is not answered unread.
        Assert.Equal(409, (await Client.SendAsync(page, FilledForm.Of(page, "pass", []), Cancellation)).Status);
        var informed = await Client.OpenAsync(told.Links[0], null, Cancellation);
        Assert.Contains("Deux agents du service.", informed.Text, StringComparison.Ordinal);
        Assert.Equal("Votre décision est enregistrée", (await Client.SendAsync(informed, FilledForm.Of(informed, "pass", []), Cancellation)).Heading);
        await StepAsync(id, Step.Qualification, 1);
        var file = (await Client.OpenAsync($"/dossiers/{id}", "Dtisu", Cancellation)).Text;
        foreach (var words in new[] { "question à l’auteur du besoin, le délai s’arrête", "Qui relira les résumés ?", "Deux agents du service.", "Le délai repart" })
            Assert.Contains(words, file, StringComparison.Ordinal);
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task Opinions_open_by_the_rules_and_an_acceptance_without_them_says_why()
    {
        var id = await ReachAsync(Step.Qualification);
        await DecideAsync(id, "qualify", "favourable", ("q-personal-data", "yes"));
        var page = await TaskPageAsync(id, "arbitrate");
        var asked = await ToAsync(id, "dpd@region.example", "Votre avis est demandé");
        Assert.Contains("Avis demandé : DPD", page.Text, StringComparison.Ordinal);

        var fields = FilledForm.Of(page, "accept", []);
        fields["sans-avis"] = "";
        var held = await Client.SendAsync(page, fields, Cancellation);
        Assert.Equal(422, held.Status);
        Assert.Contains("écrivez pourquoi vous décidez sans eux", held.Text, StringComparison.Ordinal);

        var opinion = await Client.OpenAsync(asked.Links[0], null, Cancellation);
        Assert.Equal(422, (await Client.SendAsync(opinion, Form(opinion, ("texte", "Les durées manquent.")), Cancellation)).Status);
        var incomplete = await Client.SendAsync(opinion, Form(opinion, ("texte", "Les durées manquent."), ("avis", "WithReservations"), ("q-opinion-basis", "yes")), Cancellation);
        Assert.Equal(422, incomplete.Status);
        Assert.Contains("Les données prévues sont-elles limitées au nécessaire", incomplete.Text, StringComparison.Ordinal);
        Assert.Equal("Merci, c’est enregistré", (await Client.SendAsync(opinion, Form(opinion, ("texte", "Les durées manquent."), ("avis", "WithReservations"), ("q-opinion-basis", "yes"), ("q-opinion-minimised", "no")), Cancellation)).Heading);
        var told = await ToAsync(id, "dgs@region.example", "Un avis est rendu");
        var informed = await Client.OpenAsync(told.Links[0], "Dgs", Cancellation);
        Assert.Contains("Les durées manquent.", informed.Text, StringComparison.Ordinal);
        Assert.Contains("Favorable avec réserves", informed.Text, StringComparison.Ordinal);
        Assert.Contains("Avis du délégué à la protection des données", informed.Text, StringComparison.Ordinal);
        Assert.Equal("Votre décision est enregistrée", (await Client.SendAsync(informed, FilledForm.Of(informed, "accept", []), Cancellation)).Heading);
        await StepAsync(id, Step.Development, 1);
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task A_compulsory_opinion_holds_the_acceptance_back_and_no_refusal()
    {
        var id = await ReachAsync(Step.Qualification);
        await DecideAsync(id, "qualify", "favourable", ("q-agents-affected", "yes"), ("q-agents-consulted", "À la prochaine séance."));
        var asked = await ToAsync(id, "cst@region.example", "Votre avis est demandé");
        var page = await TaskPageAsync(id, "arbitrate");
        var held = await Client.SendAsync(page, FilledForm.Of(page, "accept", []), Cancellation);
        Assert.Equal(422, held.Status);
        Assert.Contains("Un avis obligatoire manque : CST.", held.Text, StringComparison.Ordinal);

        var other = await ConsultAsync(page, "Purchasing", "Un marché existant suffit-il ?");
        Assert.Equal(200, other.Status);
        await ToAsync(id, "achats@region.example", "Votre avis est demandé");
        await DecideAsync(id, "arbitrate", "refuse");
        await StatusAsync(id, "Closed");
        // What was asked is asked no more.
        var late = await Client.OpenAsync(asked.Links[0], null, Cancellation);
        Assert.Equal(410, late.Status);
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task The_link_of_an_opinion_decides_nothing_and_a_task_s_link_gives_no_opinion()
    {
        var id = await ReachAsync(Step.Qualification);
        await DecideAsync(id, "qualify", "favourable", ("q-personal-data", "yes"));
        var asked = await ToAsync(id, "dpd@region.example", "Votre avis est demandé");
        var task = (await Client.MailAsync(id, "arbitrate", Cancellation)).Links[0];
        Assert.Equal(404, (await Client.OpenAsync(asked.Links[0].Replace("/avis/", "/taches/", StringComparison.Ordinal), null, Cancellation)).Status);
        Assert.Equal(404, (await Client.OpenAsync(task.Replace("/taches/", "/avis/", StringComparison.Ordinal), null, Cancellation)).Status);
        Assert.Equal(404, (await Client.OpenAsync("/avis/nimporte", null, Cancellation)).Status);

        var page = await Client.OpenAsync(task, null, Cancellation);
        Assert.Equal(422, (await ConsultAsync(page, "Dgs", "À moi-même ?")).Status);
        Assert.Equal(422, (await ConsultAsync(page, "Administrator", "Qui donc ?")).Status);
        Assert.Equal(422, (await ConsultAsync(page, "Dpo", "Encore ?")).Status);
        Assert.Equal(400, (await Client.SendAsync(page, $"{page.Address.AbsolutePath}/consulter", [new("consulte", "Rssi"), new("question", "Et la sécurité ?")], Cancellation)).Status);
        await DecideAsync(id, "arbitrate", "refuse");
        await StatusAsync(id, "Closed");
    }

    private Task<WebPage> ConsultAsync(WebPage page, string role, string text) => Client.SendAsync(
        page, $"{page.Address.AbsolutePath.Replace("/consulter", "", StringComparison.Ordinal)}/consulter", [new("jeton", page.Document.QuerySelector("input[name=jeton]")!.GetAttribute("value")!), new("consulte", role), new("question", text)], Cancellation);

    private static Dictionary<string, string> Form(WebPage page, params (string Field, string Value)[] fields)
    {
        var form = fields.ToDictionary(field => field.Field, field => field.Value);
        form["jeton"] = page.Document.QuerySelector("input[name=jeton]")!.GetAttribute("value")!;
        return form;
    }

    private Task<SentMail> ToAsync(string id, string to, string subject) => Eventually.Get(
        async () => (await Client.MailsAsync(id, Cancellation)).FirstOrDefault(mail => mail.To == to && mail.Subject.Contains(subject, StringComparison.Ordinal))!, mail => mail is not null);

    private static DateTimeOffset Due(System.Text.Json.JsonElement state) => state.GetProperty("tasks")[0].GetProperty("dueAt").GetDateTimeOffset();
}
