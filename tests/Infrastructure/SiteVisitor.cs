using System.Globalization;
using System.Text.Json;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Admin;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Local.Demo;

namespace RegionSud.AiWorkflow.Tests.Infrastructure;

/// <summary>A page whose form is filled and not yet sent.</summary>
internal sealed record Filled(WebPage Page, Dictionary<string, string> Fields);

/// <summary>Everybody who uses a local host, through <see cref="CaseClient"/>: says in one line what a test needs of people.</summary>
/// <param name="port">Of the site, on the loopback address.</param>
internal sealed class SiteVisitor(int port) : IDisposable
{
    private static readonly CharterRules Rules = CharterLoader.Load();
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly CaseClient client = new(new Uri($"http://127.0.0.1:{port}/"), Patience);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => client.Dispose();

    /// <summary>Deposits a need with an answer to every question.</summary>
    /// <returns>The case's number.</returns>
    public Task<string> DepositAsync(params (string Question, string Answer)[] replaced) => HandInAsync(Need(replaced));

    /// <summary>Hands a need in; the same one again finds the first case.</summary>
    public Task<string> HandInAsync(byte[] need) => client.DepositAsync(need, "besoin.json", Cancellation);

    /// <summary>A need with an answer to every question.</summary>
    public static byte[] Need(params (string Question, string Answer)[] replaced)
    {
        var form = Rules.Forms["need"];
        var values = WillingAnswers.For(form, replaced).Where(pair => pair.Value.Length > 0).ToDictionary(pair => pair.Key, pair => pair.Value);
        return JsonSerializer.SerializeToUtf8Bytes(new { code = form.Code, values, nonce = Guid.NewGuid().ToString("N") });
    }

    /// <summary>The mails that went out for a case.</summary>
    public Task<IReadOnlyList<SentMail>> MailsAsync(string caseId) => client.MailsAsync(caseId, Cancellation);

    /// <summary>The mail that asks for a kind of task which is open now, once it is there.</summary>
    public async Task<SentMail> AskedAsync(string caseId, string kind)
    {
        var found = await Eventually.Get(
            async () => await OpenTaskAsync(caseId, kind) is { } task ? (await MailsAsync(caseId)).FirstOrDefault(mail => mail.AskedTask == task) : null,
            mail => mail is not null,
            Patience);
        return found!;
    }

    /// <summary>Waits for a reminder of a kind of task.</summary>
    public Task RemindedAsync(string caseId, string kind) => Eventually.Get(
        async () => (await MailsAsync(caseId)).Any(mail => mail.Id.Split('.') is [_, _, _, var asked, _, "reminder", ..] && asked == kind),
        sent => sent,
        Patience);

    /// <summary>Waits for a task's mail, opens its link, fills the form and sends it.</summary>
    /// <param name="until">For a deferral: in how many days.</param>
    public async Task DecideAsync(string caseId, string kind, string choice, int? until = null, params (string Question, string Answer)[] replaced)
    {
        var answer = await client.ConfirmedAsync(caseId, await SendAsync(await OpenAsync(caseId, kind, choice, until, replaced)), Cancellation);
        Assert.True(answer.Status == 200, $"{kind} of {caseId}: {answer.Status} {answer.Text}");
    }

    /// <summary>Waits for a task's mail, opens its link and fills the form.</summary>
    public async Task<Filled> OpenAsync(
        string caseId, string kind, string choice, int? until = null, params (string Question, string Answer)[] replaced)
    {
        var mail = await AskedAsync(caseId, kind);
        if (kind == "plan-trial")
            await client.AdmitAllAsync(caseId, Cancellation);
        return await FillAsync(mail.Links[0], choice, until, replaced);
    }

    /// <summary>Opens a task's page and fills its form.</summary>
    public async Task<Filled> FillAsync(string link, string choice, int? until = null, params (string Question, string Answer)[] replaced)
    {
        var page = await client.OpenAsync(link, null, Cancellation);
        var given = replaced.ToDictionary(pair => $"q-{pair.Question}", pair => pair.Answer);
        if (until is { } days)
            given["echeance"] = TimeProvider.System.ParisToday().AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new Filled(page, FilledForm.Of(page, choice, given));
    }

    /// <summary>Sends a filled form.</summary>
    /// <returns>The page that answers, after redirections.</returns>
    public Task<WebPage> SendAsync(Filled filled) => client.SendAsync(filled.Page, filled.Fields, Cancellation);

    /// <summary>Changes a model's version, as an administrator would.</summary>
    public Task ChangeModelAsync(string model, string version) => client.PutModelAsync(model, version, Cancellation);

    /// <summary>Opens the page that starts a case's life again, as an administrator would, and fills its form.</summary>
    public async Task<Filled> RestartAsync(string caseId)
    {
        var page = await client.OpenAsync($"/suivi/{caseId}/relancer", "Administrator", Cancellation);
        return new Filled(page, FilledForm.Of(page, null, [new("motif", "Le moteur a perdu ses données.")]));
    }

    /// <summary>The whole journal of a case.</summary>
    public Task<IReadOnlyList<JournalRow>> JournalAsync(string caseId) => client.JournalAsync(caseId, Cancellation);

    /// <summary>The step that a case is in.</summary>
    public async Task<string> StepAsync(string caseId) => (await client.CaseAsync(caseId, Cancellation)).GetProperty("step").GetString()!;

    /// <summary>What the check of a case's chain says.</summary>
    public async Task<string> VerificationAsync(string caseId) => (await client.OpenAsync($"/dossiers/{caseId}/verification", "Administrator", Cancellation)).Text;

    /// <summary>The tasks that entries of a type speak of, as <c>endorse.1</c>, in the journal's order.</summary>
    public static IEnumerable<string> TasksOf(IEnumerable<JournalRow> journal, string type) =>
        journal.Where(entry => entry.Type == type).Select(entry => string.Join('.', entry.Data.GetProperty("taskId").GetString()!.Split('.')[3..]));

    /// <summary>The id of the open task of a kind, or null.</summary>
    private async Task<string?> OpenTaskAsync(string caseId, string kind) =>
        (await client.CaseAsync(caseId, Cancellation)).GetProperty("tasks").EnumerateArray()
            .Where(task => task.GetProperty("kind").GetString() == kind)
            .Select(task => task.GetProperty("id").GetString())
            .FirstOrDefault();
}
