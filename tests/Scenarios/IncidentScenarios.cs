using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Local.Demo;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>Something goes wrong with a solution in use: who says so, who is told, what must be done and until when, and how it ends.</summary>
public sealed class IncidentScenarios(LocalHostFixture fixture) : Scenario(fixture)
{
    private const string What = "Une liste d’élèves est partie à un autre service.";
    private const string Head = "direction.lycees@region.example";

    [Fact]
    public async Task An_incident_is_reported_by_the_link_of_a_mail_dealt_with_and_closed_with_its_lessons()
    {
        var id = await ReachAsync(Step.Maintenance);
        var page = await Client.OpenAsync(LinkOf(await ToAsync(id, Head, "La solution est déployée")), null, Cancellation);
        Assert.Equal($"Incidents de {id}", page.Heading);
        Assert.DoesNotContain(await Client.JournalAsync(id, Cancellation), row => row.Type.StartsWith("Incident", StringComparison.Ordinal));

        var empty = await SendAsync(page, ("acte", "signaler"));
        Assert.Equal(422, empty.Status);
        Assert.Equal(["quoi", "grave", "donnees", "connu"], empty.Document.QuerySelectorAll("section[role=alert] a").Select(link => link.GetAttribute("href")!.TrimStart('#')));
        Assert.Equal(422, (await SendAsync(page, [("acte", "signaler"), .. Report(DateTimeOffset.UtcNow.AddHours(2))])).Status);
        Assert.Equal(400, (await Client.SendAsync(page, Report(Known()).Append(("acte", "signaler")).Select(field => new KeyValuePair<string, string>(field.Item1, field.Item2)), Cancellation)).Status);
        Assert.Equal(422, (await SendAsync(page, ("acte", "autre"))).Status);
        Assert.Equal(403, (await SendAsync(page, ("acte", "clore"), ("incident", "1"), ("lecons", "Rien à retenir."))).Status);

        var both = await Task.WhenAll(SendAsync(page, [("acte", "signaler"), .. Report(Known())]), SendAsync(page, [("acte", "signaler"), .. Report(Known())]));
        Assert.All(both, answer => Assert.Equal("L’incident n° 1 est enregistré", answer.Heading));
        Assert.Single(await Client.JournalAsync(id, Cancellation), row => row.Type == "IncidentReported");
        foreach (var to in new[] { Head, "dsipn@region.example", "dtisu@region.example", "dpd@region.example" })
        {
            var mail = await ToAsync(id, to, "Un incident est signalé (avec des données personnelles)");
            Assert.EndsWith($"/dossiers/{id}/incidents", Assert.Single(mail.Links), StringComparison.Ordinal);
            Assert.DoesNotContain("élèves", mail.Text, StringComparison.Ordinal);
            Assert.Contains("CNIL", mail.Text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(await Client.MailsAsync(id, Cancellation), mail => mail.To == "rssi@region.example" && mail.Subject.Contains("incident", StringComparison.Ordinal));
        // The link shows the clock, and not what happened.
        var again = await Client.OpenAsync(page.Address.AbsolutePath, null, Cancellation);
        Assert.Contains("reste 22 h", again.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("élèves", again.Text, StringComparison.Ordinal);
        // Less than a day is left: who answers for it hears it, once.
        await ToAsync(id, "dpd@region.example", "pour une alerte");
        await ToAsync(id, "dtisu@region.example", "pour une alerte");

        await SettleAsync(id);
        Assert.Equal(2, (await Client.MailsAsync(id, Cancellation)).Count(mail => mail.Subject.Contains("pour une alerte", StringComparison.Ordinal) && mail.Id.Contains(".cnil.", StringComparison.Ordinal)));
        await AssertSoundAsync(id);
    }

    private async Task SettleAsync(string id)
    {
        var address = $"/dossiers/{id}/incidents";
        Assert.Contains("Un incident est ouvert", (await Client.OpenAsync($"/dossiers/{id}", "Dpo", Cancellation)).Text, StringComparison.Ordinal);
        Assert.Equal(403, (await Client.OpenAsync(address, "Agent", Cancellation)).Status);
        Assert.Equal(401, (await Client.OpenAsync(address, null, Cancellation)).Status);
        var security = await Client.OpenAsync(address, "Rssi", Cancellation);
        Assert.Contains(What, security.Text, StringComparison.Ordinal);
        Assert.Equal(403, (await SendAsync(security, ("acte", "fait"), ("incident", "1"), ("obligation", "cnil"), ("a", "CNIL"))).Status);
        Assert.Equal(403, (await SendAsync(security, ("acte", "clore"), ("incident", "1"), ("lecons", "Rien à retenir."))).Status);
        Assert.Equal(403, (await SendAsync(security, ("acte", "suspendre"), ("motif", "Par prudence."))).Status);
        Assert.Equal(403, (await SendAsync(security, ("acte", "reprendre"), ("verifie", "Corrigé et vérifié."))).Status);

        var dtisu = await Client.OpenAsync(address, "Dtisu", Cancellation);
        var refused = await SendAsync(dtisu, ("acte", "clore"), ("incident", "1"), ("lecons", "Le partage est retiré."));
        Assert.Equal(422, refused.Status);
        Assert.Contains("ni remplie ni écartée", refused.Text, StringComparison.Ordinal);
        Assert.Contains("Le partage est retiré.", refused.Text, StringComparison.Ordinal);

        Assert.Equal(403, (await SendAsync(security, ("acte", "corriger"), ("incident", "1"), ("gravite", "oui"), ("touchees", "oui"), ("pourquoi", "C’est plus grave."))).Status);
        Assert.Equal(422, (await SendAsync(dtisu, ("acte", "corriger"), ("incident", "1"), ("gravite", "oui"), ("touchees", "oui"), ("pourquoi", ""))).Status);
        Assert.Contains("Informer les personnes dont les données sont touchées", (await SendAsync(dtisu, ("acte", "corriger"), ("incident", "1"), ("gravite", "oui"), ("touchees", "oui"), ("pourquoi", "On croit des élèves exposés."))).Text, StringComparison.Ordinal);
        await ToAsync(id, "rssi@region.example", "Un incident est jugé autrement");
        var back = await SendAsync(dtisu, ("acte", "corriger"), ("incident", "1"), ("gravite", "non"), ("touchees", "oui"), ("pourquoi", "Personne n’a ouvert la liste."));
        Assert.Contains("N’est plus à faire", back.Text, StringComparison.Ordinal);
        Assert.Contains("Personne n’a ouvert la liste.", back.Text, StringComparison.Ordinal);

        var dpo = await Client.OpenAsync(address, "Dpo", Cancellation);
        Assert.Contains(What, dpo.Document.QuerySelector("textarea[readonly]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(422, (await SendAsync(dpo, ("acte", "fait"), ("incident", "1"), ("obligation", "cnil"), ("a", ""))).Status);
        Assert.Equal(409, (await SendAsync(dpo, ("acte", "fait"), ("incident", "7"), ("obligation", "cnil"), ("a", "CNIL"))).Status);
        var done = await SendAsync(dpo, ("acte", "fait"), ("incident", "1"), ("obligation", "cnil"), ("a", "CNIL, ce jour, par son téléservice"), ("reference", "2026-17"));
        Assert.Equal(200, done.Status);
        Assert.Contains("2026-17", (await Client.OpenAsync(address, "Dpo", Cancellation)).Text, StringComparison.Ordinal);

        Assert.Equal(200, (await SendAsync(dtisu, ("acte", "clore"), ("incident", "1"), ("lecons", "Le partage est retiré."))).Status);
        Assert.Equal(409, (await SendAsync(dtisu, ("acte", "clore"), ("incident", "1"), ("lecons", "Le partage est retiré."))).Status);
        Assert.Contains("Un incident est clos", (await Client.OpenAsync(address, "Dtisu", Cancellation)).Text, StringComparison.Ordinal);
        var journal = (await Client.OpenAsync($"/dossiers/{id}", "Dtisu", Cancellation)).Text;
        foreach (var sentence in new[] { "Incident n° 1 signalé", "c’est fait, par une personne", "clos, avec ce qu’on en retient", "Le partage est retiré.", "Incident n° 1 jugé autrement : grave, avec des données personnelles." })
            Assert.Contains(sentence, journal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_halted_trial_goes_on_when_DTISU_says_what_was_mended_and_nobody_else_can()
    {
        var id = await ReachAsync(Step.Evaluation);
        var address = $"/dossiers/{id}/incidents";
        var dsipn = await Eventually.Get(() => Client.OpenAsync(address, "Dsipn", Cancellation), page => page.Document.QuerySelector("input[value=suspendre]") is not null);
        Assert.Equal(200, (await SendAsync(dsipn, ("acte", "suspendre"), ("motif", "Elle répond faux."))).Status);
        Assert.Equal(403, (await SendAsync(await Client.OpenAsync(address, "Dsipn", Cancellation), ("acte", "reprendre"), ("verifie", "Corrigé et vérifié."))).Status);

        await ToAsync(id, "dtisu@region.example", "suspendu sur-le-champ");
        var dtisu = await Client.OpenAsync(address, "Dtisu", Cancellation);
        Assert.Contains("L’usage est suspendu", dtisu.Text, StringComparison.Ordinal);
        var empty = await SendAsync(dtisu, ("acte", "reprendre"), ("verifie", ""));
        Assert.Equal(422, empty.Status);
        Assert.Contains("Écrivez ce qui a été corrigé et vérifié", empty.Text, StringComparison.Ordinal);
        var resumed = await SendAsync(dtisu, ("acte", "reprendre"), ("verifie", "Le réglage est corrigé, dix questions vérifiées."));
        Assert.Equal(200, resumed.Status);
        Assert.DoesNotContain("L’usage est suspendu", resumed.Text, StringComparison.Ordinal);
        await ToAsync(id, Head, "L’essai de la solution reprend");
        Assert.Contains("Le réglage est corrigé, dix questions vérifiées.", (await Client.OpenAsync($"/dossiers/{id}", "Dtisu", Cancellation)).Text, StringComparison.Ordinal);
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task The_head_halts_the_use_at_once_and_it_goes_on_only_when_DTISU_says_so()
    {
        var id = await ReachAsync(Step.Maintenance);
        var page = await Client.OpenAsync(LinkOf(await ToAsync(id, Head, "La solution est déployée")), null, Cancellation);
        Assert.Equal(422, (await SendAsync(page, ("acte", "suspendre"), ("motif", "…"))).Status);
        var both = await Task.WhenAll(SendAsync(page, ("acte", "suspendre"), ("motif", "Elle répond faux.")), SendAsync(page, ("acte", "suspendre"), ("motif", "Elle répond faux.")));
        Assert.All(both, answer => Assert.Equal("L’usage est suspendu", answer.Heading));
        await StatusAsync(id, "Suspended");
        await ToAsync(id, Head, "suspendu sur-le-champ");
        await ToAsync(id, "camille.martin@region.example", "suspendu sur-le-champ");
        Assert.Single(await Client.JournalAsync(id, Cancellation), row => row.Type == "UseHalted");
        Assert.Contains("Elle répond faux.", (await Client.OpenAsync($"/dossiers/{id}", "Dtisu", Cancellation)).Text, StringComparison.Ordinal);
        Assert.Contains("L’usage est suspendu", (await Client.OpenAsync($"/dossiers/{id}/incidents", "Dsipn", Cancellation)).Text, StringComparison.Ordinal);

        await DecideAsync(id, "resume", "conform", ("motif", "Corrigé et vérifié."));
        await StatusAsync(id, "InProduction");
        var dsipn = await Client.OpenAsync($"/dossiers/{id}/incidents", "Dsipn", Cancellation);
        Assert.Equal(200, (await SendAsync(dsipn, ("acte", "suspendre"), ("motif", "Elle répond encore faux."))).Status);
        await StatusAsync(id, "Suspended");
        await DecideAgainAsync(id, "withdraw");
        await DecideAsync(id, "finish-withdrawal", "done");
        await StatusAsync(id, "Closed");
        Assert.Equal(409, (await SendAsync(dsipn, [("acte", "signaler"), .. Report(Known())])).Status);
        Assert.Contains("retiré du service", (await RegisterLineAsync(id)).Text, StringComparison.Ordinal);
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task A_link_of_another_sort_or_of_last_week_opens_nothing()
    {
        var id = await ReachAsync(Step.Evaluation);
        var task = (await Client.MailAsync(id, "plan-trial", Cancellation)).Links[0].Split('/')[^1];
        foreach (var token in new[] { task, "rien" })
            Assert.Equal(404, (await Client.OpenAsync($"/incidents/{token}", null, Cancellation)).Status);
        Assert.Equal(404, (await Client.OpenAsync("/dossiers/IA-2026-9999/incidents", "Dtisu", Cancellation)).Status);
        // On trial too something can go wrong: a service says so on the case's page.
        var dtisu = await Client.OpenAsync($"/dossiers/{id}/incidents", "Dtisu", Cancellation);
        Assert.Equal(200, (await SendAsync(dtisu, [("acte", "signaler"), .. Report(Known(), "oui", "non")])).Status);
        await ToAsync(id, "rssi@region.example", "Un incident est signalé (grave)");
        var early = await DepositAsync();
        Assert.Contains("rien ne peut y être signalé", (await Client.OpenAsync($"/dossiers/{early}/incidents", "Dtisu", Cancellation)).Text, StringComparison.Ordinal);
    }

    private async Task DecideAgainAsync(string id, string choice)
    {
        var mail = await Eventually.Get(async () => (await Client.MailsAsync(id, Cancellation)).FirstOrDefault(one => one.AskedTask == $"{id}.Maintenance.1.resume.2")!, one => one is not null);
        var page = await Client.OpenAsync(mail.Links[0], null, Cancellation);
        var answer = await Client.SendAsync(page, FilledForm.Of(page, choice, []), Cancellation);
        Assert.Equal("Votre décision est enregistrée", (await Client.ConfirmedAsync(id, answer, Cancellation)).Heading);
    }

    private Task<WebPage> RegisterLineAsync(string id) => Eventually.Get(
        async () => await Client.OpenAsync("/registre?statut=clos", null, Cancellation), page => page.Text.Contains(id, StringComparison.Ordinal));

    private static (string Field, string Value)[] Report(DateTimeOffset known, string serious = "non", string personalData = "oui") =>
        [("quoi", What), ("grave", serious), ("donnees", personalData), ("connu", TimeZoneInfo.ConvertTime(known, ParisTime.Zone).ToString("yyyy-MM-ddTHH:mm", System.Globalization.CultureInfo.InvariantCulture))];

    // Twenty-two hours and some minutes are left of the CNIL's.
    private static DateTimeOffset Known() => DateTimeOffset.UtcNow.AddHours(-49.25);

    private static string LinkOf(SentMail mail) => Assert.Single(mail.Links, address => address.Contains("/incidents/", StringComparison.Ordinal));

    private Task<WebPage> SendAsync(WebPage page, params (string Field, string Value)[] fields) => Client.SendAsync(
        page,
        fields.Append(("jeton", page.Document.QuerySelector("input[name=jeton]")!.GetAttribute("value")!))
            .Concat(page.Document.QuerySelector("input[name=envoi]") is { } form ? [("envoi", form.GetAttribute("value")!)] : Array.Empty<(string, string)>())
            .Select(field => new KeyValuePair<string, string>(field.Item1, field.Item2)),
        Cancellation);

    private Task<SentMail> ToAsync(string id, string to, string subject) => Eventually.Get(
        async () => (await Client.MailsAsync(id, Cancellation)).FirstOrDefault(mail => mail.To == to && mail.Subject.Contains(subject, StringComparison.Ordinal))!, mail => mail is not null);
}
