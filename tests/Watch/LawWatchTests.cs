using System.Globalization;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Local.Demo;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Register;
using RegionSud.AiWorkflow.Watch;

namespace RegionSud.AiWorkflow.Tests.Watch;

/// <summary>The law changes under cases that are under way: people are told and asked, and nothing changes by itself.</summary>
public sealed class LawWatchTests : IClassFixture<LawHost>
{
    private readonly LawHost host;

    // Whatever the test before left in force.
    public LawWatchTests(LawHost host)
    {
        this.host = host;
        host.Law = host.Quiet;
    }

    private static int number = 700_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private CaseFiles Files => host.Services.GetRequiredService<CaseFiles>();

    [Fact]
    public async Task A_date_of_the_calendar_that_comes_opens_one_re_check_and_a_second_look_adds_nothing()
    {
        var id = await host.ReachAsync(Step.Maintenance);
        var day = LawHost.Today.AddDays(20);
        // The rules that give the date are known beforehand: that it is another one than at qualification is a first change.
        var rules = host.WithDate("ria-4", day, "near+00000001");
        await host.LookAsync(LawHost.Today.AddDays(1), rules, lastVersion: "quiet+00000000");
        var before = await RecheckedAsync(id, 1);
        Assert.Equal(LawDifferenceKind.DutyMoved, before.RecheckLawCauses[0].Differences.First(d => d.Row == "literacy").Kind);
        await ConformAsync(id);

        var look = await host.LookAsync(day, rules);
        var useCase = await RecheckedAsync(id, 2);
        var difference = Assert.Single(useCase.RecheckLawCauses[0].Differences, d => d.Row == "literacy");
        Assert.Equal((LawDifferenceKind.DutyApplies, day), (difference.Kind, difference.From));
        Assert.True(look.Tally.Found >= 1);
        Assert.Equal((Step.Maintenance, CaseStatus.InProduction), (useCase.Step, useCase.Status));

        await host.LookAsync(day, rules);
        await host.LookAsync(day.AddDays(1), rules, lastVersion: "other");
        var after = await Files.GetAsync(id, Cancellation);
        Assert.Empty(after.PendingLawChanges);
        Assert.Equal(2, await host.CountAsync(id, nameof(CaseEvent.LawChanged)));
        Assert.Equal(2, after.Rechecks);

        var concluded = await ConformAsync(id);
        Assert.Equal(day, concluded.Assessed!.Day);
        await host.LookAsync(day.AddDays(2), rules, lastVersion: "other");
        Assert.Equal(2, await host.CountAsync(id, nameof(CaseEvent.LawChanged)));
    }

    [Fact]
    public async Task A_new_version_of_the_rules_that_raises_the_class_opens_a_re_check_and_the_class_of_record_waits_for_its_end()
    {
        var id = await host.ReachAsync(Step.Maintenance);
        var was = (await Files.GetAsync(id, Cancellation)).Risk;

        await host.LookAsync(LawHost.Today.AddDays(1), host.WithClass(RiskClass.High, "high+00000002"), lastVersion: "quiet+00000000");
        var useCase = await RecheckedAsync(id, 1);
        var causes = useCase.RecheckLawCauses[0].Differences;
        Assert.Equal((was, RiskClass.High), (causes[0].Was, causes[0].Class));
        Assert.Contains(causes, d => d is { Kind: LawDifferenceKind.DutyAdded, Row: "oversight" });
        Assert.Equal(was, useCase.Risk);

        var concluded = await ConformAsync(id);
        Assert.Equal(RiskClass.High, concluded.Risk);
        Assert.Contains("of-tomorrow", concluded.RiskRows);
    }

    [Fact]
    public async Task A_use_that_the_rules_forbid_by_now_cannot_be_found_conform()
    {
        var id = await host.ReachAsync(Step.Maintenance);
        var rules = host.WithClass(RiskClass.Unacceptable, "forbidden+00000003");
        rules = rules with
        {
            Gates = rules.Gates with
            {
                Rows = [.. rules.Gates.Rows, rules.Gates.Rows.First(row => row is { Outcome: Charter.Gates.GateOutcome.Stop, LiftedBy: null }) with { Id = "gate-of-tomorrow", When = new Condition { Question = "ai-system", Is = ["yes"] } }],
            },
        };
        await host.LookAsync(LawHost.Today.AddDays(1), rules, lastVersion: "quiet+00000000");
        var useCase = await RecheckedAsync(id, 1);
        Assert.Contains(useCase.RecheckLawCauses[0].Differences, d => d is { Kind: LawDifferenceKind.GateStops, Row: "gate-of-tomorrow" });

        var (task, services) = (await host.TaskAsync(id, "recheck-dsipn"), host.Services);
        var desk = new DecisionDesk(Files, services.GetRequiredService<Deciders>(), services.GetRequiredService<IModelInventory>(), services.GetRequiredService<IWakes>(), new Step3Arbitration.RulesInForce(rules, services.GetRequiredService<IWeights>()), TimeProvider.System);
        var submission = new Submission("conform", "Rien à signaler.", [], null, WillingAnswers.For(rules.Forms["recheck"]), (await Files.GetAsync(id, Cancellation)).FileVersion) { Impartial = true };
        var refused = Assert.IsType<DecisionResult.Invalid>(await desk.RecordAsync(task.TaskId, task.People[0], submission, Proof.SignIn, Cancellation));
        Assert.Equal("choix", Assert.Single(refused.Problems).Field);
        Assert.IsType<DecisionResult.Recorded>(await desk.RecordAsync(task.TaskId, task.People[0], submission with { Choice = "suspend" }, Proof.SignIn, Cancellation));
    }

    [Fact]
    public async Task A_case_in_development_keeps_the_change_and_is_re_checked_when_it_comes_to_maintenance()
    {
        var id = await host.ReachAsync(Step.Development);
        await host.TaskAsync(id, "accompany");
        var rules = host.WithDate("ria-4", LawHost.Today.AddDays(5), "near+00000004");

        await host.LookAsync(LawHost.Today.AddDays(1), rules, lastVersion: "quiet+00000000");
        var useCase = await Files.GetAsync(id, Cancellation);
        Assert.Equal((Step.Development, CaseStatus.Active, 0), (useCase.Step, useCase.Status, useCase.Rechecks));
        Assert.Equal("literacy", Assert.Single(Assert.Single(useCase.PendingLawChanges).Differences, d => d.Row == "literacy").Row);

        await host.DevelopAsync(id);
        await host.EvaluateAsync(id, "deploy", "deploy");
        Assert.Single((await RecheckedAsync(id, 1)).RecheckLawCauses);
    }

    [Fact]
    public async Task A_guarantee_that_runs_out_opens_a_re_check_before_and_another_after()
    {
        var until = LawHost.Today.AddDays(60);
        var id = await host.ReachAsync(Step.Development);
        var guarantee = ("non-training-until", until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        foreach (var kind in (string[])["build", "protect", "secure", "accompany"])
            await host.DecideAsync(id, kind, "ready", ("model", $"modele-{id.Value.ToLowerInvariant()}"), guarantee);
        await host.EvaluateAsync(id, "deploy", "deploy");
        await host.UntilAsync(id, c => c.Status == CaseStatus.InProduction, "production");

        Assert.Equal(0, (await host.LookAsync(until.AddDays(-31), host.Quiet)).Tally.Looked);
        // Found by its day's own list: no other case is read.
        Assert.Equal((1, 1), await host.LookAsync(until.AddDays(-30), host.Quiet) is var near ? (near.Tally.Looked, near.Tally.Found) : default);
        Assert.Equal(new LawDifference(LawDifferenceKind.DocumentEnds, "non-training", until), Assert.Single((await RecheckedAsync(id, 1)).RecheckLawCauses[0].Differences));
        await ConformAsync(id);
        await host.LookAsync(until.AddDays(-29), host.Quiet, lastVersion: "other");
        Assert.Equal(1, await host.CountAsync(id, nameof(CaseEvent.LawChanged)));

        await host.LookAsync(until.AddDays(1), host.Quiet);
        Assert.Equal(new LawDifference(LawDifferenceKind.DocumentEnded, "non-training", until), Assert.Single((await RecheckedAsync(id, 2)).RecheckLawCauses[0].Differences));
    }

    [Fact]
    public async Task A_wake_that_was_lost_is_raised_by_the_sweep_and_one_that_is_no_longer_waited_for_is_dropped()
    {
        var id = await host.ReachAsync(Step.Maintenance);
        host.Law = host.WithDate("ria-4", LawHost.Today.AddDays(7), "near+00000005");
        var page = new LawPage(LawWatch.IdOf(LawHost.Today.AddDays(1), host.Law.Version), LawHost.Today.AddDays(1), CaseListNames.All, null);
        var activity = ActivatorUtilities.CreateInstance<LookAtCases>(host.Services, host.Law);
        // Nobody raises the event: as if the host had died after the activity. A second run writes nothing and would wake the same.
        var (first, second) = (await activity.RunAsync(null!, page), await activity.RunAsync(null!, page));
        Assert.Contains(id.Instance(Step.Maintenance, 1), first.ToWake);
        // A step that only then came to its wait has read the journal by itself, and needs no waking.
        Assert.True(first.ToWake.SequenceEqual(second.ToWake) || (await Files.GetAsync(id, Cancellation)).OpenRecheck is not null);
        Assert.Equal(1, await host.CountAsync(id, nameof(CaseEvent.LawChanged)));

        await SweepAsync();
        await RecheckedAsync(id, 1);

        // Announced by a run that came too late.
        var wakes = host.Services.GetRequiredService<IWakes>();
        var key = LawWatch.KeyOf(page.LookId);
        await wakes.AnnounceAsync(new Wake(id, key, id.Instance(Step.Maintenance, 1), "model-changed"), Cancellation);
        await SweepAsync();
        await foreach (var (wake, _) in wakes.LeftoversAsync(TimeProvider.System.GetUtcNow().AddHours(1), Cancellation))
            Assert.False(wake.CaseId == id && wake.Key == key, "The sweep left a wake that nobody waits for.");
    }

    [Fact]
    public async Task A_case_whose_sheet_was_erased_or_whose_head_is_broken_is_named_and_the_others_are_looked_at()
    {
        var (erased, broken, sound) = (await QualifiedAsync(assessed: true), await QualifiedAsync(assessed: true), await QualifiedAsync(assessed: true));
        var sheet = (await Files.GetAsync(erased, Cancellation)).Answers[Assessment.Sheet].Document;
        var blobs = host.Services.GetRequiredService<BlobServiceClient>().GetBlobContainerClient(StorageNames.CasesContainer);
        await foreach (var blob in blobs.GetBlobsAsync(Azure.Storage.Blobs.Models.BlobTraits.None, Azure.Storage.Blobs.Models.BlobStates.None, erased.Value, Cancellation))
            await blobs.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: Cancellation);
        Assert.Null(await Files.ReadAsync<Answers>(erased, sheet, Cancellation));
        var table = host.Services.GetRequiredService<TableServiceClient>().GetTableClient(StorageNames.CasesTable);
        var head = (await table.GetEntityAsync<TableEntity>(broken.Value, "head", cancellationToken: Cancellation)).Value;
        head["State0"] = "{";
        await table.UpdateEntityAsync(head, head.ETag, TableUpdateMode.Merge, Cancellation);

        var look = await host.LookAsync(LawHost.Today.AddDays(1), host.WithDate("ria-4", LawHost.Today.AddDays(9), "near+00000006"), lastVersion: "quiet+00000000");

        Assert.Contains(erased, look.Tally.Unreadable);
        Assert.Contains(broken, look.Tally.Unreadable);
        Assert.Equal(1, await host.CountAsync(sound, nameof(CaseEvent.LawChanged)));
        Assert.Equal(0, await host.CountAsync(erased, nameof(CaseEvent.LawChanged)));
    }

    [Fact]
    public async Task A_case_qualified_before_journals_kept_assessments_is_compared_by_its_class_and_by_the_dates_that_come()
    {
        var id = await QualifiedAsync(assessed: false);

        await host.LookAsync(LawHost.Today.AddDays(1), host.WithDate("ria-4", LawHost.Today.AddDays(1), "near+00000007"), lastVersion: "quiet+00000000");
        var known = Assert.Single((await Files.GetAsync(id, Cancellation)).PendingLawChanges);
        Assert.Equal([LawDifferenceKind.ClassChanged, LawDifferenceKind.DutyApplies], known.Differences.Where(d => d.Row is "class" or "literacy").Select(d => d.Kind));

        // From here on it has an assessment to compare with.
        await host.LookAsync(LawHost.Today.AddDays(2), host.WithDate("ria-4", LawHost.Today.AddDays(30), "near+00000008"), lastVersion: "quiet+00000000");
        Assert.Contains((await Files.GetAsync(id, Cancellation)).PendingLawChanges[^1].Differences, d => d is { Kind: LawDifferenceKind.DutyMoved, Row: "literacy" });
    }

    /// <summary>A qualified case under evaluation that no orchestration carries; without an assessment, its class of record is one that the rules do not give.</summary>
    private async Task<CaseId> QualifiedAsync(bool assessed)
    {
        var id = CaseId.Of(2026, Interlocked.Increment(ref number));
        var original = await Files.WriteAsync(id, "besoin", Cancellation);
        await Files.RecordAsync(id, [new Fact("deposited", new CaseEvent.NeedDeposited("web", original, new string('f', 64), "finances", "p"), "p")], Cancellation);
        var form = host.Quiet.Forms[Assessment.Sheet];
        var filling = FormFilling.Fill(form, WillingAnswers.For(form), _ => false, question => new AnswerSource("page", question), CaseFiles.NewSalt());
        var answers = new AnswersRef(form.Id, form.Version, await Files.WriteAsync(id, filling.Answers, Cancellation), []);
        var assessment = Assessment.Of(host.Quiet, filling.Answers.Texts, LawHost.Today);
        List<Fact> facts =
        [
            new("answers", new CaseEvent.AnswersRecorded(answers, [])),
            new("class", new CaseEvent.RiskClassified(assessed ? assessment.AiAct.Class : RiskClass.Unacceptable, [], "1")),
            new("entered:Evaluation.1", new CaseEvent.StepEntered(Step.Evaluation, 1)),
        ];
        if (assessed)
            facts.Insert(2, new("assessed", assessment.ToEvent("1")));
        await Files.RecordAsync(id, facts, Cancellation);
        return id;
    }

    private Task<UseCase> RecheckedAsync(CaseId id, int count) =>
        host.UntilAsync(id, c => c.Rechecks == count && c.OpenRecheck is not null && c.Tasks.Exists(task => task.Kind == "recheck-dsipn"), $"re-check {count}");

    private async Task<UseCase> ConformAsync(CaseId id)
    {
        await host.DecideAsync(id, "recheck-directorate", "conform");
        await host.DecideAsync(id, "recheck-dsipn", "conform");
        return await host.UntilAsync(id, c => c.OpenRecheck is null, "conclusion");
    }

    private async Task SweepAsync()
    {
        var later = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddMinutes(2));
        await new Sweep(Files, host.Services.GetRequiredService<IWakes>(), host.Services.GetRequiredService<IModelInventory>(), later).RunAsync(host.Orchestrations, Cancellation);
    }
}
