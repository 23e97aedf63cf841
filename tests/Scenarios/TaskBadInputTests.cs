using RegionSud.AiWorkflow.Local.Demo;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>Bad answers to a task over HTTP: told in French, and neither the journal nor the outbox moves.</summary>
public sealed class TaskBadInputTests(LocalHostFixture fixture) : QuietScenario(fixture)
{
    [Fact]
    public async Task A_decision_without_a_reason_or_without_a_choice_is_refused_and_keeps_what_was_typed()
    {
        var (id, page) = await AskedAsync();

        await UnchangedAsync(id, async () =>
        {
            var mute = await Client.SendAsync(page, FilledForm.Of(page, "return", Fields(("motif", "  .  "))), Cancellation);
            Assert.Equal(422, mute.Status);
            Assert.Contains("Écrivez votre motif", mute.Text, StringComparison.Ordinal);
            Assert.Equal("return", mute.Document.QuerySelector("[name=choix][checked]")!.GetAttribute("value"));

            var undecided = await Client.SendAsync(page, FilledForm.Of(page, null, Fields(("motif", "J’hésite encore."))), Cancellation);
            Assert.Equal(422, undecided.Status);
            Assert.Contains("Choisissez une des réponses proposées.", undecided.Text, StringComparison.Ordinal);
            Assert.Equal("J’hésite encore.", undecided.Document.QuerySelector("[name=motif]")!.TextContent);
            Assert.Null(undecided.Document.QuerySelector("[name=choix][checked]"));

            var unknown = await Client.SendAsync(page, FilledForm.Of(page, null, Fields(("choix", "pass"))), Cancellation);
            Assert.Equal(422, unknown.Status);
        });
    }

    [Fact]
    public async Task A_decision_without_the_pages_cookie_or_field_is_refused_and_keeps_what_was_typed()
    {
        var (id, page) = await AskedAsync();
        var fields = FilledForm.Of(page, "endorse", Fields(("motif", "Bien volontiers.")));

        await UnchangedAsync(id, async () =>
        {
            foreach (var answer in new[]
            {
                await Client.SendAsync(page with { Cookie = "" }, fields, Cancellation),
                await Client.SendAsync(page, fields.Where(field => field.Key != "jeton"), Cancellation),
            })
            {
                Assert.Equal(400, answer.Status);
                Assert.Contains("Rien n’est perdu", answer.Text, StringComparison.Ordinal);
                Assert.Equal("Bien volontiers.", answer.Document.QuerySelector("[name=motif]")!.TextContent);
            }
        });
    }

    [Fact]
    public async Task An_answer_to_a_page_of_an_older_file_is_refused_and_can_be_sent_again()
    {
        var (id, page) = await AskedAsync();

        await UnchangedAsync(id, async () =>
        {
            var stale = await Client.SendAsync(page, FilledForm.Of(page, "endorse", Fields(("version", "1"))), Cancellation);
            Assert.Equal(409, stale.Status);
            Assert.Contains("Le dossier a changé depuis que vous l’avez ouvert", stale.Text, StringComparison.Ordinal);
            page = stale;
        });
        var answer = await Client.SendAsync(page, FilledForm.Of(page, "endorse", []), Cancellation);
        Assert.Equal("Votre décision est enregistrée", answer.Heading);
    }

    [Fact]
    public async Task The_same_answer_twice_counts_once()
    {
        var (id, page) = await AskedAsync();
        var fields = FilledForm.Of(page, "endorse", []);
        Assert.Equal(200, (await Client.SendAsync(page, fields, Cancellation)).Status);
        await Client.MailAsync(id, "review", Cancellation);

        await UnchangedAsync(id, async () =>
        {
            var again = await Client.SendAsync(page, fields, Cancellation);
            Assert.Equal(409, again.Status);
            Assert.Contains("la décision ci-dessous avait déjà été prise", again.Text, StringComparison.Ordinal);
            var look = await Client.OpenAsync(page.Address.AbsoluteUri, null, Cancellation);
            Assert.Equal((200, "Votre décision est enregistrée"), (look.Status, look.Heading));
        });
    }

    [Fact]
    public async Task Of_two_decisions_in_the_same_second_one_counts_and_the_other_is_told_so()
    {
        var (id, page) = await AskedAsync();
        var other = await TaskPageAsync(id, "endorse");

        var answers = await Task.WhenAll(
            Client.SendAsync(page, FilledForm.Of(page, "endorse", []), Cancellation),
            Client.SendAsync(other, FilledForm.Of(other, "decline", []), Cancellation));

        Assert.Equal([200, 409], answers.Select(answer => answer.Status).Order());
        Assert.Contains("n’a pas été enregistré", answers.Single(answer => answer.Status == 409).Text, StringComparison.Ordinal);
        var decided = Assert.Single(await Client.JournalAsync(id, Cancellation), row => row.Type == "TaskDecided");
        var won = answers[0].Status == 200 ? "endorse" : "decline";
        Assert.Equal(won, decided.Data.GetProperty("choice").GetString());
        if (won == "endorse")
            await Client.MailAsync(id, "review", Cancellation);
        else
            await StatusAsync(id, "Closed");
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task Of_fifty_who_press_at_once_one_decides_and_forty_nine_are_told_what_was_decided()
    {
        var (id, page) = await AskedAsync();
        var choices = Enumerable.Range(0, 50).Select(number => number % 2 == 0 ? "endorse" : "decline").ToList();

        var answers = await Task.WhenAll(choices.Select(choice => Client.SendAsync(page, FilledForm.Of(page, choice, []), Cancellation)));

        Assert.Equal(49, answers.Count(answer => answer.Status == 409));
        var decided = Assert.Single(await Client.JournalAsync(id, Cancellation), row => row.Type == "TaskDecided");
        var won = decided.Data.GetProperty("choice").GetString();
        Assert.Equal(won, choices[answers.ToList().FindIndex(answer => answer.Status == 200)]);
        Assert.All(answers.Where(answer => answer.Status == 409), answer => Assert.Contains("la décision ci-dessous avait déjà été prise", answer.Text, StringComparison.Ordinal));
        if (won == "endorse")
            await Client.MailAsync(id, "review", Cancellation);
        else
            await StatusAsync(id, "Closed");
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task Hostile_texts_are_shown_and_mailed_as_the_letters_they_are()
    {
        const string Evil = "<script>alert('motif')</script><img src=x onerror=alert(1)> & \"guillemets\"";
        var id = await DepositAsync(("title", $"{Evil} {Guid.NewGuid():N}"), ("problem", Evil));
        await DecideAsync(id, "endorse", "endorse", ("motif", Evil));
        await DecideAsync(id, "review", "return", ("motif", Evil));
        var mail = await Client.MailAsync(id, "correct", Cancellation);

        foreach (var page in new[]
        {
            await TaskPageAsync(id, "correct"),
            await Client.OpenAsync($"/dossiers/{id}", "Dtisu", Cancellation),
            await Client.OpenAsync("/suivi?titulaire=Requester", "Dtisu", Cancellation),
            new WebPage(Fixture.Site, 200, mail.Html, "", null),
        })
        {
            Assert.Empty(page.Document.QuerySelectorAll("script, img[onerror]"));
            Assert.Contains("<script>alert('motif')</script>", page.Document.Body!.TextContent + page.Document.QuerySelector("[name=q-title]")?.GetAttribute("value"), StringComparison.Ordinal);
        }
    }
}
