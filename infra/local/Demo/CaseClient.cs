using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using RegionSud.AiWorkflow.Edge.Admin;
using RegionSud.AiWorkflow.Models;

namespace RegionSud.AiWorkflow.Local.Demo;

/// <summary>
/// Plays the people of a case against a running host, over HTTP alone: deposits a form, finds the mails, opens their links, fills in the pages and
/// sends them, as a browser without JavaScript would. Each page keeps its own cookies, so that any number of people act side by side.
/// </summary>
/// <param name="site">Address of the host.</param>
/// <param name="patience">How long to wait for what the process does by itself.</param>
public sealed class CaseClient(Uri site, TimeSpan patience) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = site };
    private readonly ConcurrentDictionary<string, bool> answered = new();

    /// <summary>Sends any request; a role is given as on the local host.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? role, HttpContent? content = null, CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (role is not null)
            request.Headers.Add(DevelopmentAuthentication.Header, role);
        return await http.SendAsync(request, cancellation);
    }

    /// <summary>Deposits a filled form by <c>POST /api/depots</c>.</summary>
    /// <returns>The status, and the answer's JSON.</returns>
    public async Task<(int Status, JsonElement Answer)> PostFormAsync(
        ReadOnlyMemory<byte>? file, string name, string direction = "lycees", string email = "camille.martin@region.example", CancellationToken cancellation = default)
    {
        using var body = new MultipartFormDataContent { { new StringContent(direction), "direction" }, { new StringContent(email), "courriel" } };
        if (file is { } bytes)
            body.Add(new ReadOnlyMemoryContent(bytes), "formulaire", name);
        using var answer = await SendAsync(HttpMethod.Post, "/api/depots", "Agent", body, cancellation);
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation));
    }

    /// <summary>The same for a form that must be taken.</summary>
    /// <returns>The case's number.</returns>
    /// <exception cref="InvalidOperationException">It was not taken.</exception>
    public async Task<string> DepositAsync(ReadOnlyMemory<byte> file, string name, CancellationToken cancellation = default)
    {
        var (status, answer) = await PostFormAsync(file, name, cancellation: cancellation);
        return status is 202 or 200 ? answer.GetProperty("id").GetString()! : throw new InvalidOperationException($"Le dépôt de {name} est refusé ({status})\u00a0: {answer}");
    }

    /// <summary>Mails that went out, newest first.</summary>
    public async Task<IReadOnlyList<SentMail>> MailsAsync(string caseId, CancellationToken cancellation = default) =>
        await JsonAsync<List<SentMail>>($"/local/courriels.json?dossier={caseId}", null, cancellation);

    /// <summary>Waits for the mail that asks for a task which this client has not answered yet.</summary>
    /// <param name="kind">Kind of task, such as <c>endorse</c>.</param>
    /// <exception cref="TimeoutException">It did not come; says where the case is.</exception>
    public async Task<SentMail> MailAsync(string caseId, string kind, CancellationToken cancellation = default) => (await UntilAsync(
        async () => (await MailsAsync(caseId, cancellation)).LastOrDefault(mail => mail.AskedKind == kind && !answered.ContainsKey(mail.Id)),
        mail => mail is not null, caseId, $"aucun courriel ne demande «\u00a0{kind}\u00a0»", cancellation))!;

    /// <summary>Waits for a case to be as wanted, as the API shows it.</summary>
    /// <exception cref="TimeoutException">It did not come to be.</exception>
    public Task<JsonElement> CaseAsync(string caseId, Func<JsonElement, bool> wanted, string what, CancellationToken cancellation = default) =>
        UntilAsync(() => CaseAsync(caseId, cancellation), wanted, caseId, what, cancellation);

    /// <summary>A case, as the API shows it now.</summary>
    public Task<JsonElement> CaseAsync(string caseId, CancellationToken cancellation = default) => JsonAsync<JsonElement>($"/api/cases/{caseId}", "Dtisu", cancellation);

    /// <summary>The whole journal of a case, page by page.</summary>
    public async Task<IReadOnlyList<JournalRow>> JournalAsync(string caseId, CancellationToken cancellation = default)
    {
        var rows = new List<JournalRow>();
        JournalRows page;
        do
        {
            page = await JsonAsync<JournalRows>($"/api/cases/{caseId}/journal?limit=20&after={(rows.Count == 0 ? 0 : rows[^1].Seq)}", "Dtisu", cancellation);
            rows.AddRange(page.Entries);
        }
        while (page.Next is not null);
        return rows;
    }

    /// <summary>Changes the version of a model by <c>PUT /api/models/{id}</c>, as an administrator.</summary>
    public Task<JsonElement> PutModelAsync(string model, string version, CancellationToken cancellation = default) => PutModelAsync(model, new { version }, cancellation);

    /// <summary>Has a model of the inventory admitted, with its guarantees and opinions.</summary>
    public Task<JsonElement> AdmitModelAsync(string model, CancellationToken cancellation = default) => PutModelAsync(model, WillingAnswers.Admission, cancellation);

    /// <summary>Changes a model by <c>PUT /api/models/{id}</c>, as an administrator.</summary>
    /// <param name="change">What the body holds.</param>
    public async Task<JsonElement> PutModelAsync(string model, object change, CancellationToken cancellation = default)
    {
        using var body = JsonContent.Create(change);
        using var answer = await SendAsync(HttpMethod.Put, $"/api/models/{model}", "Administrator", body, cancellation);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
    }

    /// <summary>Opens a page, following redirections.</summary>
    public async Task<WebPage> OpenAsync(string address, string? role = null, CancellationToken cancellation = default) =>
        await SendAsync(new Uri(site, address), null, "", role, cancellation);

    /// <summary>Sends a page's form with these fields and the page's cookie, and follows to the answer.</summary>
    public Task<WebPage> SendAsync(WebPage page, IEnumerable<KeyValuePair<string, string>> fields, CancellationToken cancellation = default) =>
        SendAsync(page, new FormUrlEncodedContent(fields), cancellation);

    /// <summary>The same for a form with a file.</summary>
    public Task<WebPage> SendAsync(WebPage page, HttpContent form, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(page);
        return SendAsync(page.Target, form, page.Cookie, page.Role, cancellation);
    }

    /// <summary>Sends a page's form by a button that has an address of its own.</summary>
    public Task<WebPage> SendAsync(WebPage page, string buttonAddress, IEnumerable<KeyValuePair<string, string>> fields, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(page);
        return SendAsync(new Uri(page.Address, buttonAddress), new FormUrlEncodedContent(fields), page.Cookie, page.Role, cancellation);
    }

    /// <summary>Waits for a task's mail, opens its link, fills in the page and sends it.</summary>
    /// <param name="choice">The decision that is picked.</param>
    /// <param name="given">Fields that are filled in otherwise than <see cref="FilledForm"/> does; a question's name begins with <c>q-</c>.</param>
    /// <returns>The page that answers.</returns>
    public async Task<WebPage> AnswerAsync(string caseId, string kind, string choice, IReadOnlyDictionary<string, string>? given = null, CancellationToken cancellation = default)
    {
        var mail = await MailAsync(caseId, kind, cancellation);
        // No trial begins on a model that is not admitted.
        if (kind == "plan-trial")
            await AdmitAllAsync(caseId, cancellation);
        var page = await OpenAsync(mail.Links[0], null, cancellation);
        var answer = await ConfirmedAsync(caseId, await SendAsync(page, FilledForm.Of(page, choice, given ?? new Dictionary<string, string>()), cancellation), cancellation);
        if (answer.Status == 200)
            answered[mail.Id] = true;
        return answer;
    }

    /// <summary>Has each model of a case admitted that waits for it.</summary>
    public async Task AdmitAllAsync(string caseId, CancellationToken cancellation = default)
    {
        var known = (await JsonAsync<ModelRows>("/api/models", "Administrator", cancellation)).Models.ToDictionary(model => model.Id);
        foreach (var used in (await CaseAsync(caseId, cancellation)).GetProperty("models").EnumerateArray().Select(model => model.GetProperty("modelId").GetString()!))
        {
            if (known.GetValueOrDefault(used) is { Status: ModelStatus.Candidate })
                await AdmitModelAsync(used, cancellation);
        }
    }

    /// <summary>Types the code that was mailed, when a page asks for one; any other page is given back.</summary>
    public async Task<WebPage> ConfirmedAsync(string caseId, WebPage page, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(page);
        if (page.Document.QuerySelector("input[name=code]") is null)
            return page;
        return await SendAsync(page, FilledForm.Of(page, null, [new("code", await CodeAsync(caseId, cancellation))]), cancellation);
    }

    /// <summary>The code that was mailed last for a case.</summary>
    public async Task<string> CodeAsync(string caseId, CancellationToken cancellation = default)
    {
        var mails = await MailsAsync(caseId, cancellation);
        return mails.First(mail => mail.Id.Contains(".code.", StringComparison.Ordinal)).Text.Split('\n').First(line => line.StartsWith("Code", StringComparison.Ordinal)).Trim()[^6..];
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<WebPage> SendAsync(Uri address, HttpContent? form, string cookie, string? role, CancellationToken cancellation)
    {
        for (var hops = 0; hops < 4; hops++)
        {
            using var request = new HttpRequestMessage(form is null ? HttpMethod.Get : HttpMethod.Post, address) { Content = form };
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
            if (cookie.Length > 0)
                request.Headers.Add("Cookie", cookie);
            if (role is not null)
                request.Headers.Add(DevelopmentAuthentication.Header, role);
            using var answer = await http.SendAsync(request, cancellation);
            if (answer.Headers.TryGetValues("Set-Cookie", out var set))
                cookie = string.Join("; ", set.Select(line => line.Split(';')[0]));
            if (answer.StatusCode is not (HttpStatusCode.SeeOther or HttpStatusCode.Found))
                return new WebPage(address, (int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellation), cookie, role);
            (address, form) = (new Uri(address, answer.Headers.Location!), null);
        }

        throw new InvalidOperationException($"{address} renvoie sans fin ailleurs.");
    }

    private async Task<T> JsonAsync<T>(string path, string? role, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, role, null, cancellation);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{path} répond {(int)answer.StatusCode}\u00a0: {await answer.Content.ReadAsStringAsync(cancellation)}");
        return (await answer.Content.ReadFromJsonAsync<T>(cancellation))!;
    }

    private async Task<T> UntilAsync<T>(Func<Task<T>> read, Func<T, bool> wanted, string caseId, string what, CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(patience);
        using var pause = new PeriodicTimer(Pause);
        try
        {
            do
            {
                if (await read() is var found && wanted(found))
                    return found;
            }
            while (await pause.WaitForNextTickAsync(bound.Token));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Said below, with where the case is.
        }

        throw new TimeoutException($"{caseId}\u00a0: {what} après {patience.TotalSeconds:0}\u00a0s. Le dossier en est là\u00a0: {await CaseAsync(caseId, cancellation)}");
    }
}
