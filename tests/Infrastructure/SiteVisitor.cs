using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Parser;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Tests.Steps;

namespace RegionSud.AiWorkflow.Tests.Infrastructure;

/// <summary>A mail as the laptop's outbox shows it.</summary>
internal sealed record SentMail(string Id, string Case, string To, IReadOnlyList<string> Links, DateTimeOffset SentAt);

/// <summary>An entry as the API shows it.</summary>
internal sealed record ShownEntry(long Seq, string Type, JsonElement Data, string PreviousHash, string Hash)
{
    public string? TaskId => Data.TryGetProperty("taskId", out var id) ? id.GetString() : null;
}

/// <summary>Everybody who uses a local host, over HTTP alone: deposits, follows the links of the mails, decides, looks.</summary>
internal sealed class SiteVisitor : IDisposable
{
    private static readonly CharterRules Rules = CharterLoader.Load();
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly HttpClient http;

    /// <param name="port">Of the site, on the loopback address.</param>
    public SiteVisitor(int port) =>
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{port}"),
            Timeout = TimeSpan.FromSeconds(60),
        };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => http.Dispose();

    /// <summary>Deposits a need with an answer to every question.</summary>
    /// <returns>The case's number.</returns>
    public async Task<string> DepositAsync(params (string Question, string Answer)[] replaced)
    {
        var form = Rules.Forms["need"];
        var values = SampleAnswers.For(form, replaced).Where(pair => pair.Value.Length > 0).ToDictionary(pair => pair.Key, pair => pair.Value);
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new { form.Code, Values = values, Nonce = Guid.NewGuid().ToString("N") }, Json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/depots")
        {
            Content = new MultipartFormDataContent
            {
                { content, "formulaire", "besoin.json" },
                { new StringContent("lycees"), "direction" },
                { new StringContent("camille.martin@region.example"), "courriel" },
            },
        };
        request.Headers.Add("X-Dev-Role", "Agent");
        using var answer = await http.SendAsync(request, Cancellation);
        var body = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("id").GetString()!;
    }

    /// <summary>Every mail that went out.</summary>
    public async Task<IReadOnlyList<SentMail>> MailsAsync() => await ReadAsync<SentMail[]>("/local/courriels.json", null);

    /// <summary>Waits for a reminder of a kind of task.</summary>
    public Task RemindedAsync(string caseId, string kind) => Eventually.Get(
        async () => (await MailsAsync()).Any(mail =>
            mail.Case == caseId && mail.Id.Contains($".{kind}.", StringComparison.Ordinal) && mail.Id.Contains(".reminder.", StringComparison.Ordinal)),
        sent => sent,
        TimeSpan.FromSeconds(120));

    /// <summary>The mail that asks for a kind of task which is open now, once it is there.</summary>
    public async Task<SentMail> AskedAsync(string caseId, string kind)
    {
        var found = await Eventually.Get(
            async () => await OpenTaskAsync(caseId, kind) is { } task
                ? (await MailsAsync()).FirstOrDefault(mail => mail.Id.StartsWith($"{task}.asked.", StringComparison.Ordinal))
                : null,
            mail => mail is not null,
            TimeSpan.FromSeconds(120));
        return found!;
    }

    /// <summary>Waits for a task's mail, opens its link and sends the form.</summary>
    /// <param name="until">For a deferral: in how many days.</param>
    public async Task DecideAsync(string caseId, string kind, string choice, int? until = null, params (string Question, string Answer)[] replaced)
    {
        var (link, form) = await OpenAsync(caseId, kind, choice, until, replaced);
        using var answer = await PostAsync(link, form);
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, $"{kind} of {caseId}: {await answer.Content.ReadAsStringAsync(Cancellation)}");
    }

    /// <summary>Opens the link of a task's mail and fills the form.</summary>
    public async Task<(string Link, Dictionary<string, string> Form)> OpenAsync(
        string caseId, string kind, string choice, int? until = null, params (string Question, string Answer)[] replaced)
    {
        var mail = await AskedAsync(caseId, kind);
        // A mail of an earlier start may name another port.
        var link = new Uri(mail.Links.Single(address => address.Contains("/taches/", StringComparison.Ordinal))).PathAndQuery;
        return (link, await FillAsync(link, kind, choice, until, replaced));
    }

    /// <summary>Opens a task's page and fills its form.</summary>
    public async Task<Dictionary<string, string>> FillAsync(
        string link, string kind, string choice, int? until = null, params (string Question, string Answer)[] replaced)
    {
        var form = await HiddenFieldsAsync(link, null);
        form["choix"] = choice;
        form["motif"] = "Motif donné par l’essai.";
        form["conditions"] = "Chiffrer les données.";
        if (until is { } days)
            form["echeance"] = TimeProvider.System.ParisToday().AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        if (Rules.Tasks[kind].Form is { } asked)
        {
            foreach (var (question, value) in SampleAnswers.For(Rules.Forms[asked], replaced))
                form[$"q-{question}"] = value;
        }

        return form;
    }

    /// <summary>Sends a form.</summary>
    public async Task<HttpResponseMessage> PostAsync(string address, Dictionary<string, string> form, string? role = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) };
        if (role is not null)
            request.Headers.Add("X-Dev-Role", role);
        return await http.SendAsync(request, Cancellation);
    }

    /// <summary>Changes a model's version, as an administrator would.</summary>
    public async Task ChangeModelAsync(string model, string version)
    {
        var body = JsonSerializer.Serialize(new { provider = "Fournisseur", name = model, version }, Json);
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/models/{model}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Dev-Role", "Administrator");
        using var answer = await http.SendAsync(request, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    /// <summary>Opens the page that starts a case's life again, as an administrator would, and fills its form.</summary>
    public async Task<Dictionary<string, string>> RestartFormAsync(string caseId)
    {
        var form = await HiddenFieldsAsync(RestartAddress(caseId), "Administrator");
        form["motif"] = "Le moteur a perdu ses données.";
        return form;
    }

    /// <summary>Sends that form.</summary>
    public async Task<HttpStatusCode> RestartAsync(string caseId, Dictionary<string, string> form)
    {
        using var answer = await PostAsync(RestartAddress(caseId), form, "Administrator");
        return answer.StatusCode;
    }

    /// <summary>The whole journal of a case.</summary>
    public async Task<IReadOnlyList<ShownEntry>> JournalAsync(string caseId)
    {
        var page = await ReadAsync<JsonElement>($"/api/cases/{caseId}/journal?limit=200", "Administrator");
        Assert.Equal(JsonValueKind.Null, page.GetProperty("next").ValueKind);
        return page.GetProperty("entries").Deserialize<ShownEntry[]>(Json)!;
    }

    /// <summary>The step that a case is in.</summary>
    public async Task<string> StepAsync(string caseId) =>
        (await ReadAsync<JsonElement>($"/api/cases/{caseId}", "Administrator")).GetProperty("step").GetString()!;

    /// <summary>A page's text.</summary>
    public async Task<string> PageAsync(string address, string role)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("X-Dev-Role", role);
        using var answer = await http.SendAsync(request, Cancellation);
        var page = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode, page);
        return page;
    }

    private static string RestartAddress(string caseId) => $"/suivi/{caseId}/relancer";

    /// <summary>The id of the open task of a kind, or null.</summary>
    private async Task<string?> OpenTaskAsync(string caseId, string kind) =>
        (await ReadAsync<JsonElement>($"/api/cases/{caseId}", "Administrator")).GetProperty("tasks").EnumerateArray()
            .Where(task => task.GetProperty("kind").GetString() == kind)
            .Select(task => task.GetProperty("id").GetString())
            .FirstOrDefault();

    private async Task<T> ReadAsync<T>(string address, string? role)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (role is not null)
            request.Headers.Add("X-Dev-Role", role);
        using var answer = await http.SendAsync(request, Cancellation);
        var body = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonSerializer.Deserialize<T>(body, Json)!;
    }

    private async Task<Dictionary<string, string>> HiddenFieldsAsync(string address, string? role)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (role is not null)
            request.Headers.Add("X-Dev-Role", role);
        using var answer = await http.SendAsync(request, Cancellation);
        var page = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode, page);
        using var document = await new HtmlParser().ParseDocumentAsync(page, Cancellation);
        return document.QuerySelectorAll("form[method=post] input[type=hidden]")
            .ToDictionary(field => field.GetAttribute("name")!, field => field.GetAttribute("value") ?? "", StringComparer.Ordinal);
    }
}
