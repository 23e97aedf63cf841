using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Incidents;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Step6Maintenance;
using RegionSud.AiWorkflow.Tests.Infrastructure;
using RegionSud.AiWorkflow.Tests.Storage;
using RegionSud.AiWorkflow.Watch;

namespace RegionSud.AiWorkflow.Tests.Incidents;

/// <summary>Reports, what they ask, halts, and closing.</summary>
public sealed class IncidentDeskTests(AzuriteFixture azurite, StoreFixture store) : IncidentDeskOnStorage(azurite, store)
{
    private readonly WokenInstances engine = new();

    [Fact]
    public async Task The_same_report_twice_and_at_once_is_one_and_tells_each_of_those_who_must_act_once()
    {
        var id = await UsedAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Desk.ReportAsync(id, Typed, "head", Cancellation)));
        await Desk.ReportAsync(id, Typed, "head", Cancellation);

        Assert.All(results, result => Assert.Equal(1, result.Number));
        Assert.Single((await Files.GetAsync(id, Cancellation)).Incidents);
        var told = Mails.Of(id);
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
        Mails.Fails = true;
        var result = await Desk.ReportAsync(id, Typed, "head", Cancellation);
        Assert.Equal((1, nameof(IOException)), (result.Number!.Value, result.MailFailure!));
        Assert.Empty(Mails.Of(id));

        Mails.Fails = false;
        await RunClocksAsync();
        Assert.Equal(5, Mails.Of(id).Count);
        await RunClocksAsync();
        Assert.Equal(5, Mails.Of(id).Count);
    }

    [Fact]
    public async Task A_duty_presses_once_in_its_last_day_to_who_answers_for_it_and_to_DTISU_and_not_once_it_is_done()
    {
        var id = await UsedAsync(RiskClass.Minimal);
        await Desk.ReportAsync(id, Typed, "head", Cancellation);
        Time.Advance(TimeSpan.FromHours(47));
        await RunClocksAsync();
        Assert.DoesNotContain(Mails.Of(id), order => order.Kind == MailKind.IncidentPressing);

        Assert.Empty((await Desk.DoneAsync(id, new TypedSettling(1, "persons", "Aux familles, par courriel", null, null), "dpo", Cancellation)).Problems);
        Time.Advance(TimeSpan.FromHours(1));
        await RunClocksAsync();
        await RunClocksAsync();
        var pressing = Mails.Of(id).Where(order => order.Kind == MailKind.IncidentPressing).ToList();
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

        var journal = await Services.GetRequiredService<ICaseJournal>().ReadAsync(id, 0, 50, Cancellation);
        Assert.Equal([("persons", true), ("cnil", false)], journal.Select(entry => entry.Event).OfType<CaseEvent.IncidentDutyDone>().Select(done => (done.Duty, done.SetAside)));
        Assert.Equal("Envoyé à\u00a0: CNIL, par son téléservice\nRéférence\u00a0: 2019-17", (await Files.ReadAsync<DecisionText>(id, journal.Select(entry => entry.Event).OfType<CaseEvent.IncidentDutyDone>().Last().Document, Cancellation))!.Reason);
        Assert.Equal((0, 1), ((await Files.GetAsync(id, Cancellation)).Incidents.Count, (await Files.GetAsync(id, Cancellation)).IncidentCount));
        Assert.DoesNotContain(await ListedAsync(), listed => listed == id);
    }

    [Fact]
    public async Task Without_an_open_incident_the_look_costs_one_read_of_a_list_and_no_case_is_in_it()
    {
        var lists = new NothingListed();
        Assert.Equal(0, await ActivatorUtilities.CreateInstance<IncidentClocks>(Services, lists).RunAsync(Cancellation));
        Assert.Equal([Register.CaseListNames.Alert], lists.Read);
        var id = await UsedAsync();
        Assert.DoesNotContain(await ListedAsync(), listed => listed == id);
    }

    [Fact]
    public async Task A_halt_is_one_however_often_it_is_sent_and_the_sweep_wakes_who_was_not_woken()
    {
        var id = await UsedAsync();
        Assert.Equal("motif", Assert.Single((await Halts.HaltAsync(id, " ", "head", Cancellation)).Problems).Field);
        Mails.Fails = true;
        var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Halts.HaltAsync(id, "Elle répond faux.", "head", Cancellation)));
        Mails.Fails = false;
        var useCase = await Files.GetAsync(id, Cancellation);
        Assert.Equal((CaseStatus.Suspended, 1, true), (useCase.Status, useCase.Halts, useCase.HaltedByHand));
        Assert.All(results, result => Assert.Equal(($"{id}.Maintenance.1", MaintenanceStep.ModelChanged), (result.Wake!.Instance, result.Wake.EventName!)));

        // Killed before anybody was told or woken.
        await RunClocksAsync();
        Assert.All(Mails.Of(id), order => Assert.Equal((MailKind.Milestone, "halted"), (order.Kind, order.Milestone!)));
        Assert.Equal(2, Mails.Of(id).Count);
        Time.Advance(Sweep.Patience + TimeSpan.FromSeconds(1));
        await Services.GetRequiredService<Sweep>().RunAsync(engine, Cancellation);
        Assert.Contains((useCase.Id.Instance(Step.Maintenance, 1), UseCase.HaltKey(1)), engine.Woken);

        // Once it is asked whether the use goes on, nobody waits to be woken.
        await Files.RecordAsync(id, [new Fact("resumption:1", new CaseEvent.ResumptionAsked(1))], Cancellation);
        await Services.GetRequiredService<Sweep>().RunAsync(engine, Cancellation);
        engine.Woken.Clear();
        await Services.GetRequiredService<Sweep>().RunAsync(engine, Cancellation);
        Assert.DoesNotContain(engine.Woken, woken => woken.Instance.StartsWith(id.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_halted_trial_goes_on_when_it_is_said_what_was_mended_and_can_be_halted_again()
    {
        var id = await OpenedAsync(new CaseEvent.StepEntered(Step.Evaluation, 1));
        Assert.True((await Halts.ResumeTrialAsync(id, "Corrigé et vérifié.", "dtisu", Cancellation)).IsTooLate);
        var dtisu = (await Services.GetRequiredService<IPeople>().HoldersAsync(Role.Dtisu, await Files.GetAsync(id, Cancellation), Cancellation)).Select(person => person.Id).ToList();
        for (var time = 1; time <= 2; time++)
        {
            await Halts.HaltAsync(id, "Elle répond faux.", "head", Cancellation);
            Assert.Equal("verifie", Assert.Single((await Halts.ResumeTrialAsync(id, "…", "dtisu", Cancellation)).Problems).Field);
            Assert.NotNull((await Files.GetAsync(id, Cancellation)).HaltedAt);

            Assert.Contains(Mails.Of(id), mail => mail.MailId.StartsWith($"{id}.halted.{time}.", StringComparison.Ordinal) && dtisu.Contains(mail.Recipient));
            var told = Mails.Of(id).Count;
            var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Halts.ResumeTrialAsync(id, "Corrigé et vérifié.", "dtisu", Cancellation)));
            Assert.All(results, result => Assert.Empty(result.Problems));
            var useCase = await Files.GetAsync(id, Cancellation);
            Assert.Equal((null, false, time), (useCase.HaltedAt, useCase.HaltedByHand, useCase.Halts));
            Assert.True(Mails.Of(id).Count > told);
        }
    }

    [Fact]
    public async Task Nothing_is_reported_or_halted_of_what_is_neither_in_use_nor_on_trial_and_no_more_than_twenty_are_open()
    {
        var id = await OpenedAsync();
        Assert.True((await Desk.ReportAsync(id, Typed, "head", Cancellation)).IsTooLate);
        Assert.True((await Halts.HaltAsync(id, "Elle répond faux.", "head", Cancellation)).IsTooLate);
        var trial = await OpenedAsync(new CaseEvent.StepEntered(Step.Evaluation, 1));
        var halted = await Halts.HaltAsync(trial, "Elle répond faux.", "head", Cancellation);
        Assert.Null(halted.Wake);
        Assert.NotNull(halted.Case.HaltedAt);

        var used = await UsedAsync();
        await Halts.HaltAsync(used, "Elle répond faux.", "head", Cancellation);
        Assert.True((await Halts.ResumeTrialAsync(used, "Corrigé et vérifié.", "dtisu", Cancellation)).IsTooLate);
        for (var number = 1; number <= IncidentDesk.MostOpen; number++)
            await Desk.ReportAsync(used, Typed with { Form = Guid.NewGuid().ToString("N") }, "head", Cancellation);
        Assert.True((await Desk.ReportAsync(used, Typed, "head", Cancellation)).IsTooLate);
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
