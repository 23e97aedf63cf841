using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Local.Demo;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Step1Need;
using RegionSud.AiWorkflow.Tests.Infrastructure;
using RegionSud.AiWorkflow.Tests.Storage;

namespace RegionSud.AiWorkflow.Tests.Steps;

/// <summary>The process on the in-process engine, with real storage and days of two seconds; its mails are kept as orders.</summary>
public class ProcessHost(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private DurableTaskTestHost host = null!;

    public ConcurrentQueue<MailOrder> Mails { get; } = new();

    public IServiceProvider Services { get; private set; } = null!;

    public CharterRules Rules => Services.GetRequiredService<CharterRules>();

    public DurableTaskClient Client => host.Client;

    private CaseFiles Files => Services.GetRequiredService<CaseFiles>();

    public DurableOrchestrations Orchestrations => new DurableOrchestrations(host.Client);

    public async ValueTask InitializeAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Storage:ConnectionString", await StorageAsync())]).Build();
        host = await InProcessEngine.StartAsync(Process.Register, services =>
        {
            services.AddSingleton<IConfiguration>(configuration);
            services.AddSingleton<IWorkingDays>(new ShortDays(TimeSpan.FromSeconds(2)));
            services.AddCharterProcess(configuration);
            // Hosts that share a storage would share the one reminder that a person gets a day, and their days last two seconds.
            services.AddSingleton(OwnDirectory.In(CharterLoader.Load(), $"h{Guid.NewGuid():N}"));
            services.Insert(0, ServiceDescriptor.Singleton<IFormReader, RawAnswersReader>());
            services.AddSingleton<IMailRoom>(new RecordedMails(Mails));
            Configure(services);
        });
        Services = host.Services;
    }

    public virtual async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The storage: the run's own, unless a test needs to be alone in its lists.</summary>
    protected virtual Task<string> StorageAsync() => Task.FromResult(azurite.ConnectionString);

    /// <summary>The last word on the services.</summary>
    protected virtual void Configure(IServiceCollection services)
    {
    }

    /// <summary>Deposits a need and starts its life.</summary>
    public async Task<CaseId> DepositAsync(params (string Question, string Answer)[] replaced)
    {
        var values = WillingAnswers.For(Rules.Forms["need"], replaced).Where(pair => pair.Value.Length > 0).Append(new("nonce", Guid.NewGuid().ToString()));
        var content = JsonSerializer.SerializeToUtf8Bytes(values.ToDictionary(pair => pair.Key, pair => pair.Value));
        var deposit = new Deposit("upload", new DepositedFile("besoin.json", content, "application/json"), "lycees", "camille.martin@region.example");
        var receipt = await Services.GetRequiredService<DepositDesk>().TakeAsync(deposit, new DateOnly(2026, 11, 24), CancellationToken.None);
        await Orchestrations.StartAsync(receipt.CaseId, CancellationToken.None);
        return receipt.CaseId;
    }

    /// <summary>Waits for a kind of task to be asked, and decides it as its first addressee.</summary>
    public async Task<DecisionResult> DecideAsync(CaseId id, string kind, string choice, params (string Question, string Answer)[] replaced)
    {
        var task = await TaskAsync(id, kind);
        var result = await SubmitAsync(task, choice, replaced);
        if (result is DecisionResult.Recorded recorded)
            await Orchestrations.WakeAsync(recorded.Wake.Instance, recorded.Wake.EventName!, recorded.Wake.Key, CancellationToken.None);
        return result;
    }

    /// <summary>Sends a submission as the page would, without waking anybody.</summary>
    public Task<DecisionResult> SubmitAsync(PendingTask task, string choice, params (string Question, string Answer)[] replaced) =>
        SubmitAsync(task, choice, null, replaced);

    /// <summary>Defers a case by some days of two seconds.</summary>
    public async Task DeferAsync(CaseId id, int days)
    {
        var until = TimeProvider.System.ParisToday().AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var recorded = Assert.IsType<DecisionResult.Recorded>(await SubmitAsync(await TaskAsync(id, "arbitrate"), "defer", until));
        await Orchestrations.WakeAsync(recorded.Wake.Instance, recorded.Wake.EventName!, recorded.Wake.Key, CancellationToken.None);
    }

    private static TypedCondition[] Conditions { get; } =
        [new("Chiffrer les données.", "Rssi", Soon), new("Relire chaque réponse.", "DirectorateHead", Soon)];

    private static string Soon => TimeProvider.System.ParisToday().AddDays(20).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<DecisionResult> SubmitAsync(PendingTask task, string choice, string? until, params (string Question, string Answer)[] replaced)
    {
        Assert.True(TaskOrder.TryParse(task.TaskId, out var order));
        var useCase = await Files.GetAsync(order.CaseId, CancellationToken.None);
        var form = Rules.Tasks[task.Kind].Form;
        var submission = new Submission(
            choice, "Motif donné par l’essai.", choice == "accept-with-conditions" ? Conditions : [], until,
            form is null ? new Dictionary<string, string>() : WillingAnswers.For(Rules.Forms[form], replaced), useCase.FileVersion)
        { Impartial = true, WithoutOpinions = "Les avis n’y changent rien." };
        return await Services.GetRequiredService<DecisionDesk>().RecordAsync(task.TaskId, task.People[0], submission, Proof.SignIn, CancellationToken.None);
    }

    /// <summary>The open task of a kind, once it is asked.</summary>
    public async Task<PendingTask> TaskAsync(CaseId id, string kind) =>
        (await UntilAsync(id, useCase => useCase.Tasks.Exists(task => task.Kind == kind), $"task {kind}")).Tasks.First(task => task.Kind == kind);

    /// <summary>The case once something holds.</summary>
    public async Task<UseCase> UntilAsync(CaseId id, Func<UseCase, bool> holds, string what)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        UseCase? last = null;
        try
        {
            do
            {
                last = await Files.FindAsync(id, limit.Token);
                if (last is not null && holds(last))
                    return last;
            }
            while (await pause.WaitForNextTickAsync(limit.Token));
        }
        catch (OperationCanceledException)
        {
            // Said below, with what the engine knows.
        }

        var instance = await host.Client.GetInstanceAsync(id.Value, getInputsAndOutputs: true);
        var step = last is null ? null : await host.Client.GetInstanceAsync(id.Instance(last.Step, last.Round), getInputsAndOutputs: true);
        throw new TimeoutException($"{id}: no {what}. It is in {last?.Step}.{last?.Round} {last?.Status} with {string.Join(',', last?.Tasks.Select(t => t.Kind) ?? [])}; " +
            $"lifecycle {instance?.RuntimeStatus} {instance?.FailureDetails?.ErrorMessage}; step {step?.RuntimeStatus} {step?.SerializedCustomStatus} {step?.FailureDetails?.ErrorMessage}");
    }

    /// <summary>Takes a case to the door of a step, by the shortest way.</summary>
    public async Task<CaseId> ReachAsync(Step step, params (string Question, string Answer)[] need)
    {
        var id = await DepositAsync(need);
        if (step == Step.Need)
            return id;
        await DecideAsync(id, "endorse", "endorse");
        await DecideAsync(id, "review", "pass");
        if (step == Step.Qualification)
            return id;
        await DecideAsync(id, "qualify", "favourable", [.. need.Where(pair => pair.Question == "personal-data").Select(pair => ("personal-data", pair.Answer))]);
        if (step == Step.Arbitration)
            return id;
        await DecideAsync(id, "arbitrate", "accept");
        if (step == Step.Development)
            return id;
        await DevelopAsync(id);
        if (step == Step.Evaluation)
            return id;
        await EvaluateAsync(id, "deploy", "deploy");
        await UntilAsync(id, useCase => useCase.Status == CaseStatus.InProduction, "production");
        return id;
    }

    public async Task DevelopAsync(CaseId id)
    {
        foreach (var kind in (string[])["build", "protect", "secure", "accompany"])
            await DecideAsync(id, kind, "ready", ("model", $"modele-{id.Value.ToLowerInvariant()}"));
    }

    public async Task EvaluateAsync(CaseId id, string dtisu, string directorate)
    {
        await AdmitAsync(id);
        await DecideAsync(id, "plan-trial", "start");
        await DecideAsync(id, "report-trial", "report");
        await DecideAsync(id, "evaluate-dtisu", dtisu);
        await DecideAsync(id, "evaluate-directorate", directorate);
    }

    /// <summary>Has the models of a case admitted, once it is on trial.</summary>
    public async Task AdmitAsync(CaseId id)
    {
        await TaskAsync(id, "plan-trial");
        foreach (var model in (await Files.GetAsync(id, CancellationToken.None)).Models)
        {
            var edit = new ModelEdit(model.ModelId, null, null, null) { Status = WillingAnswers.Admission.Status, StatusReason = WillingAnswers.Admission.StatusReason, Sheet = WillingAnswers.Admission.Sheet };
            Assert.Empty((await Services.GetRequiredService<ModelDesk>().PutAsync(edit, "test", CancellationToken.None)).Problems);
        }
    }

    /// <summary>Changes a model's version, as an administrator would.</summary>
    public async Task ChangeModelAsync(string modelId, string version)
    {
        var edited = await Services.GetRequiredService<ModelDesk>().PutAsync(new ModelEdit(modelId, null, null, version), "test", CancellationToken.None);
        Assert.Empty(edited.Problems);
        await Orchestrations.StartModelChangeAsync(edited.Change!.Id, modelId, CancellationToken.None);
    }

    private sealed class RecordedMails(ConcurrentQueue<MailOrder> orders) : IMailRoom
    {
        public Task SendAsync(MailOrder order, CancellationToken cancellation)
        {
            orders.Enqueue(order);
            return Task.CompletedTask;
        }
    }

    /// <summary>A form as a bare JSON object of answers: what the steps need of a form, without any file format.</summary>
    private sealed class RawAnswersReader : IFormReader
    {
        public string ContentType => "application/json";

        public bool Recognises(ReadOnlyMemory<byte> content) => content.Span is [(byte)'{', ..];

        public FormReading Read(ReadOnlyMemory<byte> content) =>
            new("RS-IA need 2026-1", JsonSerializer.Deserialize<Dictionary<string, string>>(content.Span)!, "test");
    }
}
