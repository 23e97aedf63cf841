using System.Text.Json;
using RegionSud.AiWorkflow.Local.Demo;
using RegionSud.AiWorkflow.Tests.Forms;
using RegionSud.AiWorkflow.Tests.Recognition;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>Pages that were printed, filled and scanned or photographed.</summary>
public sealed class ScanScenarios(LocalHostFixture fixture) : Scenario(fixture)
{
    /// <summary>The same pages, as no one else deposited them: bytes behind the end of the picture are not looked at.</summary>
    private static byte[] Unlike(string sample) => [.. SampleFiles.Bytes(sample), .. Guid.NewGuid().ToByteArray()];

    [Fact]
    public async Task What_a_machine_read_on_a_scan_counts_only_once_its_author_has_confirmed_it()
    {
        var id = await Client.DepositAsync(Unlike("2026-2/scan-page-2.jpg"), "page.jpg", Cancellation);

        Assert.Contains("réponses sur vos documents. Rien de cela ne compte encore", string.Join(' ', (await Client.MailAsync(id, "complete", Cancellation)).Text.Split([' ', '\n', '\r', '\u00a0'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        var page = await TaskPageAsync(id, "complete");
        Assert.Contains("Une machine a lu certaines de vos réponses sur vos documents.", page.Text, StringComparison.Ordinal);
        Assert.Contains("Lu sur votre document, page 2 (confiance de la machine", page.Text, StringComparison.Ordinal);
        var fields = FilledForm.Of(page, "send", new Dictionary<string, string>());
        Assert.Equal("agents", fields["q-users"]);
        // Every question is asked, the optional ones that were read as well.
        Assert.Contains("budget", page.Questions);
        var head = (await Client.CaseAsync(id, Cancellation)).GetProperty("title").GetString();
        Assert.Equal(id, head);

        await DecideAsync(id, "complete", "send", ("q-title", $"Essai {Guid.NewGuid():N}"), ("q-users-number", "40"), ("q-errors", "Relu par une secrétaire."), ("q-alike", "new"));
        var answers = await AnswersAsync(id);
        Assert.Equal(("prebuilt-layout 2024-11-30", 2, true), SourceOf(answers, "users"));
        Assert.Equal("page", answers.First(answer => answer.GetProperty("question").GetString() == "errors").GetProperty("source").GetProperty("reader").GetString());
        await TaskPageAsync(id, "endorse");
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task The_page_of_the_scan_is_shown_to_who_must_confirm_it_and_to_nobody_else()
    {
        var scan = Unlike("2026-2/scan.pdf");
        // A PDF must end as one: what makes it unlike the others stands before its end.
        var unlike = SampleFiles.Bytes("2026-2/scan.pdf").Concat("\n% "u8.ToArray()).Concat(Convert.ToHexString(scan[^16..]).Select(c => (byte)c)).Concat("\n%%EOF\n"u8.ToArray()).ToArray();
        var id = await Client.DepositAsync(unlike, "scan.pdf", Cancellation);
        var page = await TaskPageAsync(id, "complete");
        var picture = page.Html.Split("<image href=\"")[1].Split('"')[0];

        using var shown = await Client.SendAsync(HttpMethod.Get, picture, null, cancellation: Cancellation);
        Assert.Equal((200, "image/jpeg"), ((int)shown.StatusCode, shown.Content.Headers.ContentType?.MediaType));
        Assert.Equal([0xFF, 0xD8], (await shown.Content.ReadAsByteArrayAsync(Cancellation))[..2]);
        foreach (var wrong in new[] { picture[..^1] + "9", picture.Replace("/documents/", $"/documents/{new string('0', 8)}", StringComparison.Ordinal), picture.Replace("/taches/", "/taches/x", StringComparison.Ordinal) })
        {
            using var refused = await Client.SendAsync(HttpMethod.Get, wrong, "Dtisu", cancellation: Cancellation);
            Assert.Equal(404, (int)refused.StatusCode);
        }

        await DecideAsync(id, "complete", "send", ("q-title", $"Essai {Guid.NewGuid():N}"), ("q-users-number", "40"), ("q-alike", "new"));
        using var closed = await Client.SendAsync(HttpMethod.Get, picture, null, cancellation: Cancellation);
        Assert.Equal(404, (int)closed.StatusCode);
    }

    [Fact]
    public async Task A_scan_that_the_machine_refuses_goes_to_its_author_with_an_empty_form()
    {
        Fixture.Recognition.OnSubmit = (http, _) => RecognitionServer.Answered(http, 400, """{"error":{"code":"InvalidRequest","innererror":{"code":"InvalidContent"}}}""");
        try
        {
            var id = await Client.DepositAsync(Unlike("2026-2/photo.heic"), "IMG_0042.HEIC", Cancellation);

            var page = await TaskPageAsync(id, "complete");
            Assert.DoesNotContain("Une machine a lu", page.Text, StringComparison.Ordinal);
            Assert.Contains("title", page.Questions);
            Assert.Contains("Un document a été gardé sans être lu (reconnaissance refusée, InvalidContent)", (await Client.OpenAsync($"/dossiers/{id}", "Dtisu", Cancellation)).Text, StringComparison.Ordinal);
            await AssertSoundAsync(id);
        }
        finally
        {
            Fixture.Recognition.OnSubmit = null;
        }
    }

    [Fact]
    public async Task A_form_filled_in_LibreOffice_or_in_a_workbook_is_read_like_any_other()
    {
        foreach (var (sample, reader) in new[] { ("libreoffice.odt", "odt-fields"), ("libreoffice.xlsx", "xlsx-cells") })
        {
            var content = Unlike($"2026-2/{sample}");
            var id = await Client.DepositAsync(content, sample, Cancellation);
            await Client.CaseAsync(id, state => state.GetProperty("title").GetString()!.StartsWith("Résumer", StringComparison.Ordinal), "pas de titre", Cancellation);

            Assert.Equal(reader, (await AnswersAsync(id)).First().GetProperty("source").GetProperty("reader").GetString());
        }
    }

    [Fact]
    public async Task A_document_that_is_known_malware_is_kept_unopened_said_so_and_asked_anew()
    {
        var id = await Client.DepositAsync((byte[])[.. NeedPdf(("title", "Ne pas lire")), .. "\n"u8, .. LocalHostFixture.Malware, .. "\n%%EOF\n"u8], "besoin.pdf", Cancellation);

        var receipt = await ToldAsync(id, "enregistrée");
        Assert.Contains("logiciel malveillant détecté", string.Join(' ', receipt.Text.Split([' ', '\n', '\r', '\u00a0'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("title", (await TaskPageAsync(id, "complete")).Questions);
        Assert.Contains("logiciel malveillant détecté", (await Client.OpenAsync($"/dossiers/{id}", "Dtisu", Cancellation)).Text, StringComparison.Ordinal);
        // It is evidence, and handed to nobody.
        var documents = await Client.OpenAsync($"/dossiers/{id}/documents", "Dtisu", Cancellation);
        Assert.Contains("Dangereux", documents.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("documents/", documents.Document.QuerySelector("main")!.InnerHtml, StringComparison.Ordinal);
        var hash = documents.Document.QuerySelector("code")!.TextContent.Trim();
        using var refused = await Client.SendAsync(HttpMethod.Get, $"/dossiers/{id}/documents/{hash}", "Dtisu", cancellation: Cancellation);
        Assert.Equal(403, (int)refused.StatusCode);
        Assert.DoesNotContain("Ne pas lire", (await Client.OpenAsync($"/dossiers/{id}", "Dtisu", Cancellation)).Text, StringComparison.Ordinal);
        await AssertSoundAsync(id);
    }

    private async Task<List<JsonElement>> AnswersAsync(string id)
    {
        using var answer = await Client.SendAsync(HttpMethod.Get, $"/dossiers/{id}/reponses.json", "Dtisu", cancellation: Cancellation);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        return [.. json.RootElement.Clone().EnumerateArray().Single(form => form.GetProperty("form").GetString() == "need").GetProperty("answers").EnumerateArray()];
    }

    private static (string, int, bool) SourceOf(List<JsonElement> answers, string question)
    {
        var source = answers.First(answer => answer.GetProperty("question").GetString() == question).GetProperty("source");
        return (source.GetProperty("reader").GetString()!, source.GetProperty("page").GetInt32(), source.GetProperty("confirmed").GetBoolean());
    }
}
