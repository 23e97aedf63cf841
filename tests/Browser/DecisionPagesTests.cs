using Microsoft.Playwright;
using RegionSud.AiWorkflow.Local.Demo;
using RegionSud.AiWorkflow.Tests.Forms;

namespace RegionSud.AiWorkflow.Tests.Browser;

/// <summary>The pages around a decision: who decides, who is consulted, what is contested; and a machine that presses all that it finds.</summary>
[Trait("Category", "Slow")]
[Collection<LiveSite>]
public sealed class DecisionPagesTests(LiveSite site)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task They_have_no_fault_and_a_scanner_that_runs_scripts_and_presses_every_button_without_typing_changes_nothing()
    {
        await using var dtisu = await Inspector.OfAsync(site, "Dtisu");
        await dtisu.OpenAsync("délégations", "/suivi/delegations");
        await dtisu.SendAsync("délégations sans rien", "à corriger");
        var id = await ArbitratedAsync();

        var arbitrate = (await site.People.MailAsync(id, "arbitrate", Cancellation)).Links[0];
        var opinion = (await MailAsync(id, "Votre avis est demandé")).Links[0];
        await dtisu.OpenAsync("arbitrage avec avis", arbitrate);
        await dtisu.OpenAsync("demandes", $"/dossiers/{id}/demandes");
        await dtisu.SendAsync("demandes sans rien", "Écrivez le nom");
        await dtisu.OpenAsync("avis", opinion);
        await dtisu.SendAsync("avis sans rien", "à corriger");
        await dtisu.OpenAsync("dossier avec avis", $"/dossiers/{id}");
        await PressAsync(id);

        await AnswerAsync(id, "arbitrate", "refuse");
        await site.People.CaseAsync(id, found => found.ToString().Contains("Refused", StringComparison.Ordinal), "le cas n’est pas refusé", Cancellation);
        var contest = (await MailAsync(id, "Le cas d’usage est refusé", "/contestations/")).Links.First(link => link.Contains("/contestations/", StringComparison.Ordinal));
        var disown = (await MailAsync(id, "Votre décision est enregistrée")).Links.First(link => link.Contains("/pas-moi/", StringComparison.Ordinal));
        await dtisu.OpenAsync("contestation", contest);
        await dtisu.SendAsync("contestation sans rien", "à corriger");
        await dtisu.OpenAsync("pas moi", disown);
        await dtisu.SendAsync("pas moi sans rien", "à corriger");
        await PressAsync(id);

        var page = await site.People.OpenAsync(disown, null, Cancellation);
        await site.People.SendAsync(page, FilledForm.Of(page, null, [new("texte", "J’étais en congé.")]), Cancellation);
        await dtisu.OpenAsync("dossier gelé", $"/dossiers/{id}");
        await dtisu.OpenAsync("gel", $"/dossiers/{id}/gel");
        await dtisu.SendAsync("gel sans rien", "à corriger");
        foreach (var mail in (await site.People.MailsAsync(id, Cancellation)).DistinctBy(mail => mail.Subject))
        {
            dtisu.Read(mail);
            if (mail.Subject.Contains("avis", StringComparison.Ordinal) || mail.Subject.Contains("décision", StringComparison.Ordinal) || mail.Subject.Contains("refusé", StringComparison.Ordinal))
                await dtisu.LookAtMailAsync(mail);
        }

        Assert.Equal("", dtisu.Faults);
    }

    // Opens every link of every mail of a case as nobody in particular, and presses each button of the page, on a fresh load each time.
    private async Task PressAsync(string id)
    {
        var before = await StateAsync(id);
        await using var scanner = await site.WindowAsync(scripts: true);
        var tab = await scanner.NewPageAsync();
        var pressed = 0;
        foreach (var link in (await site.People.MailsAsync(id, Cancellation)).SelectMany(mail => mail.Links).Distinct())
        {
            await tab.GotoAsync(link);
            var buttons = await tab.Locator(Buttons).CountAsync();
            for (var number = 0; number < buttons; number++)
            {
                await tab.GotoAsync(link);
                // Folded forms too.
                await tab.EvaluateAsync("document.querySelectorAll('details').forEach(one => one.open = true)");
                await tab.RunAndWaitForResponseAsync(() => tab.Locator(Buttons).Nth(number).ClickAsync(), answer => answer.Request.IsNavigationRequest);
                pressed++;
            }
        }

        Assert.True(pressed > 1, $"{pressed} buttons pressed.");
        Assert.Equal(before, await StateAsync(id));
    }

    private const string Buttons = "main button, main input[type=submit]";

    private async Task<IReadOnlyList<string>> StateAsync(string id) =>
        [.. (await site.People.JournalAsync(id, Cancellation)).Where(row => row.Type is not ("TaskReminded" or "TaskHanded" or "TaskDueMoved")).Select(row => $"{row.Type} {row.Data.GetRawText()}")];

    private async Task<string> ArbitratedAsync()
    {
        var id = await site.People.DepositAsync(await File.ReadAllBytesAsync(Path.Combine(SampleFiles.Folder, "2026-2", "pdftk.pdf"), Cancellation), "besoin.pdf", Cancellation);
        // A case of the other tests can look like it: then it is asked in what it differs.
        var first = await Infrastructure.Eventually.Get(
            async () => (await site.People.MailsAsync(id, Cancellation)).Select(mail => mail.AskedKind).FirstOrDefault(kind => kind is "complete" or "endorse")!, kind => kind is not null);
        if (first == "complete")
            await AnswerAsync(id, "complete", "send");
        await AnswerAsync(id, "endorse", "endorse");
        await AnswerAsync(id, "review", "pass");
        await AnswerAsync(id, "qualify", "favourable", ("q-personal-data", "yes"), ("q-dpia-1", "yes"), ("q-dpia-7", "yes"), ("q-lawful-basis", "public-task"));
        return id;
    }

    private async Task AnswerAsync(string id, string kind, string choice, params (string Field, string Value)[] given)
    {
        var answer = await site.People.AnswerAsync(id, kind, choice, given.ToDictionary(pair => pair.Field, pair => pair.Value), Cancellation);
        Assert.True(answer.Status == 200, $"{kind}: {answer.Status}: {answer.Text}");
    }

    private async Task<SentMail> MailAsync(string id, string subject, string link = "") => await Infrastructure.Eventually.Get(
        async () => (await site.People.MailsAsync(id, Cancellation)).FirstOrDefault(mail => mail.Subject.Contains(subject, StringComparison.Ordinal) && mail.Links.Any(one => one.Contains(link, StringComparison.Ordinal)))!, mail => mail is not null);
}
