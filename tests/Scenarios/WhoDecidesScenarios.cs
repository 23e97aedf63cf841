using System.Globalization;
using System.Text;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Local.Demo;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>Delegations, substitutes, conflicts of interest, tasks given to somebody else: a task always finds who may decide, and the record has both names.</summary>
public sealed class WhoDecidesScenarios(LocalHostFixture fixture) : Scenario(fixture)
{
    private static DateOnly Today => TimeProvider.System.ParisToday();

    [Fact]
    public async Task A_delegate_is_asked_and_decides_in_the_place_of_the_head_until_the_delegation_is_taken_back()
    {
        await EnterAsync("direction.rh@region.example", "Alix Bernard", "alix.bernard@region.example");
        var id = await DepositOfAsync("rh", "auteur.rh@region.example");
        var asked = await AskedAsync(id, "alix.bernard@region.example");
        Assert.Contains("vous avez une délégation de signature pour répondre à la place de Direction des Ressources humaines", asked.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        await AskedAsync(id, "direction.rh@region.example");

        var page = await Client.OpenAsync(asked.Links[0], null, Cancellation);
        Assert.Contains("par délégation de Direction des Ressources humaines", page.Text, StringComparison.Ordinal);
        var decided = await Client.SendAsync(page, FilledForm.Of(page, "endorse", []), Cancellation);
        Assert.Equal("Votre décision est enregistrée", decided.Heading);
        Assert.Contains("Alix Bernard, par délégation de Direction des Ressources humaines", decided.Text, StringComparison.Ordinal);
        var file = await Client.OpenAsync($"/dossiers/{id}", "Dtisu", Cancellation);
        Assert.Contains("Alix Bernard, par délégation de Direction des Ressources humaines", file.Text, StringComparison.Ordinal);
        Assert.Contains("une délégation est en vigueur", file.Text, StringComparison.Ordinal);

        // A link that was mailed before the delegation was taken back is worth nothing after.
        var second = await DepositOfAsync("rh", "auteur.rh@region.example");
        var late = await AskedAsync(second, "alix.bernard@region.example");
        var open = await Client.OpenAsync(late.Links[0], null, Cancellation);
        var list = await Client.OpenAsync("/suivi/delegations", "Dtisu", Cancellation);
        var form = list.Document.QuerySelectorAll("main form").First(one => one.TextContent.Contains("Alix Bernard", StringComparison.Ordinal));
        var revoked = await Client.SendAsync(list, form.GetAttribute("action")!, [new("jeton", form.QuerySelector("input[name=jeton]")!.GetAttribute("value")!)], Cancellation);
        Assert.Contains("Retirée le", revoked.Text, StringComparison.Ordinal);
        Assert.Equal(410, (await Client.OpenAsync(late.Links[0], null, Cancellation)).Status);
        Assert.Equal(410, (await Client.SendAsync(open, FilledForm.Of(open, "endorse", []), Cancellation)).Status);
        var own = await Client.OpenAsync((await AskedAsync(second, "direction.rh@region.example")).Links[0], null, Cancellation);
        await Client.SendAsync(own, FilledForm.Of(own, "decline", []), Cancellation);
        await StatusAsync(second, "Closed");
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task Who_sent_the_need_does_not_decide_on_it_and_the_next_in_line_is_asked()
    {
        var id = await DepositOfAsync("finances", "direction.finances@region.example");
        var asked = await AskedAsync(id, "direction.finances.adjointe@region.example");
        Assert.DoesNotContain(await Client.MailsAsync(id, Cancellation), mail => mail.AskedKind == "endorse" && mail.To == "direction.finances@region.example");
        var page = await Client.OpenAsync(asked.Links[0], null, Cancellation);
        Assert.Contains("en suppléance de", page.Text, StringComparison.Ordinal);
        await Client.SendAsync(page, FilledForm.Of(page, "endorse", []), Cancellation);
        await DecideAsync(id, "review", "pass");
        Assert.Contains("l’auteur du besoin ne décide pas de son propre dossier", (await Client.OpenAsync($"/dossiers/{id}", "Dtisu", Cancellation)).Text, StringComparison.Ordinal);
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task A_conflict_of_interest_takes_the_task_away_and_gives_it_to_the_next_in_line()
    {
        var id = await ReachAsync(Step.Arbitration);
        var link = (await Client.MailAsync(id, "arbitrate", Cancellation)).Links[0];
        var page = await Client.OpenAsync(link, null, Cancellation);

        // Not said either way: nothing is recorded.
        var fields = FilledForm.Of(page, "accept", []);
        fields.Remove("impartial");
        var refused = await Client.SendAsync(page, fields, Cancellation);
        Assert.Equal(422, refused.Status);
        Assert.Contains("Déclarez que vous n’avez pas de conflit d’intérêts", refused.Text, StringComparison.Ordinal);

        var jeton = fields["jeton"];
        var empty = await Client.SendAsync(page, $"{page.Address.AbsolutePath}/conflit", [new("jeton", jeton), new("conflit", " ")], Cancellation);
        Assert.Equal(422, empty.Status);
        Assert.Equal(400, (await Client.SendAsync(page, $"{page.Address.AbsolutePath}/conflit", [new("conflit", "Mon frère dirige le fournisseur.")], Cancellation)).Status);
        var declared = await Client.SendAsync(page, $"{page.Address.AbsolutePath}/conflit", [new("jeton", jeton), new("conflit", "Mon frère dirige le fournisseur.")], Cancellation);
        Assert.Equal("Votre déclaration est enregistrée", declared.Heading);

        Assert.Equal(410, (await Client.OpenAsync(link, null, Cancellation)).Status);
        Assert.Equal(410, (await Client.SendAsync(page, FilledForm.Of(page, "accept", []), Cancellation)).Status);
        var next = await Eventually.Get(async () => (await Client.MailsAsync(id, Cancellation)).FirstOrDefault(mail => mail.To == "dga@region.example")!, mail => mail is not null);
        var other = await Client.OpenAsync(next.Links[0], null, Cancellation);
        await Client.ConfirmedAsync(id, await Client.SendAsync(other, FilledForm.Of(other, "refuse", []), Cancellation), Cancellation);
        await StatusAsync(id, "Closed");
        var file = await Client.OpenAsync($"/dossiers/{id}", "Dtisu", Cancellation);
        Assert.Contains("un conflit d’intérêts est déclaré", file.Text, StringComparison.Ordinal);
        Assert.Contains("Mon frère dirige le fournisseur.", file.Text, StringComparison.Ordinal);
        Assert.Contains("Direction générale adjointe des Services, en suppléance de Direction générale des Services", file.Text, StringComparison.Ordinal);
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task When_nobody_is_left_DTISU_is_told_and_gives_the_task_to_somebody()
    {
        var id = await ReachAsync(Step.Qualification);
        var page = await TaskPageAsync(id, "qualify");
        await Client.SendAsync(page, $"{page.Address.AbsolutePath}/conflit", [new("jeton", FilledForm.Of(page, null, [])["jeton"]), new("conflit", "Nous avons conçu cet outil.")], Cancellation);
        var told = await ToldAsync(id, "À réattribuer");
        Assert.Equal("dtisu@region.example", told.To);
        Assert.EndsWith($"/dossiers/{id}/demandes", told.Links[0], StringComparison.Ordinal);

        Assert.Equal(403, (await Client.OpenAsync($"/dossiers/{id}/demandes", "Dsipn", Cancellation)).Status);
        var list = await Client.OpenAsync($"/dossiers/{id}/demandes", "Dtisu", Cancellation);
        Assert.Contains("Personne ne la tient", list.Text, StringComparison.Ordinal);
        Dictionary<string, string> Given(string name, string email, string reason) => FilledForm.Of(list, null, [new("nom", name), new("courriel", email), new("motif", reason)]);
        Assert.Equal(422, (await Client.SendAsync(list, Given("Lou Petit", "lou.petit@ailleurs.example", "Équipe voisine."), Cancellation)).Status);
        Assert.Equal(422, (await Client.SendAsync(list, Given("Lou Petit", "lou.petit@region.example", ""), Cancellation)).Status);
        Assert.Equal(422, (await Client.SendAsync(list, Given("Camille Martin", "camille.martin@region.example", "L’auteur du besoin."), Cancellation)).Status);
        Assert.Equal(422, (await Client.SendAsync(list, Given("DSIPN", "dsipn@region.example", "Qui l’a refusée."), Cancellation)).Status);
        Assert.Equal(200, (await Client.SendAsync(list, Given("Lou Petit", "lou.petit@region.example", "Équipe voisine."), Cancellation)).Status);

        var mail = await Eventually.Get(async () => (await Client.MailsAsync(id, Cancellation)).FirstOrDefault(one => one.To == "lou.petit@region.example")!, one => one is not null);
        var asked = await Client.OpenAsync(mail.Links[0], null, Cancellation);
        Assert.Contains("désigné par la DTISU", asked.Text, StringComparison.Ordinal);
        var decided = await Client.SendAsync(asked, FilledForm.Of(asked, "favourable", []), Cancellation);
        Assert.Equal("Votre décision est enregistrée", decided.Heading);
        await StepAsync(id, Step.Arbitration, 1);
        Assert.Contains("Équipe voisine.", (await Client.OpenAsync($"/dossiers/{id}", "Dtisu", Cancellation)).Text, StringComparison.Ordinal);
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task A_task_that_is_late_passes_to_the_next_in_line_too_and_both_may_decide()
    {
        var id = await DepositOfAsync("transports", "auteur.transports@region.example");
        var mail = await Eventually.Get(
            async () => (await Client.MailsAsync(id, Cancellation)).FirstOrDefault(one => one.To == "direction.transports.adjointe@region.example")!, one => one is not null);
        var page = await Client.OpenAsync(mail.Links[0], null, Cancellation);
        Assert.Contains("en suppléance de Direction des Transports", page.Text, StringComparison.Ordinal);
        var head = await Client.OpenAsync((await AskedAsync(id, "direction.transports@region.example")).Links[0], null, Cancellation);
        Assert.Equal(200, head.Status);
        await Client.SendAsync(page, FilledForm.Of(page, "decline", []), Cancellation);
        await StatusAsync(id, "Closed");
    }

    [Fact]
    public async Task A_delegation_that_lacks_something_is_not_entered_and_only_DTISU_enters_one()
    {
        Assert.Equal(403, (await Client.OpenAsync("/suivi/delegations", "Dgs", Cancellation)).Status);
        var page = await Client.OpenAsync("/suivi/delegations", "Dtisu", Cancellation);
        var empty = await Client.SendAsync(page, Form(page, "", "", "", "", "", null), Cancellation);
        Assert.Equal(422, empty.Status);
        foreach (var problem in new[] { "Choisissez qui délègue.", "Écrivez le nom du délégataire", "Écrivez son adresse à la Région", "Indiquez le premier jour", "Indiquez son dernier jour", "Écrivez le numéro et la date", "Joignez l’acte signé" })
            Assert.Contains(problem, empty.Text, StringComparison.Ordinal);

        var (from, today) = ("direction.rh@region.example", Today.ToString("O", CultureInfo.InvariantCulture));
        Assert.Contains("On ne se délègue pas à soi-même", (await Client.SendAsync(page, Form(page, from, "RH", from, today, today, "%PDF-1.7"), Cancellation)).Text, StringComparison.Ordinal);
        Assert.Contains("n’est pas un PDF", (await Client.SendAsync(page, Form(page, from, "Ana Roy", "ana.roy@region.example", today, today, "PK"), Cancellation)).Text, StringComparison.Ordinal);
        Assert.Contains("Indiquez son dernier jour", (await Client.SendAsync(page, Form(page, from, "Ana Roy", "ana.roy@region.example", today, "2020-01-01", "%PDF-1.7"), Cancellation)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ana Roy", (await Client.OpenAsync("/suivi/delegations", "Administrator", Cancellation)).Text, StringComparison.Ordinal);
    }

    private async Task EnterAsync(string from, string name, string email)
    {
        var page = await Client.OpenAsync("/suivi/delegations", "Dtisu", Cancellation);
        var (first, last) = (Today.ToString("O", CultureInfo.InvariantCulture), Today.AddDays(30).ToString("O", CultureInfo.InvariantCulture));
        var list = await Client.SendAsync(page, Form(page, from, name, email, first, last, "%PDF-1.7 essai"), Cancellation);
        Assert.True(list.Status == 200 && list.Text.Contains(name, StringComparison.Ordinal), list.Text);
        // The act is kept with it.
        using var act = await Client.SendAsync(HttpMethod.Get, list.Document.QuerySelectorAll("main li").First(one => one.TextContent.Contains(name, StringComparison.Ordinal)).QuerySelector("a")!.GetAttribute("href")!, "Administrator", null, Cancellation);
        Assert.Equal("%PDF-1.7 essai", await act.Content.ReadAsStringAsync(Cancellation));
    }

    private static MultipartFormDataContent Form(WebPage page, string from, string name, string email, string first, string last, string? act)
    {
        var form = new MultipartFormDataContent();
        (string Field, string Value)[] fields =
            [("jeton", page.Document.QuerySelector("form[enctype] input[name=jeton]")!.GetAttribute("value")!), ("de", from), ("nom", name), ("courriel", email), ("debut", first), ("fin", last), ("acte", act is null ? "" : "Arrêté 2026-118")];
        foreach (var (field, value) in fields)
            form.Add(new StringContent(value), field);
        if (act is not null)
            form.Add(new ByteArrayContent(Encoding.ASCII.GetBytes(act)), "fichier", "acte.pdf");
        return form;
    }

    private async Task<string> DepositOfAsync(string directorate, string email)
    {
        var (status, answer) = await Client.PostFormAsync(NeedPdf(), "besoin.pdf", directorate, email, Cancellation);
        Assert.Equal(202, status);
        return answer.GetProperty("id").GetString()!;
    }

    private Task<SentMail> AskedAsync(string id, string to) => Eventually.Get(
        async () => (await Client.MailsAsync(id, Cancellation)).FirstOrDefault(mail => mail.AskedKind == "endorse" && mail.To == to)!, mail => mail is not null);
}
