using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Local.Demo;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>The acceptance set: planned at the evaluation, replayed when the model changes, judged by people.</summary>
public sealed class AcceptanceScenarios(LocalHostFixture fixture) : Scenario(fixture)
{
    [Fact]
    public async Task The_set_is_replayed_after_a_change_old_stands_beside_new_and_a_person_confirms_only_what_holds()
    {
        var id = await ReachAsync(Step.Evaluation);
        await PlanAsync(id);
        await DecideAsync(id, "plan-trial", "start");
        Assert.Equal(200, (await ReportByPageAsync(id, ("r-exactitude", "0,95"), ("r-delai", "3,2"))).Status);
        Assert.Contains("0,95", (await TaskPageAsync(id, "report-trial")).Text, StringComparison.Ordinal);
        await DecideAsync(id, "report-trial", "report");
        if ((await Client.JournalAsync(id, Cancellation)).Any(row => row.Type == "AnswersRecorded" && row.Data.ToString().Contains(CaseFacts.PersonalData, StringComparison.Ordinal)))
            await DecideAsync(id, "attest-deletion", "deleted");
        Assert.Contains("au moins 0,9", (await TaskPageAsync(id, "evaluate-directorate")).Text, StringComparison.Ordinal);
        await DecideAsync(id, "evaluate-dtisu", "deploy");
        await DecideAsync(id, "evaluate-directorate", "deploy");
        await StatusAsync(id, "InProduction");

        await Client.PutModelAsync(ModelOf(id), "2026-06", Cancellation);
        Assert.Contains("aucun n’a encore été rapporté pour sa version d’aujourd’hui", (await TaskPageAsync(id, "confirm-change")).Text, StringComparison.Ordinal);

        // The team's own pipeline: a threshold does not hold.
        var (status, answer) = await PostAsync(id, new { results = new Dictionary<string, double> { ["exactitude"] = 0.85, ["delai"] = 2.5 }, note = "Rejouée la nuit." });
        Assert.Equal(201, status);
        Assert.Equal(["Missed", "Met"], answer.GetProperty("measures").EnumerateArray().Select(row => row.GetProperty("verdict").GetString()!));
        Assert.Equal(200, (await PostAsync(id, new { results = new Dictionary<string, double> { ["delai"] = 2.5, ["exactitude"] = 0.850 }, note = "Rejouée la nuit." })).Status);
        var failing = await TaskPageAsync(id, "confirm-change");
        Assert.Contains("Un seuil n’est pas tenu : Exactitude", failing.Text, StringComparison.Ordinal);
        Assert.Equal(["0,95", "0,85 moins bien qu’avant"], RowOf(failing, "exactitude")[2..4]);
        var refused = await Client.AnswerAsync(id, "confirm-change", "conform", null, Cancellation);
        Assert.Equal(422, refused.Status);
        Assert.Contains("ne tiennent pas le seuil de « Exactitude »", refused.Text, StringComparison.Ordinal);

        // Mended and measured again, by a file: what holds still waits for a person.
        var page = await CsvAsync(id, "mesure;valeur\nExactitude;0,96\nDélai médian;3\n");
        Assert.Equal(200, page.Status);
        Assert.Equal(["0,95", "0,96 mieux qu’avant", "Tenu"], RowOf(page, "exactitude")[2..5]);
        Assert.Contains("confirm-change", (await Client.CaseAsync(id, Cancellation)).GetProperty("tasks").ToString(), StringComparison.Ordinal);
        await DecideAsync(id, "confirm-change", "conform");
        await StatusAsync(id, "InProduction");

        var reports = (await Client.JournalAsync(id, Cancellation)).Where(row => row.Type == "EvaluationReported").ToList();
        Assert.Equal(["page", "api", "csv"], reports.Select(row => row.Data.GetProperty("channel").GetString()!));
        Assert.Equal(["2026-01", "2026-06", "2026-06"], reports.Select(row => row.Data.GetProperty("models")[0].GetProperty("version").GetString()!));
        var shown = await Client.OpenAsync($"/dossiers/{id}", "Dsipn", Cancellation);
        Assert.Contains("envoyés par un programme de l’équipe", shown.Text, StringComparison.Ordinal);
        Assert.Contains($"/dossiers/{id}/recette", shown.Html, StringComparison.Ordinal);
        await AssertSoundAsync(id);
    }

    [Fact]
    public async Task Who_may_not_gets_nothing_and_what_is_wrong_is_said_where_it_is()
    {
        var id = await ReachAsync(Step.Development);
        await StepAsync(id, Step.Development, 1);
        var page = $"/dossiers/{id}/recette";
        foreach (var (role, status) in new[] { ((string?)null, 401), ("Agent", 403), ("Dgs", 403), ("Dtisu", 200), ("Administrator", 200), ("Dsipn", 200) })
            Assert.Equal(status, (await Client.OpenAsync(page, role, Cancellation)).Status);
        Assert.Empty((await Client.OpenAsync(page, "Dtisu", Cancellation)).Document.QuerySelectorAll("main form"));
        Assert.Equal(404, (await Client.OpenAsync("/dossiers/IA-1999-0001/recette", "Dsipn", Cancellation)).Status);
        Assert.Equal(409, (await PostAsync(id, new { results = new Dictionary<string, double> { ["exactitude"] = 1 } })).Status);

        var form = await Client.OpenAsync(page, "Dsipn", Cancellation);
        var wrong = await Client.SendAsync(form, FilledForm.Of(form, null, [new("m1-nom", "Exactitude"), new("m1-seuil", "beaucoup")]), Cancellation);
        Assert.Equal(422, wrong.Status);
        Assert.Equal("beaucoup", wrong.Document.GetElementById("m1-seuil")!.GetAttribute("value"));
        Assert.All(wrong.Document.QuerySelectorAll("[role=alert] a"), link => Assert.NotNull(wrong.Document.GetElementById(link.GetAttribute("href")![1..])));
        Assert.Equal(400, (await Client.SendAsync(form, new Dictionary<string, string> { ["m1-nom"] = "Exactitude" }, Cancellation)).Status);

        await PlanAsync(id, "<b>jeu</b>.jsonl");
        using (var set = await Client.SendAsync(HttpMethod.Get, $"{page}/jeu", "Dtisu", null, Cancellation))
        {
            Assert.Equal("application/octet-stream", set.Content.Headers.ContentType!.MediaType);
            Assert.Equal("attachment", set.Content.Headers.ContentDisposition!.DispositionType);
            Assert.Equal("{\"entrée\": 1}", await set.Content.ReadAsStringAsync(Cancellation));
        }

        Assert.Equal(403, (await Client.OpenAsync($"{page}/jeu", "Agent", Cancellation)).Status);
        Assert.Contains("plus de deux colonnes", (await CsvAsync(id, "exactitude,0,93\n")).Text, StringComparison.Ordinal);
        Assert.Contains("n’est pas une mesure du plan", (await CsvAsync(id, "vitesse;1\n")).Text, StringComparison.Ordinal);
        Assert.Equal(422, (await ReportByPageAsync(id, ("r-exactitude", "environ 1"))).Status);
        Assert.Equal(409, (await ReportByPageAsync(id, ("r-exactitude", "1"), ("modeles", "autre\t1"))).Status);

        var (status422, problem) = await PostAsync(id, new { results = new Dictionary<string, object> { ["exactitude"] = "0.93", ["vitesse"] = 1 } });
        Assert.Equal(422, status422);
        Assert.Equal(["results.exactitude", "results.vitesse"], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order());
        Assert.Equal(409, (await PostAsync(id, new { results = new Dictionary<string, double> { ["exactitude"] = 1 }, models = new Dictionary<string, string> { ["autre"] = "1" } })).Status);
        Assert.Equal(404, (await PostAsync("IA-1999-0001", new { results = new Dictionary<string, double> { ["exactitude"] = 1 } })).Status);
        foreach (var body in new[] { "", "[]", "{}", "{\"results\": null}", "{\"results\": {\"exactitude\": NaN}}", $"{{\"results\": {{}}, \"note\": \"{new string('x', 70_000)}\"}}" })
            Assert.Equal(400, await StatusAsync(id, "Dsipn", new StringContent(body, Encoding.UTF8, "application/json")));
        Assert.Equal(400, await StatusAsync(id, "Dsipn", new FormUrlEncodedContent([new("results", "1")])));
        Assert.Equal(403, await StatusAsync(id, "Dtisu", JsonContent.Create(new { results = new { } })));
        Assert.DoesNotContain(await Client.JournalAsync(id, Cancellation), row => row.Type == "EvaluationReported");
    }

    private static List<string> RowOf(WebPage page, string measure) =>
        [.. page.Document.QuerySelectorAll("tbody tr").First(row => row.QuerySelector("code")?.TextContent == measure).QuerySelectorAll("th, td")
            .Select(cell => string.Join(' ', cell.TextContent.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)))];

    private async Task PlanAsync(string id, string set = "jeu.jsonl")
    {
        var page = await Client.OpenAsync($"/dossiers/{id}/recette", "Dsipn", Cancellation);
        var fields = FilledForm.Of(page, null,
        [
            new("m1-nom", "Exactitude"), new("m1-seuil", "0,9"), new("m1-sens", "Higher"), new("m1-methode", "Sur cent comptes rendus."),
            new("m2-nom", "Délai médian"), new("m2-unite", "s"), new("m2-seuil", "4"), new("m2-sens", "Lower"), new("m2-methode", "Chronomètre du service."), new("m2-id", "delai"),
        ]);
        var saved = await Client.SendAsync(page, Multipart(fields, "jeu", set, "{\"entrée\": 1}"), Cancellation);
        Assert.True(saved.Status == 200, saved.Text);
        Assert.Contains("C’est enregistré.", saved.Text, StringComparison.Ordinal);
    }

    private async Task<WebPage> ReportByPageAsync(string id, params (string Field, string Value)[] given)
    {
        var page = await Client.OpenAsync($"/dossiers/{id}/recette", "Dsipn", Cancellation);
        return await Client.SendAsync(page, FilledForm.Of(page, null, given.Select(pair => KeyValuePair.Create(pair.Field, pair.Value))), Cancellation);
    }

    private async Task<WebPage> CsvAsync(string id, string csv)
    {
        var page = await Client.OpenAsync($"/dossiers/{id}/recette", "Dsipn", Cancellation);
        return await Client.SendAsync(page, Multipart(FilledForm.Of(page, null, []), "fichier", "resultats.csv", csv), Cancellation);
    }

    private static MultipartFormDataContent Multipart(Dictionary<string, string> fields, string file, string name, string content)
    {
        var form = new MultipartFormDataContent();
        foreach (var (field, value) in fields)
            form.Add(new StringContent(value), field);
        form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(content)), file, name);
        return form;
    }

    private async Task<(int Status, JsonElement Answer)> PostAsync(string id, object body)
    {
        using var content = JsonContent.Create(body);
        using var answer = await Client.SendAsync(HttpMethod.Post, $"/api/cases/{id}/evaluations", "Dsipn", content, Cancellation);
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation));
    }

    private async Task<int> StatusAsync(string id, string role, HttpContent content)
    {
        using var body = content;
        using var answer = await Client.SendAsync(HttpMethod.Post, $"/api/cases/{id}/evaluations", role, body, Cancellation);
        return (int)answer.StatusCode;
    }
}
