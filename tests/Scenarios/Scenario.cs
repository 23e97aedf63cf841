using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Adapters.Forms;
using RegionSud.AiWorkflow.Local.Demo;
using RegionSud.AiWorkflow.Local.Engine;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>What the scenarios share: a client against the one host, the usual way through the steps, and what must hold at the end of each.</summary>
public abstract class Scenario(LocalHostFixture fixture) : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, bool> played = new();

    protected CaseClient Client { get; private set; } = null!;

    protected IServiceProvider Services { get; private set; } = null!;

    protected LocalHostFixture Fixture => fixture;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Services = (await fixture.HostAsync()).Services;
        Client = await fixture.ClientAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var id in played.Keys)
            await EndAsync(id);
        Client.Dispose();
        GC.SuppressFinalize(this);
    }

    // A case that nobody plays any more would be reminded of, days of two seconds long, until the run ends: hundreds of them are most of its work.
    private async Task EndAsync(string id)
    {
        if (await Services.GetRequiredService<CaseFiles>().FindAsync(CaseId.Parse(id), CancellationToken.None) is not { } useCase || useCase.Status == CaseStatus.Closed)
            return;
        var engine = Services.GetRequiredService<DirectClient>();
        // The life first: told that its step ended, it would go its way.
        foreach (var instance in new[] { id, useCase.Id.Instance(useCase.Step, useCase.Round) })
        {
            // To end what has not begun would be tried again and again.
            if (await engine.GetInstancesAsync(instance, cancellation: CancellationToken.None) is { IsRunning: true })
                await engine.TerminateInstanceAsync(instance, CancellationToken.None);
        }
    }

    /// <summary>A filled PDF form of the region, unlike any other; a question with a null answer is left empty.</summary>
    protected byte[] NeedPdf(params (string Question, string? Answer)[] replaced)
    {
        var form = Services.GetRequiredService<CharterRules>().Forms["need"];
        var answers = form.Questions.Where(question => question.When is null).ToDictionary(question => question.Id, WillingAnswers.To);
        answers["title"] = $"Essai {Guid.NewGuid():N}";
        // The tests' needs look alike: each says beforehand that it is another one.
        (answers["alike"], answers["alike-reason"]) = ("new", "Un autre essai.");
        foreach (var (question, answer) in replaced)
        {
            if (answer is null)
                answers.Remove(question);
            else
                answers[question] = answer;
        }

        return new PdfFormWriter().Write(form, answers).ToArray();
    }

    protected async Task<string> DepositAsync(params (string Question, string? Answer)[] replaced) =>
        Played(await Client.DepositAsync(NeedPdf(replaced), "besoin.pdf", Cancellation));

    /// <summary>Notes a case as one of this test's, which ends with it.</summary>
    protected string Played(string id)
    {
        played[id] = true;
        return id;
    }

    /// <summary>Decides and must be taken at its word.</summary>
    protected async Task<WebPage> DecideAsync(string id, string kind, string choice, params (string Field, string Value)[] given)
    {
        var page = await Client.AnswerAsync(Played(id), kind, choice, given.ToDictionary(pair => pair.Field, pair => pair.Value), Cancellation);
        Assert.True(page.Status == 200, $"{id} {kind} {choice}: {page.Status} {page.Text}");
        Assert.Equal("Votre décision est enregistrée", page.Heading);
        return page;
    }

    /// <summary>Opens the page of the next task of a kind, without answering it.</summary>
    protected async Task<WebPage> TaskPageAsync(string id, string kind) =>
        await Client.OpenAsync((await Client.MailAsync(Played(id), kind, Cancellation)).Links[0], null, Cancellation);

    /// <summary>From the deposit to the door of a step, by the shortest way.</summary>
    protected async Task<string> ReachAsync(Step step, string? deposited = null)
    {
        var id = deposited ?? await DepositAsync();
        if (step == Step.Need)
            return id;
        await DecideAsync(id, "endorse", "endorse");
        await DecideAsync(id, "review", "pass");
        if (step == Step.Qualification)
            return id;
        await DecideAsync(id, "qualify", "favourable");
        if (step == Step.Arbitration)
            return id;
        await DecideAsync(id, "arbitrate", "accept");
        if (step == Step.Development)
            return id;
        await DevelopAsync(id);
        if (step == Step.Evaluation)
            return id;
        await EvaluateAsync(id, "deploy", "deploy");
        await StatusAsync(id, "InProduction");
        return id;
    }

    protected static string ModelOf(string id) => $"modele-{id.ToLowerInvariant()}";

    protected async Task DevelopAsync(string id)
    {
        await DecideAsync(id, "build", "ready", ("q-model", ModelOf(id)));
        await DecideAsync(id, "protect", "ready");
        await DecideAsync(id, "secure", "ready");
        await DecideAsync(id, "accompany", "ready");
    }

    protected async Task EvaluateAsync(string id, string dtisu, string directorate)
    {
        await DecideAsync(id, "plan-trial", "start");
        await DecideAsync(id, "report-trial", "report");
        if (await HasPersonalDataAsync(id))
            await DecideAsync(id, "attest-deletion", "deleted");
        await DecideAsync(id, "evaluate-dtisu", dtisu);
        await DecideAsync(id, "evaluate-directorate", directorate);
    }

    private async Task<bool> HasPersonalDataAsync(string id) => (await Client.JournalAsync(id, Cancellation))
        .Any(row => row.Type == "AnswersRecorded" && row.Data.GetProperty("facts").EnumerateArray().Any(fact => fact.GetString() == CaseFacts.PersonalData));

    protected Task<JsonElement> StatusAsync(string id, string status) =>
        Client.CaseAsync(id, state => state.GetProperty("status").GetString() == status, $"pas de statut {status}", Cancellation);

    protected Task<JsonElement> StepAsync(string id, Step step, int round) => Client.CaseAsync(
        id,
        state => state.GetProperty("step").GetString() == step.ToString() && state.GetProperty("round").GetInt32() == round,
        $"pas d’étape {step} {round}", Cancellation);

    /// <summary>Waits for a mail whose subject has these words.</summary>
    protected Task<SentMail> ToldAsync(string id, string words) => Eventually.Get(
        async () => (await Client.MailsAsync(id, Cancellation)).FirstOrDefault(mail => mail.Subject.Contains(words, StringComparison.Ordinal))!,
        mail => mail is not null);

    /// <summary>The journal's chain holds, by the API, the page and the stored texts; nobody was asked twice for the same thing.</summary>
    protected async Task AssertSoundAsync(string id)
    {
        var rows = await Client.JournalAsync(id, Cancellation);
        Assert.Equal(Enumerable.Range(1, rows.Count), rows.Select(row => (int)row.Seq));
        Assert.Equal([Chain.Origin, .. rows.Select(row => row.Hash).SkipLast(1)], rows.Select(row => row.PreviousHash));
        var stored = await Services.GetRequiredService<ICaseJournal>().ReadAsync(CaseId.Parse(id), 0, 500, Cancellation);
        Assert.Null(Chain.FirstBroken(CaseId.Parse(id), stored));
        Assert.Equal(rows.Select(row => row.Hash), stored.Take(rows.Count).Select(entry => entry.Hash));
        Assert.Contains("est intacte", (await Client.OpenAsync($"/dossiers/{id}/verification", "Dtisu", Cancellation)).Text, StringComparison.Ordinal);

        var mails = await Client.MailsAsync(id, Cancellation);
        Assert.Equal(mails.Count, mails.Select(mail => mail.Id).Distinct().Count());
        Assert.Equal(mails.Count(mail => mail.AskedTask is not null), mails.Where(mail => mail.AskedTask is not null).Select(mail => (mail.AskedTask, mail.To)).Distinct().Count());
        Assert.Single(mails, mail => mail.Id == $"{id}.receipt");
    }
}
