using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Mails;
using RegionSud.AiWorkflow.Local.Demo;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>Needs that come by mail, as the mail service brings them: signed, in raw mode, sometimes twice.</summary>
public sealed class InboundMailScenarios(LocalHostFixture fixture) : MailScenario(fixture)
{
    [Fact]
    public async Task A_form_that_comes_by_mail_opens_one_case_however_often_the_mail_is_brought()
    {
        var mail = Mail("Un besoin des lycées", "Voir le formulaire.", ("besoin.pdf", NeedPdf()), ("plan.txt", "Un plan."u8.ToArray()));

        var first = await BringAsync(mail);
        Assert.Equal("Taken", first.GetProperty("verdict").GetString());
        var id = first.GetProperty("caseId").GetString()!;
        var again = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => BringAsync(mail)));
        Assert.All(again, other => Assert.Equal(id, other.GetProperty("caseId").GetString()));

        var receipt = await ToldAsync(id, "Votre expression du besoin est enregistrée");
        Assert.Equal(Camille, receipt.To);
        Assert.Contains("plan", receipt.Text, StringComparison.Ordinal);
        await Client.MailAsync(id, "endorse", Cancellation);
        var page = await Client.OpenAsync($"/dossiers/{id}", "Dtisu", Cancellation);
        Assert.Contains("par courriel", page.Text, StringComparison.Ordinal);
        Assert.Contains("plan.txt", page.Text, StringComparison.Ordinal);
        Assert.Single(await Client.MailsAsync(id, Cancellation), sent => sent.Subject.Contains("Votre expression du besoin est enregistrée", StringComparison.Ordinal));
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task The_same_form_in_two_mails_is_one_need()
    {
        var form = NeedPdf();

        var first = await BringAsync(Mail("Besoin", "", ("besoin.pdf", form)));
        var second = await BringAsync(Mail("Rappel", "Je renvoie.", ("besoin (2).pdf", form)));

        Assert.Equal(first.GetProperty("caseId").GetString(), second.GetProperty("caseId").GetString());
    }

    [Fact]
    public async Task A_need_written_in_the_mail_itself_is_sent_back_to_be_completed()
    {
        var title = $"Classer les demandes {Guid.NewGuid():N}";

        var id = (await BringAsync(Mail(title, "Nous passons deux jours par semaine à trier.\n\nLe 2 mai 2026, quelqu’un a écrit :\n> ancien"))).GetProperty("caseId").GetString()!;

        var page = await TaskPageAsync(id, "complete");
        // A machine took the first two out of the mail: their author looks before they count.
        Assert.Contains("Lu dans votre courriel : à vérifier.", page.Text, StringComparison.Ordinal);
        Assert.Equal(title, FilledForm.Of(page, "send", [])["q-title"]);
        Assert.Contains("public-service", page.Questions);
        Assert.Contains("Nous passons deux jours par semaine à trier.", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("ancien", page.Text, StringComparison.Ordinal);
        await DecideAsync(id, "complete", "send", ("q-alike", "new"));
        await Client.MailAsync(id, "endorse", Cancellation);
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task An_answer_to_one_of_our_mails_joins_its_case_and_decides_nothing()
    {
        var id = await ReachAsync(Step.Need);
        var asked = await Client.MailAsync(id, "endorse", Cancellation);
        var before = await Client.JournalAsync(id, Cancellation);
        var reply = Mail($"Re: {asked.Subject}", "Je porte ce besoin, allez-y.", ("note.txt", "Une note."u8.ToArray()), ("piège.exe", [.. "MZ"u8, .. LocalHostFixture.Malware]));
        reply.InReplyTo = Services.GetRequiredService<MailSettings>().MessageIdOf(asked.Id).Trim('<', '>');

        var kept = await BringAsync(reply);
        Assert.Equal(("Joined", id), (kept.GetProperty("verdict").GetString(), kept.GetProperty("caseId").GetString()));
        await BringAsync(reply);

        var added = (await Client.JournalAsync(id, Cancellation)).Skip(before.Count).Where(row => row.Type == "DocumentsReceived").ToList();
        Assert.Single(added);
        // Its author learns that it decided nothing, once, and nobody else does.
        var told = await ToldAsync(id, "Votre message est joint au dossier");
        Assert.Equal(Camille, told.To);
        Assert.Contains("Il ne décide de rien", told.Text, StringComparison.Ordinal);
        Assert.Single(await Client.MailsAsync(id, Cancellation), mail => mail.Subject.EndsWith("Votre message est joint au dossier", StringComparison.Ordinal));
        // What came is with the case, for those who may read it, as it was sent.
        var documents = await Client.OpenAsync($"/dossiers/{id}/documents", "Dtisu", Cancellation);
        var note = documents.Document.QuerySelectorAll("th a").Single(link => link.TextContent.Replace("\u200b", "", StringComparison.Ordinal) == "note.txt").GetAttribute("href")!;
        using var saved = await Client.SendAsync(HttpMethod.Get, note, "Dtisu", cancellation: Cancellation);
        Assert.Equal(("Une note.", "application/octet-stream", "attachment"), (await saved.Content.ReadAsStringAsync(Cancellation), saved.Content.Headers.ContentType?.MediaType, saved.Content.Headers.ContentDisposition?.DispositionType));
        foreach (var (who, status) in new[] { ((string?)null, 401), ("Agent", 403) })
        {
            using var refused = await Client.SendAsync(HttpMethod.Get, note, who, cancellation: Cancellation);
            Assert.Equal(status, (int)refused.StatusCode);
        }

        var trap = documents.Document.QuerySelectorAll("th a").Single(link => link.TextContent.Contains("piège", StringComparison.Ordinal)).GetAttribute("href")!;
        using var dangerous = await Client.SendAsync(HttpMethod.Get, trap, "Dtisu", cancellation: Cancellation);
        Assert.Equal(403, (int)dangerous.StatusCode);
        using var foreign = await Client.SendAsync(HttpMethod.Get, note[..^8] + "00000000", "Dtisu", cancellation: Cancellation);
        Assert.Equal(404, (int)foreign.StatusCode);
        var state = await Client.CaseAsync(id, Cancellation);
        Assert.Equal(("Need", "DirectorateHead"), (state.GetProperty("step").GetString(), state.GetProperty("holder").GetString()));
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task A_reply_that_names_a_case_but_no_mail_of_ours_is_not_put_with_it()
    {
        var id = await ReachAsync(Step.Need);
        var forged = Mail($"Re: [{id}] Votre avis", "Glissé là.");
        forged.InReplyTo = "inconnu@ailleurs.example";

        Assert.Equal("Taken", (await BringAsync(forged)).GetProperty("verdict").GetString());

        // The one entry is of its own deposit.
        Assert.Single(await Client.JournalAsync(id, Cancellation), row => row.Type == "DocumentsReceived");
    }

    [Fact]
    public async Task A_mail_from_outside_waits_for_DTISU_who_takes_it_in_or_puts_it_aside()
    {
        var subject = $"Proposition {Guid.NewGuid():N}";
        var outside = Mail(subject, "Nous avons un besoin.");
        outside.From.Clear();
        outside.From.Add(new MailboxAddress("Quelqu’un", "quelquun@ailleurs.example"));
        Assert.Equal(("Quarantined", "UnknownDomain"), await VerdictAsync(outside));
        var aside = Mail($"Publicité {Guid.NewGuid():N}", "Achetez.");
        aside.From.Clear();
        aside.From.Add(new MailboxAddress("", "vendeur@ailleurs.example"));
        Assert.Equal(("Quarantined", "UnknownDomain"), await VerdictAsync(aside));

        Assert.Equal(401, (await Client.OpenAsync("/suivi/courriels", null, Cancellation)).Status);
        Assert.Equal(403, (await Client.OpenAsync("/suivi/courriels", "Agent", Cancellation)).Status);
        Assert.DoesNotContain(subject, (await Client.OpenAsync("/suivi/courriels", "Dsipn", Cancellation)).Text, StringComparison.Ordinal);
        var page = await Client.OpenAsync("/suivi/courriels", "Dtisu", Cancellation);
        Assert.Contains(subject, page.Text, StringComparison.Ordinal);
        Assert.Contains("Expéditeur extérieur à la Région", page.Text, StringComparison.Ordinal);
        var address = AddressOf(page, subject);
        Assert.Equal(422, (await PostAsync(page, address, ("choix", "recevoir"), ("direction", ""), ("courriel", Camille))).Status);
        Assert.Equal(422, (await PostAsync(page, address, ("choix", "recevoir"), ("direction", "lycees"), ("courriel", "personne"))).Status);
        Assert.Equal(422, (await PostAsync(page, address, ("choix", "ecarter"), ("motif", "  "))).Status);
        Assert.Equal(403, (await PostAsync(page with { Role = "Administrator" }, address, ("choix", "ecarter"), ("motif", "Non."))).Status);
        Assert.Equal(400, (await PostAsync(page with { Cookie = "" }, address, ("choix", "ecarter"), ("motif", "Non."))).Status);
        Assert.Equal(404, (await PostAsync(page, $"/suivi/courriels/{new string('0', 64)}", ("choix", "ecarter"), ("motif", "Non."))).Status);

        var taken = await PostAsync(page, address, ("choix", "recevoir"), ("direction", "lycees"), ("courriel", Camille));
        Assert.Equal(200, taken.Status);
        Assert.StartsWith("/dossiers/IA-", taken.Address.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal(409, (await PostAsync(page, address, ("choix", "ecarter"), ("motif", "Trop tard."))).Status);
        var discarded = await PostAsync(page, AddressOf(page, aside.Subject!), ("choix", "ecarter"), ("motif", "Une publicité."));
        Assert.Contains("Écarté par la DTISU : Une publicité.", discarded.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_provider_of_models_announces_waits_with_its_models_and_DSIPN_sees_it()
    {
        var model = $"annonce-{Guid.NewGuid():N}";
        await Client.PutModelAsync(model, new { provider = "Mistral AI", name = model, version = "2411" }, Cancellation);
        var mail = Mail($"Retirement notice {Guid.NewGuid():N}", "The model is retired.");
        mail.From.Clear();
        mail.From.Add(new MailboxAddress("Mistral AI", "annonces@mistral.ai"));
        mail.Headers.Add("List-Id", "<annonces.mistral.ai>");
        Assert.Equal(("Quarantined", "Vendor"), await VerdictAsync(mail));

        var page = await Client.OpenAsync("/suivi/courriels", "Dsipn", Cancellation);
        var article = page.Document.QuerySelectorAll("article").Single(one => one.TextContent.Contains(mail.Subject!, StringComparison.Ordinal));
        Assert.Contains("Courriel d’un fournisseur de modèle", article.TextContent, StringComparison.Ordinal);
        Assert.NotNull(article.QuerySelector($"a[href='/modeles/{model}']"));
        Assert.Empty(article.QuerySelectorAll("form"));
    }

    [Theory]
    [InlineData("Auto-Submitted", "auto-replied", "AutoReply")]
    [InlineData("List-Id", "<annonces.region.example>", "List")]
    [InlineData("Return-Path", "<>", "Bounce")]
    public async Task What_a_machine_sends_is_dropped_with_a_trace_and_opens_nothing(string header, string value, string reason)
    {
        var mail = Mail($"Absence {Guid.NewGuid():N}", "Je suis absente.", ("besoin.pdf", NeedPdf()));
        mail.Headers.Add(header, value);

        Assert.Equal(("Dropped", reason), await VerdictAsync(mail));

        Assert.Contains(mail.Subject!, (await Client.OpenAsync("/suivi/courriels", "Dtisu", Cancellation)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_mail_service_brings_mails()
    {
        var mail = Mail("Besoin", "Texte.");
        using var content = Content(mail);
        var body = await content.ReadAsByteArrayAsync(Cancellation);
        var type = content.Headers.ContentType!;

        Assert.Equal(404, await StatusAsync("0123456789abcdef0123456789abcdef", body, type, Now()));
        Assert.Equal(403, await StatusAsync(LocalHostFixture.MailPath, body, type, Now(), signature: ""));
        Assert.Equal(403, await StatusAsync(LocalHostFixture.MailPath, body, type, Now(), signature: "////"));
        Assert.Equal(403, await StatusAsync(LocalHostFixture.MailPath, body, type, Now(), over: [.. body, 0x20]));
        Assert.Equal(403, await StatusAsync(LocalHostFixture.MailPath, body, type, Now().AddMinutes(-6)));
        Assert.Equal(403, await StatusAsync(LocalHostFixture.MailPath, body, type, Now().AddMinutes(6)));
        Assert.Equal(400, await StatusAsync(LocalHostFixture.MailPath, "{}"u8.ToArray(), new MediaTypeHeaderValue("application/json"), Now()));
        Assert.Equal(400, await StatusAsync(LocalHostFixture.MailPath, body[..(body.Length / 2)], new MediaTypeHeaderValue("multipart/form-data"), Now()));
        Assert.Equal(200, await StatusAsync(LocalHostFixture.MailPath, body, type, Now()));
        Assert.Equal(405, (int)(await Client.SendAsync(HttpMethod.Get, $"/api/inbound-mail/{LocalHostFixture.MailPath}", "Dtisu", null, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task What_nobody_can_read_is_kept_for_DTISU()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Guid.NewGuid().ToByteArray().Select(b => (byte)(b | 0x80)).ToArray()), "email" }, { new StringContent("pass"), "SPF" } };

        var (verdict, reason) = Of(await BringAsync(form));

        Assert.Equal(("Quarantined", "NotAMail"), (verdict, reason));
    }

    private async Task<int> StatusAsync(string path, byte[] body, MediaTypeHeaderValue type, DateTimeOffset at, string? signature = null, byte[]? over = null)
    {
        using var response = await SendAsync(path, body, type, at, signature, over);
        return (int)response.StatusCode;
    }

    private static string AddressOf(WebPage page, string subject) =>
        page.Document.QuerySelectorAll("article").Single(article => article.TextContent.Contains(subject, StringComparison.Ordinal)).QuerySelector("form")!.GetAttribute("action")!;

    private Task<WebPage> PostAsync(WebPage page, string address, params (string Name, string Value)[] fields) =>
        Client.SendAsync(page, address, [
                .. page.Form.QuerySelectorAll("input[type=hidden]").Where(field => field.GetAttribute("name") != "choix").Select(field => new KeyValuePair<string, string>(field.GetAttribute("name")!, field.GetAttribute("value")!)),
                .. fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value)),
            ], Cancellation);
}
