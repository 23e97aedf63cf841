using RegionSud.AiWorkflow.Local.Demo;
using RegionSud.AiWorkflow.Tests.Forms;

namespace RegionSud.AiWorkflow.Tests.Browser;

[Trait("Category", "Slow")]
[Collection<LiveSite>]
public sealed class EveryPageTests(LiveSite site)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Faults_are_seen_where_there_are_some()
    {
        await using var anybody = await Inspector.OfAsync(site, null);
        await anybody.LookAtAsync("<html><body style='width: 900px'><h1>Essai</h1><h1>Essai</h1><p>Quoi ?<p>Dtisu<input></body></html>");
        foreach (var fault in new[] { "html-has-lang", "label", "px too wide at 320 px", "a space that French", "a name of the code: Dtisu", "one main heading" })
            Assert.Contains(fault, anybody.Faults, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_that_belong_to_no_case_have_no_fault()
    {
        await using var anybody = await Inspector.OfAsync(site, null);
        await anybody.OpenAsync("accueil", "/");
        await anybody.OpenAsync("aide", "/aide");
        await anybody.OpenAsync("registre vide", "/registre?statut=clos");
        await anybody.OpenAsync("connexion locale", "/local/connexion");
        await anybody.OpenAsync("connexion nécessaire", "/besoin", 401);
        await anybody.OpenAsync("introuvable", "/taches/nimporte", 404);
        await anybody.OpenAsync("courriel introuvable", "/local/courriels/rien", 404);

        await using var agent = await Inspector.OfAsync(site, "Agent");
        await agent.OpenAsync("besoin", "/besoin");
        await agent.SendAsync("besoin sans rien", "à corriger");
        await agent.OpenAsync("besoin en ligne", "/besoin/en-ligne");
        await agent.SendAsync("besoin en ligne sans rien", "à corriger");
        await agent.OpenAsync("brouillon qui n’existe pas", $"/besoin/brouillons/{new string('a', 32)}", 404);
        await agent.OpenAsync("accès réservé", "/suivi", 403);
        await agent.OpenAsync("dossier inconnu", "/dossiers/IA-2026-9999", 404);

        await using var administrator = await Inspector.OfAsync(site, "Administrator");
        await administrator.OpenAsync("modèles", "/modeles");
        await administrator.SendAsync("modèles sans rien", "à corriger");

        Assert.Equal("", Join(anybody, agent, administrator));
    }

    [Fact]
    public async Task Pages_and_mails_of_a_need_that_is_completed_then_declined_have_no_fault()
    {
        await using var reader = await Inspector.OfAsync(site, "Dtisu");
        var id = await DepositAsync("besoin-vide.pdf");
        await LookAsync(reader, id, "complete", "send");
        await LookAsync(reader, id, "endorse", "decline");
        await site.People.CaseAsync(id, found => found.GetProperty("step").GetString() == "Need" && found.ToString().Contains("NotPursued", StringComparison.Ordinal), "le besoin n’est pas clos", Cancellation);
        await reader.OpenAsync("dossier clos", $"/dossiers/{id}");
        await reader.OpenAsync("registre avec un cas clos", "/registre?statut=clos");
        await LookAtMailsAsync(reader, id);
        Assert.Equal("", reader.Faults);
    }

    [Fact]
    public async Task Pages_and_mails_of_a_whole_life_have_no_fault()
    {
        await using var reader = await Inspector.OfAsync(site, "Administrator");
        var id = await DepositAsync("besoin-pdftk.pdf");
        await reader.OpenAsync("reçu", $"/besoin/recu/{id}");
        await reader.OpenAsync("reçu déjà connu", $"/besoin/recu/{id}?connu=1");
        // The form is of an older version: what is new is asked back.
        await LookAsync(reader, id, "complete", "send");
        var mail = await site.People.MailAsync(id, "endorse", Cancellation);
        await reader.OpenAsync("lien expiré", site.OldLink(mail), 410);
        await reader.SendAsync("lien renouvelé", "Un nouveau lien est parti");
        await reader.OpenAsync("dossier au besoin", $"/dossiers/{id}");
        await LookAsync(reader, id, "endorse", "return");
        await LookAsync(reader, id, "correct", "send");
        await AnswerAsync(id, "endorse", "endorse");
        await LookAsync(reader, id, "review", "propose-closing");
        await LookAsync(reader, id, "closing", "maintain");
        await AnswerAsync(id, "review", "pass");

        await LookAsync(reader, id, "qualify", "more-information");
        await LookAsync(reader, id, "inform", "send");
        await AnswerAsync(id, "qualify", "favourable", ("q-personal-data", "yes"), ("q-dpia-1", "yes"), ("q-dpia-7", "yes"), ("q-lawful-basis", "public-task"));
        await site.People.MailAsync(id, "arbitrate", Cancellation);
        await reader.OpenAsync("cas à arbitrer", "/arbitrage");
        await reader.OpenAsync("cas à arbitrer, essai de poids", "/arbitrage?p-value-public=15&p-value-agents=20");
        await reader.OpenAsync("cas à arbitrer, poids faux", "/arbitrage?p-value-public=90", 422);
        await LookAsync(reader, id, "arbitrate", "defer");
        await LookAsync(reader, id, "arbitrate", "accept-with-conditions");

        var build = await site.People.MailAsync(id, "build", Cancellation);
        await reader.Page.GotoAsync(build.Links[0]);
        await reader.AgeAsync();
        await AnswerAsync(id, "protect", "ready");
        await reader.SendAsync("build après un changement", "Le dossier a changé depuis que vous l’avez ouvert");
        await reader.OpenAsync("dossier au développement", $"/dossiers/{id}");
        await LookAsync(reader, id, "secure", "ready");
        await LookAsync(reader, id, "accompany", "ready");
        await LookAsync(reader, id, "fulfil-condition", "ready");
        await LookAsync(reader, id, "build", "ready");

        await LookAsync(reader, id, "plan-trial", "start");
        await LookAtAcceptanceAsync(id);
        await LookAsync(reader, id, "report-trial", "report");
        await LookAsync(reader, id, "attest-deletion", "deleted");
        await LookAsync(reader, id, "evaluate-dtisu", "deploy");
        await AnswerAsync(id, "evaluate-directorate", "modify");
        await LookAsync(reader, id, "evaluate-dgs", "deploy");
        await site.People.CaseAsync(id, found => found.ToString().Contains("InProduction", StringComparison.Ordinal), "la solution n’est pas en service", Cancellation);
        await reader.OpenAsync("dossier en service", $"/dossiers/{id}");
        await using (var dtisu = await Inspector.OfAsync(site, "Dtisu"))
        {
            await dtisu.OpenAsync("incidents", $"/dossiers/{id}/incidents");
            await dtisu.SendAsync("incidents sans rien", "à corriger");
            await ReportIncidentAsync(dtisu);
            await RegradeIncidentAsync(dtisu);
            await dtisu.OpenAsync("un incident", $"/dossiers/{id}/incidents");
            Assert.Equal("", dtisu.Faults);
        }

        await reader.OpenAsync("dossier en service, page suivante", $"/dossiers/{id}?avant=10");
        await reader.OpenAsync("registre en service", "/registre?statut=en-service");
        await reader.OpenAsync("modèles avec un modèle", "/modeles");
        await reader.OpenAsync("un modèle", "/modeles/mistral-petit");
        await reader.SendAsync("garantie sans document", "Choisissez le document");
        await reader.Page.Locator("#document").SetInputFilesAsync(Path.Combine(SampleFiles.Folder, "besoin-vide.pdf"));
        await reader.Page.FillAsync("#document-fin", DateTime.UtcNow.AddDays(20).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        await reader.SendAsync("modèle avec son document", "Ce qui n’est pas comme il faut");

        await site.People.PutModelAsync("mistral-petit", "2026-11", Cancellation);
        await LookAsync(reader, id, "confirm-change", "review");
        await LookAsync(reader, id, "recheck-dsipn", "conform");
        await AnswerAsync(id, "recheck-directorate", "suspend");
        await LookAsync(reader, id, "recheck-dtisu", "suspend");
        await reader.OpenAsync("modèles après un changement", "/modeles");
        await reader.OpenAsync("mois à venir", "/suivi/echeances");
        await reader.OpenAsync("un modèle après un changement", "/modeles/mistral-petit");
        await LookAsync(reader, id, "resume", "withdraw");
        await LookAsync(reader, id, "finish-withdrawal", "done");
        await site.People.CaseAsync(id, found => found.ToString().Contains("Withdrawn", StringComparison.Ordinal), "la solution n’est pas retirée", Cancellation);
        await reader.OpenAsync("dossier retiré", $"/dossiers/{id}");
        await reader.OpenAsync("vérification", $"/dossiers/{id}/verification");
        await reader.OpenAsync("relance d’un cas clos", $"/suivi/{id}/relancer");
        await reader.OpenAsync("registre", "/registre");

        var open = await DepositAsync("besoin-libreoffice.docx");
        await site.People.MailAsync(open, "complete", Cancellation);
        await reader.OpenAsync("suivi", "/suivi");
        var printed = await DepositAsync("2026-2/aplati.pdf");
        await reader.OpenAsync("réponses lues par une machine", (await site.People.MailAsync(printed, "complete", Cancellation)).Links[0]);
        await reader.OpenAsync("documents reçus", $"/dossiers/{printed}/documents");
        await reader.OpenAsync("reprise", "/suivi/reprise");
        await reader.SendAsync("reprise sans fichier", "Choisissez le fichier");
        await reader.OpenAsync("rapport de reprise", await SendStockAsync());
        await reader.OpenAsync("suivi filtré", "/suivi?etape=Maintenance&titulaire=Dgs&retard=oui");
        await reader.OpenAsync("relance inutile", $"/suivi/{open}/relancer");
        await reader.OpenAsync("listes", "/suivi/listes");
        await reader.SendAsync("listes reconstruites", "Les listes sont reconstruites");
        await reader.OpenAsync("courriels", "/local/courriels");
        await reader.OpenAsync("courriel", $"/local/courriels/{build.Id}");
        await LookAtMailsAsync(reader, id);
        Assert.Equal("", reader.Faults);
    }

    private async Task LookAtAcceptanceAsync(string id)
    {
        await using var team = await Inspector.OfAsync(site, "Dsipn");
        await team.OpenAsync("recette sans mesure", $"/dossiers/{id}/recette");
        await team.SendAsync("recette sans rien", "à corriger");
        await team.Page.Locator("[name=m1-nom]").FillAsync("Exactitude");
        await team.Page.Locator("[name=m1-unite]").FillAsync("%");
        await team.Page.Locator("[name=m1-seuil]").FillAsync("90");
        await team.Page.Locator("[name=m1-sens]").SelectOptionAsync("Higher");
        await team.Page.Locator("[name=m1-methode]").FillAsync("Sur cent comptes rendus.");
        await team.SendAsync("recette avec une mesure", "C’est enregistré.");
        await team.SendAsync("résultats sans rien", "à corriger");
        await team.Page.Locator("[name=r-exactitude]").FillAsync("87,5");
        await team.SendAsync("recette avec des résultats", "Un seuil n’est pas tenu");
        Assert.Equal("", team.Faults);
    }

    private async Task<string> SendStockAsync()
    {
        var page = await site.People.OpenAsync("/suivi/reprise", "Dtisu", Cancellation);
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in FilledForm.Of(page, null, []))
            form.Add(new StringContent(value), name);
        form.Add(new ByteArrayContent("reference;direction;courriel;etape;title\nA-1;lycees;a@region.example;Maintenance;Résumer\nA-2;nulle-part;;;\n"u8.ToArray()), "fichier", "usages-de-la-direction-des-lycées.csv");
        return (await site.People.SendAsync(page, form, Cancellation)).Address.PathAndQuery;
    }

    // The page of a task before anything is typed and after it was sent as it stood; then it is answered.
    private async Task LookAsync(Inspector reader, string id, string kind, string choice)
    {
        var mail = await site.People.MailAsync(id, kind, Cancellation);
        if (kind == "arbitrate" && choice == "defer")
            await reader.OpenAsync("code", $"{mail.Links[0]}/code");
        await reader.OpenAsync(kind, mail.Links[0]);
        // A look costs seconds, and one component shows every error, one every decision: the forms that differ most are enough.
        if (kind is "complete" or "endorse" or "inform" or "qualify" or "arbitrate" or "build" or "plan-trial")
            await reader.SendAsync($"{kind} sans rien", "à corriger");
        await AnswerAsync(id, kind, choice);
        if (kind is "endorse" or "arbitrate")
            await reader.OpenAsync($"{kind} décidé", mail.Links[0]);
    }

    private async Task AnswerAsync(string id, string kind, string choice, params (string Field, string Value)[] given)
    {
        var answer = await site.People.AnswerAsync(id, kind, choice, given.ToDictionary(pair => pair.Field, pair => pair.Value), Cancellation);
        Assert.True(answer.Status == 200, $"{kind}: {answer.Status}: {answer.Text}");
    }

    private async Task LookAtMailsAsync(Inspector reader, string id)
    {
        var mails = await site.People.MailsAsync(id, Cancellation);
        foreach (var mail in mails)
            reader.Read(mail);
        // One layout shows them all: one of each kind is enough for the eyes.
        foreach (var mail in mails.DistinctBy(mail => mail.AskedTask is not null ? "asked" : mail.Id.Split('.').Length > 5 ? "reminder" : mail.Subject))
            await reader.LookAtMailAsync(mail);
    }

    private async Task<string> DepositAsync(string sample) =>
        await site.People.DepositAsync(await File.ReadAllBytesAsync(Path.Combine(SampleFiles.Folder, sample), Cancellation), sample, Cancellation);

    private static async Task ReportIncidentAsync(Inspector person)
    {
        await person.Page.FillAsync("#quoi", "Une liste est partie à un autre service.");
        await person.Page.CheckAsync("#grave");
        await person.Page.CheckAsync("#donnees");
        var known = TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow.AddHours(-50), HumanTasks.ParisTime.Zone);
        await person.Page.FillAsync("#connu", known.ToString("yyyy-MM-ddTHH:mm", System.Globalization.CultureInfo.InvariantCulture));
        await person.SendAsync("incident signalé", "Incidents ouverts");
    }

    private static async Task RegradeIncidentAsync(Inspector person)
    {
        var form = person.Page.Locator("details:has(input[value=corriger])");
        await form.Locator("summary").ClickAsync();
        await form.Locator("[name=gravite]").SelectOptionAsync("non");
        await form.Locator("textarea").FillAsync("Personne n’a ouvert la liste.");
        await form.Locator("button").ClickAsync();
        Assert.Contains("N’est plus à faire", await person.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    private static string Join(params Inspector[] inspectors) => string.Join('\n', inspectors.Select(inspector => inspector.Faults).Where(faults => faults.Length > 0));
}
