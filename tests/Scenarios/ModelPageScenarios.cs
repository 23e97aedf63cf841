using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Edge.Adapters.Forms;
using RegionSud.AiWorkflow.Edge.Admin;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Local.Demo;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>A model's own page: what is to be seen to, its retirement typed by hand, its watch, its papers, the document of its guarantee.</summary>
public sealed class ModelPageScenarios(LocalHostFixture fixture) : Scenario(fixture)
{
    private readonly string model = $"fiche-{Guid.NewGuid():N}";

    private static DateOnly Today => TimeProvider.System.ParisToday();

    private string Address => $"/modeles/{model}";

    [Fact]
    public async Task The_page_shows_what_is_to_be_seen_to_with_what_to_do_and_DTISU_reads_it_without_a_form()
    {
        await AddAsync();
        var today = Today;
        var page = await EditAsync(("garantie", "Contrat 12"), ("garantie-fin", Text(today.AddDays(20))), ("pieces", "Received"), ("pieces-date", Text(today.AddDays(-400))), ("pieces-fin", Text(today.AddDays(-1))));
        Assert.Contains("prend bientôt fin. Demandez une nouvelle garantie au fournisseur, puis ajoutez son document sur cette page.", page.Text, StringComparison.Ordinal);
        Assert.Contains("(RIA, article 53) sont périmées. Demandez au fournisseur des pièces à jour", page.Text, StringComparison.Ordinal);
        Assert.Contains("périmées depuis le", page.Text, StringComparison.Ordinal);
        Assert.Contains("aucune source ne le suit", page.Text, StringComparison.Ordinal);

        var read = await Client.OpenAsync(Address, "Dtisu", Cancellation);
        Assert.Contains("Ce qui n’est pas comme il faut", read.Text, StringComparison.Ordinal);
        Assert.Empty(read.Document.QuerySelectorAll("main form"));
        Assert.Equal(403, (await Client.OpenAsync(Address, "Agent", Cancellation)).Status);

        var asked = await EditAsync(("pieces", "Asked"), ("pieces-date", Text(today)), ("pieces-fin", ""));
        Assert.Contains("demandées le", asked.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("(RIA, article 53) sont périmées", asked.Text, StringComparison.Ordinal);
        Assert.Contains("n’est pas encore passée", (await EditAsync(("pieces-date", Text(today.AddDays(2))))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retirement_typed_by_hand_is_kept_with_who_typed_it_and_one_of_the_past_is_refused_and_changes_nothing()
    {
        await AddAsync();
        var refused = await EditAsync(("retrait", Text(Today.AddDays(-1))), ("remplacant", "petit-3"));
        Assert.Equal(422, refused.Status);
        Assert.Contains("Cette date est passée : indiquez le jour à venir où le modèle sera retiré.", refused.Text, StringComparison.Ordinal);
        Assert.Equal("petit-3", refused.Document.GetElementById("remplacant")!.GetAttribute("value"));
        Assert.Null((await RecordAsync()).Retirement);

        var saved = await EditAsync(("retrait", Text(Today.AddDays(300))), ("remplacant", "petit-3"), ("meme-famille", "oui"));
        Assert.Equal(200, saved.Status);
        Assert.Contains("son retrait est saisi à la main pour le", saved.Text, StringComparison.Ordinal);
        var record = await RecordAsync();
        Assert.Equal((new Retirement(Today.AddDays(300), "petit-3", true), 0), (record.Retirement!, record.Changes.Count));
        Assert.Equal(NotedAct.RetirementTyped, Assert.Single(record.Notes).Act);
        Assert.Equal("dsipn", (await Services.GetRequiredService<IPeople>().FindAsync(record.Notes[0].By, Cancellation))!.Email.Split('@')[0]);

        // The same form again notes nothing; one left empty takes it back.
        await EditAsync(("nom", "Petit modèle"));
        Assert.Single((await RecordAsync()).Notes);
        Assert.Contains("effacé de la fiche", (await EditAsync(("retrait", ""))).Text, StringComparison.Ordinal);
        Assert.Null((await RecordAsync()).Retirement);
    }

    [Fact]
    public async Task A_program_says_a_retirement_and_takes_it_back_and_a_past_one_changes_nothing()
    {
        await AddAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => Client.PutModelAsync(model, new { retirement = new { on = Text(Today.AddDays(-1)), replacement = "petit-3" } }, Cancellation));
        await Assert.ThrowsAsync<HttpRequestException>(() => Client.PutModelAsync(model, new { retirement = new { on = Text(Today.AddDays(300)), replacement = (string?)null } }, Cancellation));
        Assert.Null((await RecordAsync()).Retirement);

        await Client.PutModelAsync(model, new { retirement = new { on = Text(Today.AddDays(300)), replacement = "petit-3", sameFamily = true } }, Cancellation);
        Assert.Equal(new Retirement(Today.AddDays(300), "petit-3", true), (await RecordAsync()).Retirement);
        await Client.PutModelAsync(model, new { noRetirement = true }, Cancellation);
        Assert.Equal([NotedAct.RetirementTyped, NotedAct.RetirementTakenBack], (await RecordAsync()).Notes.Select(note => note.Act));
    }

    [Fact]
    public async Task A_retirement_typed_when_it_is_near_is_told_at_once()
    {
        await AddAsync();
        var saved = await EditAsync(("retrait", Text(Today.AddDays(119))));
        Assert.Contains("Chaque cas ouvert qui l’emploie va en être saisi.", saved.Text, StringComparison.Ordinal);
        var change = Assert.Single((await RecordAsync()).Changes);
        Assert.Equal((ModelAspect.Retirement, ChangeGrade.Review), (Assert.Single(change.Differences).Aspect, change.Grade));
    }

    [Fact]
    public async Task The_source_is_chosen_from_the_list_one_that_is_none_is_refused_and_where_it_announces_retirements_none_is_typed()
    {
        await AddAsync();
        var page = await Client.OpenAsync(Address, "Dsipn", Cancellation);
        var choice = Assert.IsType<IHtmlSelectElement>(page.Document.GetElementById("veille-source"), exactMatch: false);
        Assert.Equal(["", "azure", "azure-forms", "mistral", "hugging-face"], choice.Options.Select(option => option.Value));

        var refused = await EditAsync(("veille-source", "gazette"), ("veille-nom", "x"));
        Assert.Equal(422, refused.Status);
        Assert.Contains("Cette source n’existe pas : choisissez-en une de la liste, ou aucune.", refused.Text, StringComparison.Ordinal);
        Assert.Null((await RecordAsync()).Watch);

        Assert.NotNull((await EditAsync(("veille-source", "hugging-face"), ("veille-nom", "a/b"))).Document.GetElementById("retrait"));
        var watched = await EditAsync(("veille-source", "azure-forms"), ("veille-nom", "perdu"));
        Assert.Contains("annonce elle-même le retrait", watched.Text, StringComparison.Ordinal);
        Assert.Null(watched.Document.GetElementById("retrait"));
        Assert.Contains("ne se saisit pas à la main", (await EditAsync(("retrait", Text(Today.AddDays(300))))).Text, StringComparison.Ordinal);
        Assert.Equal(200, (await EditAsync(("veille-source", ""))).Status);
        Assert.Null((await RecordAsync()).Watch);
    }

    [Fact]
    public async Task The_guarantees_document_is_kept_by_its_hash_handed_to_those_who_see_the_page_and_who_added_it_is_in_the_log()
    {
        await AddAsync();
        var (pdf, word) = (Pdf(), new DocxFormWriter().Write(Rules.Forms["need"]).ToArray());
        var added = await AddGuaranteeAsync(pdf, "../<b>garantie</b>.pdf", Text(Today.AddDays(500)));
        Assert.True(added.Status == 200, added.Text);
        Assert.Contains("le document de garantie « b>.pdf » est ajouté", added.Text, StringComparison.Ordinal);
        await AddGuaranteeAsync(pdf, "b>.pdf", "");
        await AddGuaranteeAsync(word, "avenant.docx", "");
        var record = await RecordAsync();
        Assert.Equal([Hash(pdf), Hash(word)], record.Guarantees.Select(one => one.Document.Sha256));
        Assert.Equal((Today.AddDays(500), "b>.pdf"), (record.Sheet.GuaranteeUntil!.Value, record.Sheet.Guarantee));

        foreach (var content in new[] { pdf, word })
        {
            using var file = await Client.SendAsync(HttpMethod.Get, $"{Address}/garanties/{Hash(content)}", "Dtisu", null, Cancellation);
            Assert.Equal(content, await file.Content.ReadAsByteArrayAsync(Cancellation));
            Assert.Equal(("application/octet-stream", "attachment"), (file.Content.Headers.ContentType!.MediaType, file.Content.Headers.ContentDisposition!.DispositionType));
        }

        using var agent = await Client.SendAsync(HttpMethod.Get, $"{Address}/garanties/{Hash(pdf)}", "Agent", null, Cancellation);
        Assert.Equal(403, (int)agent.StatusCode);
        using var other = await Client.SendAsync(HttpMethod.Get, $"{Address}/garanties/{new string('0', 64)}", "Dsipn", null, Cancellation);
        Assert.Equal(404, (int)other.StatusCode);
        Assert.Contains("Documents d’avant", (await Client.OpenAsync(Address, "Dtisu", Cancellation)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_that_is_none_too_large_infected_or_already_out_of_date_is_refused_and_changes_nothing()
    {
        await AddAsync();
        var pdf = Pdf();
        foreach (var (content, name, until, words) in new (byte[], string, string, string)[]
        {
            ([], "", "", "Choisissez le document de la garantie"),
            ([], "vide.pdf", "", "Ce fichier est vide"),
            (new byte[GuaranteeFiles.MostBytes + 1], "gros.pdf", "", "plus lourd que 10 Mo"),
            ("PK rien"u8.ToArray(), "garantie.pdf", "", "Seuls un PDF et un document Word"),
            (new XlsxFormWriter().Write(Rules.Forms["need"]).ToArray(), "garantie.docx", "", "Seuls un PDF et un document Word"),
            (pdf, "garantie.docx", "", "se présente comme un document Word, mais n’en est pas un"),
            (new DocxFormWriter().Write(Rules.Forms["need"]).ToArray(), "garantie.pdf", "", "se présente comme un PDF, mais n’en est pas un"),
            (pdf, "garantie.exe", "", "Seuls un PDF et un document Word"),
            (pdf[..^4000], "coupe.pdf", "", "abîmé"),
            ([.. pdf, .. LocalHostFixture.Malware], "infecte.pdf", "", "Un logiciel malveillant a été détecté"),
            (pdf, "garantie.pdf", Text(Today.AddDays(-1)), "une garantie échue n’en est pas une"),
            (pdf, "garantie.pdf", "demain", "Écrivez la date ainsi"),
        })
        {
            var refused = await AddGuaranteeAsync(content, name, until);
            Assert.True(refused.Status == 422 && refused.Text.Contains(words, StringComparison.Ordinal), $"{name} {until}: {refused.Status} {refused.Text}");
            Assert.All(refused.Document.QuerySelectorAll("[role=alert] a"), link => Assert.NotNull(refused.Document.GetElementById(link.GetAttribute("href")![1..])));
        }

        var far = await AddGuaranteeAsync(new byte[(2 * GuaranteeFiles.MostBytes) + 200_000], "enorme.pdf", "");
        Assert.Equal(413, far.Status);
        var page = await Client.OpenAsync(Address, "Dsipn", Cancellation);
        Assert.Equal(400, (await Client.SendAsync(page with { Cookie = "" }, $"{Address}/garanties", [], Cancellation)).Status);
        var record = await RecordAsync();
        Assert.Equal((0, ""), (record.Guarantees.Count, record.Sheet.Guarantee));
    }

    private static Charter.CharterRules Rules { get; } = Charter.CharterLoader.Load();

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private byte[] Pdf() => NeedPdf();

    private Task<System.Text.Json.JsonElement> AddAsync() => Client.PutModelAsync(model, new { provider = "Mistral AI", name = model, version = "2026-03" }, Cancellation);

    private async Task<ModelRecord> RecordAsync() => (await Services.GetRequiredService<IModelInventory>().FindAsync(model, Cancellation))!;

    // The form that changes the model, as a browser sends it, with some fields typed anew.
    private async Task<WebPage> EditAsync(params (string Field, string Value)[] typed)
    {
        var page = await Client.OpenAsync(Address, "Dsipn", Cancellation);
        var form = page.Document.QuerySelector($"form[action='{Address}']")!;
        var fields = form.QuerySelectorAll("input, select, textarea").ToDictionary(
            field => field.GetAttribute("name")!,
            field => (field is IHtmlSelectElement select ? select.Value : field is IHtmlTextAreaElement area ? area.Value : field.GetAttribute("value")) ?? "");
        foreach (var (field, value) in typed)
            fields[field] = value;
        return await Client.SendAsync(page, Address, fields, Cancellation);
    }

    private async Task<WebPage> AddGuaranteeAsync(byte[] content, string name, string until)
    {
        var page = await Client.OpenAsync(Address, "Dsipn", Cancellation);
        Assert.EndsWith("/garanties", page.Target.AbsolutePath, StringComparison.Ordinal);
        using var form = new MultipartFormDataContent { { new StringContent(page.Form.QuerySelector("input[name=jeton]")!.GetAttribute("value")!), "jeton" }, { new StringContent(until, Encoding.UTF8), "document-fin" } };
        if (name.Length > 0)
            form.Add(new ByteArrayContent(content), "document", name);
        return await Client.SendAsync(page, form, Cancellation);
    }
}
