using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RegionSud.AiWorkflow.Acceptance;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Storage;

/// <summary>The desk of the acceptance test, on a real store.</summary>
public sealed class AcceptanceTests(AzuriteFixture azurite, StoreFixture store) : IClassFixture<StoreFixture>, IAsyncLifetime
{
    private static readonly ModelUse Small = new("mistral-petit", "2026-01");

    private readonly CaseId id = Sample.NewCase();
    private ServiceProvider services = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private AcceptanceDesk Desk => services.GetRequiredService<AcceptanceDesk>();

    private CaseFiles Files => services.GetRequiredService<CaseFiles>();

    public async ValueTask InitializeAsync()
    {
        services = AppServices.On(azurite.ConnectionString, new FakeTimeProvider(store.Time.GetUtcNow())).BuildServiceProvider();
        await Files.RecordAsync(id, [Sample.Deposit(), new Fact("models", new CaseEvent.ModelsDeclared([Small])), Sample.Step(Step.Evaluation)], Cancellation);
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    [Fact]
    public async Task A_plan_or_results_sent_twice_are_in_the_journal_once_and_what_changed_is_new()
    {
        Assert.True((await PlanAsync("0,9")).IsNew);
        Assert.False((await PlanAsync("0,90")).IsNew);
        Assert.True((await PlanAsync("0,95")).IsNew);
        Assert.True((await ReportAsync("0,93")).IsNew);
        Assert.False((await ReportAsync("0.930")).IsNew);
        Assert.True((await ReportAsync("0,94")).IsNew);
        // What was measured before and is measured again is a result of its own.
        Assert.True((await ReportAsync("0,93")).IsNew);

        var entries = await EntriesAsync();
        Assert.Equal(["AcceptancePlanned", "AcceptancePlanned", "EvaluationReported", "EvaluationReported", "EvaluationReported"], entries.Select(entry => entry.Type));
        Assert.All(entries, entry => Assert.DoesNotMatch("0[.,]9|Exactitude", entry.Data));
        var test = (await Files.OpenAsync(id, Cancellation))!.Acceptance!;
        Assert.Equal((0.95m, 0.93m, MeasureVerdict.Missed), (test.Lines[0].Measure.Threshold, test.Lines[0].Now, test.Lines[0].Verdict));
        Assert.Equal([Small], test.Now!.Results!.Models);
    }

    [Fact]
    public async Task Twenty_reports_at_once_that_say_the_same_are_one()
    {
        await PlanAsync("0,9");
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Desk.ReportAsync(id, Sent("0,93"), "p-1", Cancellation)));
        Assert.Single(outcomes.OfType<AcceptanceOutcome.Done>(), done => done.IsNew);
        Assert.Single(await EntriesAsync(), entry => entry.Type == "EvaluationReported");
    }

    [Fact]
    public async Task A_case_without_a_plan_costs_no_request_more_and_one_with_a_plan_one_per_document()
    {
        var documents = new CountedDocuments(services.GetRequiredService<IDocuments>());
        var files = new CaseFiles(services.GetRequiredService<ICaseJournal>(), documents, services.GetRequiredService<ICaseLists>());
        Assert.Null((await files.OpenAsync(id, Cancellation))!.Acceptance);
        Assert.Equal(0, documents.Reads);
        await PlanAsync("0,9");
        await ReportAsync("0,93");
        var test = (await files.OpenAsync(id, Cancellation))!.Acceptance!;
        Assert.NotNull(test.Now);
        Assert.Null(test.Before);
        Assert.Equal(2, documents.Reads);
    }

    [Fact]
    public async Task Results_count_for_the_models_that_they_were_measured_on_and_a_change_makes_them_those_of_before()
    {
        await PlanAsync("0,9");
        await ReportAsync("0,93");
        await Files.RecordAsync(id, [new Fact("changed", new CaseEvent.ModelChanged("c", Small.ModelId, Small.Version, "2026-06"))], Cancellation);
        var test = (await Files.OpenAsync(id, Cancellation))!.Acceptance!;
        Assert.Null(test.Now);
        Assert.Equal(0.93m, test.Lines[0].Before);

        Assert.Contains("2026-06", Assert.IsType<AcceptanceOutcome.NotNow>(await Desk.ReportAsync(id, Sent("0,93") with { Models = [Small] }, "p-1", Cancellation)).Why, StringComparison.Ordinal);
        Assert.True((await ReportAsync("0,93")).IsNew);
        test = (await Files.OpenAsync(id, Cancellation))!.Acceptance!;
        Assert.Equal((0.93m, 0.93m), (test.Lines[0].Before, test.Lines[0].Now));
    }

    [Fact]
    public async Task Nothing_is_written_for_what_cannot_be_and_each_says_why()
    {
        Assert.IsType<AcceptanceOutcome.Unknown>(await Desk.ReportAsync(Sample.NewCase(), Sent("1"), "p-1", Cancellation));
        Assert.Contains("pas encore de mesures", Assert.IsType<AcceptanceOutcome.NotNow>(await Desk.ReportAsync(id, Sent("1"), "p-1", Cancellation)).Why, StringComparison.Ordinal);
        Assert.IsType<AcceptanceOutcome.Invalid>(await Desk.PlanAsync(id, Plan("beaucoup"), "p-1", Cancellation));
        Assert.Empty(await EntriesAsync());

        // Once in use, a change has its reason.
        await Files.RecordAsync(id, [Sample.Step(Step.Maintenance)], Cancellation);
        Assert.Equal("motif", Assert.Single(Assert.IsType<AcceptanceOutcome.Invalid>(await Desk.PlanAsync(id, Plan("0,8"), "p-1", Cancellation)).Problems).Field);
        Assert.True(Assert.IsType<AcceptanceOutcome.Done>(await Desk.PlanAsync(id, Plan("0,8") with { Reason = "Le jeu d’essai a doublé." }, "p-1", Cancellation)).IsNew);
        Assert.Equal("Le jeu d’essai a doublé.", (await Files.OpenAsync(id, Cancellation))!.Acceptance!.Plan.Reason);

        await Files.RecordAsync(id, [new Fact("closed", new CaseEvent.CaseClosed(EndState.Withdrawn))], Cancellation);
        Assert.IsType<AcceptanceOutcome.NotNow>(await Desk.PlanAsync(id, Plan("0,7"), "p-1", Cancellation));
        Assert.IsType<AcceptanceOutcome.NotNow>(await Desk.ReportAsync(id, Sent("1"), "p-1", Cancellation));
        Assert.Single(await EntriesAsync());
    }

    private async Task<AcceptanceOutcome.Done> PlanAsync(string threshold) => Assert.IsType<AcceptanceOutcome.Done>(await Desk.PlanAsync(id, Plan(threshold), "p-1", Cancellation));

    private async Task<AcceptanceOutcome.Done> ReportAsync(string value) => Assert.IsType<AcceptanceOutcome.Done>(await Desk.ReportAsync(id, Sent(value), "p-1", Cancellation));

    private async Task<IReadOnlyList<JournalEntry>> EntriesAsync() =>
        [.. (await services.GetRequiredService<ICaseJournal>().ReadAsync(id, 0, 100, Cancellation)).Where(entry => entry.Event is CaseEvent.AcceptancePlanned or CaseEvent.EvaluationReported)];

    private static SentPlan Plan(string threshold) => new([new TypedMeasure("", "Exactitude", "", threshold, "Higher", "Sur cent essais.")], null, false, "");

    private sealed class CountedDocuments(IDocuments inner) : IDocuments
    {
        public int Reads { get; private set; }

        public Task<DocumentRef> PutAsync(CaseId id, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellation) => inner.PutAsync(id, content, contentType, cancellation);

        public Task<ReadOnlyMemory<byte>?> GetAsync(CaseId id, DocumentRef document, CancellationToken cancellation)
        {
            Reads++;
            return inner.GetAsync(id, document, cancellation);
        }
    }

    private static SentResults Sent(string value) => new([new("exactitude", value)], "", null, "api");
}
