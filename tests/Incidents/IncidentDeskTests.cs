using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Incidents;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Step6Maintenance;
using RegionSud.AiWorkflow.Tests.Infrastructure;
using RegionSud.AiWorkflow.Tests.Storage;
using RegionSud.AiWorkflow.Watch;

namespace RegionSud.AiWorkflow.Tests.Incidents;

/// <summary>The desk on the storage of the product, with a mail room and an engine that can fail.</summary>
public sealed class IncidentDeskTests : IClassFixture<StoreFixture>, IAsyncDisposable
{
    // Long before what other tests leave in the emulator: the sweep of this one sees its own alone.
    private readonly FakeTimeProvider time = new(IncidentDuties.InstantOf(new DateTime(2019, 3, 1, 18, 0, 0)));
    private readonly KeptMails mails = new();
    private readonly WokenInstances engine = new();
    private readonly ServiceProvider services;
    private readonly string form = Guid.NewGuid().ToString("N");

    public IncidentDeskTests(AzuriteFixture azurite, StoreFixture store)
    {
        ArgumentNullException.ThrowIfNull(azurite);
        ArgumentNullException.ThrowIfNull(store);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Storage:ConnectionString", azurite.ConnectionString)]).Build();
        services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddSingleton<TimeProvider>(time).AddCharterProcess(configuration)
            .AddSingleton<IMailRoom>(mails)
            .BuildServiceProvider();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IncidentDesk Desk => services.GetRequiredService<IncidentDesk>();

    private CaseFiles Files => services.GetRequiredService<CaseFiles>();

    private TypedIncident Typed => new(form, "Une liste d’élèves est partie à un autre service.", "oui", "oui", "2019-03-01T17:30");

    public ValueTask DisposeAsync() => services.DisposeAsync();

    [Fact]
    public async Task The_same_report_twice_and_at_once_is_one_and_tells_each_of_those_who_must_act_once()
    {
        var id = await UsedAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Desk.ReportAsync(id, Typed, "head", Cancellation)));
        await Desk.ReportAsync(id, Typed, "head", Cancellation);

        Assert.All(results, result => Assert.Equal(1, result.Number));
        Assert.Single((await Files.GetAsync(id, Cancellation)).Incidents);
        var told = mails.Of(id);
        Assert.Equal(5, told.Count);
        Assert.All(told, order => Assert.Equal((MailKind.IncidentReported, 1), (order.Kind, order.Incident!.Value)));
    }

    [Fact]
    public async Task Two_reports_at_once_have_a_number_each()
    {
        var id = await UsedAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Desk.ReportAsync(id, Typed with { Form = Guid.NewGuid().ToString("N") }, "head", Cancellation)));

        Assert.Equal([1, 2, 3, 4], results.Select(result => result.Number!.Value).Order());
        Assert.Equal([1, 2, 3, 4], (await Files.GetAsync(id, Cancellation)).Incidents.Select(incident => incident.Number));
    }

    [Fact]
    public async Task A_report_whose_mails_did_not_leave_is_recorded_and_the_clocks_send_them()
    {
        var id = await UsedAsync();
        mails.Fails = true;
        var result = await Desk.ReportAsync(id, Typed, "head", Cancellation);
        Assert.Equal((1, nameof(IOException)), (result.Number!.Value, result.MailFailure!));
        Assert.Empty(mails.Of(id));

        mails.Fails = false;
        await RunClocksAsync();
        Assert.Equal(5, mails.Of(id).Count);
        await RunClocksAsync();
        Assert.Equal(5, mails.Of(id).Count);
    }

    [Fact]
    public async Task A_duty_presses_once_in_its_last_day_to_who_answers_for_it_and_to_DTISU_and_not_once_it_is_done()
    {
        var id = await UsedAsync(RiskClass.Minimal);
        await Desk.ReportAsync(id, Typed, "head", Cancellation);
        time.Advance(TimeSpan.FromHours(47));
        await RunClocksAsync();
        Assert.DoesNotContain(mails.Of(id), order => order.Kind == MailKind.IncidentPressing);

        Assert.Empty((await Desk.DoneAsync(id, new TypedSettling(1, "persons", "Aux familles, par courriel", null, null), "dpo", Cancellation)).Problems);
        time.Advance(TimeSpan.FromHours(1));
        await RunClocksAsync();
        await RunClocksAsync();
        var pressing = mails.Of(id).Where(order => order.Kind == MailKind.IncidentPressing).ToList();
        Assert.Equal(["cnil", "cnil"], pressing.Select(order => order.Duty!));
        Assert.Equal(2, pressing.Select(order => order.Recipient).Distinct().Count());
    }

    [Fact]
    public async Task An_incident_is_closed_when_all_that_it_asks_is_done_or_set_aside_with_a_reason()
    {
        var id = await UsedAsync(RiskClass.Minimal);
        await Desk.ReportAsync(id, Typed, "head", Cancellation);
        var lessons = new TypedSettling(1, "", null, null, "Le partage est retiré, la liste est effacée.");
        Assert.Contains("2 obligations ne sont ni remplies ni écartées", Assert.Single((await Desk.CloseAsync(id, lessons, "dtisu", Cancellation)).Problems).Message, StringComparison.Ordinal);
        Assert.Equal("raison", Assert.Single((await Desk.SetAsideAsync(id, new TypedSettling(1, "persons", null, null, "non"), "dpo", Cancellation)).Problems).Field);
        Assert.True((await Desk.DoneAsync(id, new TypedSettling(1, "risk", "Quelqu’un", null, null), "dpo", Cancellation)).IsTooLate);
        await Desk.SetAsideAsync(id, new TypedSettling(1, "persons", null, null, "Le risque pour les personnes n’est pas élevé."), "dpo", Cancellation);
        foreach (var _ in new[] { 1, 2 })
            await Desk.DoneAsync(id, new TypedSettling(1, "cnil", "CNIL, par son téléservice", "2019-17", null), "dpo", Cancellation);
        Assert.Equal("lecons", Assert.Single((await Desk.CloseAsync(id, lessons with { Text = "ok" }, "dtisu", Cancellation)).Problems).Field);
        Assert.Empty((await Desk.CloseAsync(id, lessons, "dtisu", Cancellation)).Problems);
        Assert.True((await Desk.CloseAsync(id, lessons, "dtisu", Cancellation)).IsTooLate);

        var journal = await services.GetRequiredService<ICaseJournal>().ReadAsync(id, 0, 50, Cancellation);
        Assert.Equal([("persons", true), ("cnil", false)], journal.Select(entry => entry.Event).OfType<CaseEvent.IncidentDutyDone>().Select(done => (done.Duty, done.SetAside)));
        Assert.Equal("Envoyé à\u00a0: CNIL, par son téléservice\nRéférence\u00a0: 2019-17", (await Files.ReadAsync<DecisionText>(id, journal.Select(entry => entry.Event).OfType<CaseEvent.IncidentDutyDone>().Last().Document, Cancellation))!.Reason);
        Assert.Equal((0, 1), ((await Files.GetAsync(id, Cancellation)).Incidents.Count, (await Files.GetAsync(id, Cancellation)).IncidentCount));
        Assert.DoesNotContain(await ListedAsync(), listed => listed == id);
    }

    [Fact]
    public async Task An_incident_that_proves_graver_opens_what_it_asks_with_the_clocks_from_when_it_was_known_and_tells_who_must_act_once()
    {
        var id = await UsedAsync();
        await Desk.ReportAsync(id, Typed with { Serious = "non", PersonalData = "non" }, "head", Cancellation);
        await Desk.SetAsideAsync(id, new TypedSettling(1, "risk", null, null, "Personne n’a été touché."), "dsipn", Cancellation);
        time.Advance(TimeSpan.FromHours(30));
        var correction = new TypedRegrading(1, "oui", "oui", "Deux élèves ont été écartés à tort.");
        var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Desk.RegradeAsync(id, correction, "dtisu", Cancellation)));

        Assert.All(results, result => Assert.Empty(result.Problems));
        var regraded = Assert.Single(await EventsAsync<CaseEvent.IncidentRegraded>(id));
        Assert.Equal(["provider-serious", "authority-serious", "cnil", "persons"], regraded.Opened);
        Assert.Equal(["risk"], regraded.Dropped);
        var useCase = await Files.GetAsync(id, Cancellation);
        var incident = Assert.Single(useCase.Incidents);
        Assert.Equal(["risk"], incident.Dropped.Select(duty => duty.Duty));
        Assert.Single(incident.Settled);
        var duties = IncidentDuties.Of(services.GetRequiredService<CharterRules>(), useCase.Risk, incident);
        Assert.All(duties, duty => Assert.Equal(incident.KnownAt.AddHours(duty.Row.Hours), duty.DueAt));
        Assert.True(duties[0].DueAt < time.GetUtcNow());
        Assert.Single(await EventsAsync<CaseEvent.IncidentReported>(id));

        await RunClocksAsync();
        var told = mails.Of(id).Where(order => order.Kind == MailKind.IncidentRegraded).ToList();
        Assert.Equal(told.Count, told.Select(order => order.Recipient).Distinct().Count());
        Assert.Equal(5, told.Count);
    }

    [Fact]
    public async Task What_a_correction_ends_holds_no_closing_back_and_when_it_opens_again_it_is_judged_anew()
    {
        var id = await UsedAsync();
        await Desk.ReportAsync(id, Typed with { PersonalData = "non" }, "head", Cancellation);
        await Desk.SetAsideAsync(id, new TypedSettling(1, "provider-serious", null, null, "Le fournisseur n’y est pour rien."), "dsipn", Cancellation);
        Assert.Empty((await Desk.RegradeAsync(id, new TypedRegrading(1, "non", "non", "Vérifié : aucun droit n’est touché."), "dsipn", Cancellation)).Problems);
        Assert.Equal(["provider-serious", "authority-serious"], (await Files.GetAsync(id, Cancellation)).Incidents[0].Dropped.Select(duty => duty.Duty));

        Assert.Empty((await Desk.RegradeAsync(id, new TypedRegrading(1, "oui", "non", "Une décision a été prise à tort."), "dsipn", Cancellation)).Problems);
        var again = (await Files.GetAsync(id, Cancellation)).Incidents[0];
        Assert.Equal((0, "risk"), (again.Settled.Count, Assert.Single(again.Dropped).Duty));
        await Desk.SetAsideAsync(id, new TypedSettling(1, "provider-serious", null, null, "Le fournisseur le sait déjà."), "dsipn", Cancellation);
        Assert.Single((await Files.GetAsync(id, Cancellation)).Incidents[0].Settled);

        Assert.Empty((await Desk.RegradeAsync(id, new TypedRegrading(1, "non", "non", "La décision était la bonne."), "dsipn", Cancellation)).Problems);
        await Desk.SetAsideAsync(id, new TypedSettling(1, "risk", null, null, "Aucun risque n’a été trouvé."), "dsipn", Cancellation);
        Assert.Empty((await Desk.CloseAsync(id, new TypedSettling(1, "", null, null, "On vérifie désormais les listes."), "dtisu", Cancellation)).Problems);
        Assert.Equal(3, (await EventsAsync<CaseEvent.IncidentRegraded>(id)).Count);
    }

    [Fact]
    public async Task A_correction_without_a_reason_is_refused_one_that_says_the_same_changes_nothing_and_a_closed_incident_takes_none()
    {
        var id = await UsedAsync(RiskClass.Minimal);
        await Desk.ReportAsync(id, Typed with { PersonalData = "non" }, "head", Cancellation);
        Assert.Equal(["pourquoi"], (await Desk.RegradeAsync(id, new TypedRegrading(1, "non", "non", "non"), "dtisu", Cancellation)).Problems.Select(problem => problem.Field));
        Assert.Equal(["gravite", "touchees", "pourquoi"], (await Desk.RegradeAsync(id, new TypedRegrading(1, "", null, null), "dtisu", Cancellation)).Problems.Select(problem => problem.Field));
        Assert.Empty((await Desk.RegradeAsync(id, new TypedRegrading(1, "oui", "non", "Rien de nouveau à dire."), "dtisu", Cancellation)).Problems);
        Assert.True((await Desk.RegradeAsync(id, new TypedRegrading(7, "oui", "oui", "Rien de nouveau à dire."), "dtisu", Cancellation)).IsTooLate);
        await Desk.CloseAsync(id, new TypedSettling(1, "", null, null, "On vérifie désormais les listes."), "dtisu", Cancellation);
        Assert.True((await Desk.RegradeAsync(id, new TypedRegrading(1, "non", "oui", "Une liste est partie."), "dtisu", Cancellation)).IsTooLate);
        Assert.Empty(await EventsAsync<CaseEvent.IncidentRegraded>(id));
    }

    [Fact]
    public async Task Without_an_open_incident_the_look_costs_one_read_of_a_list_and_no_case_is_in_it()
    {
        var lists = new NothingListed();
        Assert.Equal(0, await ActivatorUtilities.CreateInstance<IncidentClocks>(services, lists).RunAsync(Cancellation));
        Assert.Equal([Register.CaseListNames.Alert], lists.Read);
        var id = await UsedAsync();
        Assert.DoesNotContain(await ListedAsync(), listed => listed == id);
    }

    [Fact]
    public async Task A_halt_is_one_however_often_it_is_sent_and_the_sweep_wakes_who_was_not_woken()
    {
        var id = await UsedAsync();
        Assert.Equal("motif", Assert.Single((await Desk.HaltAsync(id, " ", "head", Cancellation)).Problems).Field);
        mails.Fails = true;
        var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Desk.HaltAsync(id, "Elle répond faux.", "head", Cancellation)));
        mails.Fails = false;
        var useCase = await Files.GetAsync(id, Cancellation);
        Assert.Equal((CaseStatus.Suspended, 1, true), (useCase.Status, useCase.Halts, useCase.HaltedByHand));
        Assert.All(results, result => Assert.Equal(($"{id}.Maintenance.1", MaintenanceStep.ModelChanged), (result.Wake!.Instance, result.Wake.EventName!)));

        // Killed before anybody was told or woken.
        await RunClocksAsync();
        Assert.All(mails.Of(id), order => Assert.Equal((MailKind.Milestone, "halted"), (order.Kind, order.Milestone!)));
        Assert.Equal(2, mails.Of(id).Count);
        time.Advance(Sweep.Patience + TimeSpan.FromSeconds(1));
        await services.GetRequiredService<Sweep>().RunAsync(engine, Cancellation);
        Assert.Contains((useCase.Id.Instance(Step.Maintenance, 1), UseCase.HaltKey(1)), engine.Woken);

        // Once it is asked whether the use goes on, nobody waits to be woken.
        await Files.RecordAsync(id, [new Fact("resumption:1", new CaseEvent.ResumptionAsked(1))], Cancellation);
        await services.GetRequiredService<Sweep>().RunAsync(engine, Cancellation);
        engine.Woken.Clear();
        await services.GetRequiredService<Sweep>().RunAsync(engine, Cancellation);
        Assert.DoesNotContain(engine.Woken, woken => woken.Instance.StartsWith(id.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_reported_or_halted_of_what_is_neither_in_use_nor_on_trial_and_no_more_than_twenty_are_open()
    {
        var id = await OpenedAsync();
        Assert.True((await Desk.ReportAsync(id, Typed, "head", Cancellation)).IsTooLate);
        Assert.True((await Desk.HaltAsync(id, "Elle répond faux.", "head", Cancellation)).IsTooLate);
        var trial = await OpenedAsync(new CaseEvent.StepEntered(Step.Evaluation, 1));
        var halted = await Desk.HaltAsync(trial, "Elle répond faux.", "head", Cancellation);
        Assert.Null(halted.Wake);
        Assert.NotNull(halted.Case.HaltedAt);

        var used = await UsedAsync();
        for (var number = 1; number <= IncidentDesk.MostOpen; number++)
            await Desk.ReportAsync(used, Typed with { Form = Guid.NewGuid().ToString("N") }, "head", Cancellation);
        Assert.True((await Desk.ReportAsync(used, Typed, "head", Cancellation)).IsTooLate);
    }

    private async Task<IReadOnlyList<T>> EventsAsync<T>(CaseId id)
        where T : CaseEvent => [.. (await services.GetRequiredService<ICaseJournal>().ReadAsync(id, 0, 50, Cancellation)).Select(entry => entry.Event).OfType<T>()];

    private Task<int> RunClocksAsync() => services.GetRequiredService<IncidentClocks>().RunAsync(Cancellation);

    private async Task<IReadOnlyList<CaseId>> ListedAsync() =>
        [.. (await services.GetRequiredService<ICaseLists>().ReadAsync(Register.CaseListNames.Alert, null, 200, Cancellation)).Lines.Select(line => line.Id)];

    private Task<CaseId> UsedAsync(RiskClass risk = RiskClass.High) => OpenedAsync(new CaseEvent.RiskClassified(risk, [], "1"), new CaseEvent.StepEntered(Step.Maintenance, 1));

    private async Task<CaseId> OpenedAsync(params CaseEvent[] events)
    {
        var id = Sample.NewCase();
        var requester = await services.GetRequiredService<IPeople>().EnsureAsync("autrice.incidents@region.example", null, "culture", Cancellation);
        await Files.RecordAsync(
            id,
            [
                new Fact("deposited", new CaseEvent.NeedDeposited("web", Sample.Document, Sample.NewFingerprint(), "culture", requester.Id), requester.Id),
                .. events.Select((happened, index) => new Fact($"past:{index}", happened)),
            ],
            Cancellation);
        return id;
    }

    private sealed class KeptMails : IMailRoom
    {
        private readonly Dictionary<string, MailOrder> sent = [];

        public bool Fails { get; set; }

        public IReadOnlyList<MailOrder> Of(CaseId id) => [.. sent.Values.Where(order => order.CaseId == id)];

        public Task SendAsync(MailOrder order, CancellationToken cancellation)
        {
            if (Fails)
                throw new IOException("The mail service does not answer.");
            lock (sent)
                sent.TryAdd(order.MailId, order);
            return Task.CompletedTask;
        }
    }

    private sealed class WokenInstances : IOrchestrations
    {
        public List<(string Instance, string Key)> Woken { get; } = [];

        public Task StartAsync(CaseId id, CancellationToken cancellation) => Task.CompletedTask;

        public Task RestartAsync(CaseId id, string step, CancellationToken cancellation) => Task.CompletedTask;

        public Task WakeAsync(string instance, string eventName, string key, CancellationToken cancellation)
        {
            Woken.Add((instance, key));
            return Task.CompletedTask;
        }

        public Task StartModelChangeAsync(string changeId, string modelId, CancellationToken cancellation) => Task.CompletedTask;

        public Task StartLawWatchAsync(LawWatchInput input, CancellationToken cancellation) => Task.CompletedTask;
    }

    private sealed class NothingListed : ICaseLists
    {
        public List<string> Read { get; } = [];

        public Task PutAsync(Register.CaseLine line, CancellationToken cancellation) => Task.CompletedTask;

        public Task<Register.CaseLine?> FindAsync(CaseId id, CancellationToken cancellation) => Task.FromResult<Register.CaseLine?>(null);

        public Task<CaseListPage> ReadAsync(string list, string? continuation, int limit, CancellationToken cancellation)
        {
            Read.Add(list);
            return Task.FromResult(new CaseListPage([], null));
        }

        public Task ForgetUnfoundedAsync(CaseId id, long version, CancellationToken cancellation) => Task.CompletedTask;

        public Task<int> DropStraysAsync(CancellationToken cancellation) => Task.FromResult(0);
    }
}
