using System.Text.Json;
using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>What a case's readers take along as files.</summary>
public sealed class ExportScenarios(LocalHostFixture fixture) : Scenario(fixture)
{
    [Fact]
    public async Task A_reader_takes_along_every_answer_and_the_entry_of_the_processing_register()
    {
        var id = await ReachAsync(Step.Qualification);
        Assert.Equal(404, (await Client.OpenAsync($"/dossiers/{id}/traitement.csv", "Dpo", Cancellation)).Status);
        await DecideAsync(id, "qualify", "favourable", ("q-personal-data", "unknown"));
        await Client.MailAsync(id, "arbitrate", Cancellation);

        using var exported = (await Client.SendAsync(HttpMethod.Get, $"/dossiers/{id}/reponses.json", "Dsipn", null, Cancellation)).EnsureSuccessStatusCode();
        var forms = JsonDocument.Parse(await exported.Content.ReadAsStringAsync(Cancellation)).RootElement.EnumerateArray().ToList();
        Assert.Equal(["characterisation", "need"], forms.Select(form => form.GetProperty("form").GetString()!).Where(form => form is "need" or "characterisation"));
        var need = forms.Single(form => form.GetProperty("form").GetString() == "need");
        Assert.Equal("RS-IA need 2026-2", need.GetProperty("code").GetString());
        var decision = need.GetProperty("answers").EnumerateArray().Single(answer => answer.GetProperty("question").GetString() == "personal-data");
        Assert.Contains((decision.GetProperty("value").GetString(), decision.GetProperty("text").GetString()), new (string?, string?)[] { ("yes", "Oui"), ("no", "Non") });
        Assert.NotEmpty(decision.GetProperty("source").GetProperty("reader").GetString()!);

        using var entry = (await Client.SendAsync(HttpMethod.Get, $"/dossiers/{id}/traitement.csv", "Dpo", null, Cancellation)).EnsureSuccessStatusCode();
        Assert.Equal("text/csv", entry.Content.Headers.ContentType!.MediaType);
        var lines = (await entry.Content.ReadAsStringAsync(Cancellation)).TrimStart('\ufeff').Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal("Rubrique;Contenu", lines[0]);
        Assert.Contains(lines, line => line.StartsWith("Finalités;", StringComparison.Ordinal) && line.Length > "Finalités;".Length);
        Assert.Contains(lines, line => line.StartsWith("Analyse d’impact (AIPD);", StringComparison.Ordinal));

        foreach (var address in new[] { $"/dossiers/{id}/reponses.json", $"/dossiers/{id}/traitement.csv" })
        {
            Assert.Equal(403, (await Client.OpenAsync(address, "Agent", Cancellation)).Status);
            Assert.Equal(401, (await Client.OpenAsync(address, null, Cancellation)).Status);
            Assert.Contains($"href=\"{address}\"", (await Client.OpenAsync($"/dossiers/{id}", "Dpo", Cancellation)).Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
        }
    }
}
