using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Adapters.ModelSources;
using RegionSud.AiWorkflow.Edge.Admin.ModelWatching;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Tests.Storage;

namespace RegionSud.AiWorkflow.Tests.Watch;

/// <summary>The watch over models, day after day, on the real store.</summary>
public sealed class ModelWatchTests : IClassFixture<StoreFixture>
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 4, 30, 0, TimeSpan.Zero));
    private readonly OwnModels models;
    private readonly TableModelLooks looks;
    private readonly StoreFixture store;
    private readonly Starts starts = new();
    private readonly string source = $"source-{Guid.NewGuid():N}";

    public ModelWatchTests(StoreFixture store)
    {
        this.store = store;
        models = new OwnModels(store.Tables);
        looks = new TableModelLooks(store.Tables);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_silent_change_is_found_on_the_next_morning_and_brought_to_the_cases_once()
    {
        var version = "mistral-medium-2508";
        await using var mistral = await SourceServer.StartAsync(_ => $$"""{"data":[{"id":"mistral-medium-latest","name":"{{version}}","aliases":["{{version}}"],"deprecation":null}]}""");
        var id = await AddAsync("mistral-medium-latest", version, "mistral");
        var watch = Watch(new MistralModelSource(mistral.Address, "clef", SourceServer.Options()));
        await watch.RunAsync(starts, Cancellation);
        Assert.Empty(starts.Changes);
        Assert.Equal([FindingKind.AliasUsed], (await LookAsync("mistral")).Models.Single(one => one.ModelId == id).Findings);

        version = "mistral-medium-2611";
        time.Advance(TimeSpan.FromDays(1));
        await watch.RunAsync(starts, Cancellation);
        var model = await GetAsync(id);
        var change = Assert.Single(model.Changes);
        Assert.Equal(("mistral-medium-2508", "mistral-medium-2611", ChangeGrade.Light, "mistral"), (change.From, change.To, change.Grade, change.By));
        Assert.Equal([change.Id], starts.Changes);

        await watch.RunAsync(starts, Cancellation);
        Assert.Equal(model.ETag, (await GetAsync(id)).ETag);
        Assert.Single(starts.Changes);
    }

    [Fact]
    public async Task A_source_that_fails_stops_no_other_and_is_an_alert_on_the_third_day()
    {
        var (broken, sound) = (new Scripted($"{source}-a") { Fails = new ModelSourceException("La clé est refusée.") }, new Scripted($"{source}-b"));
        var (one, other) = (await AddAsync("x", "1", broken.Name), await AddAsync("y", "1", sound.Name));
        broken.Says(new SeenModel(one, "2"));
        sound.Says(new SeenModel(other, "2"));
        var (watch, log) = (Watch(broken, sound), new Noted());
        var rounds = new ModelRounds(watch, new TableModelEvents(store.Tables), Sample.Rules, time, log);
        for (var day = 0; day < 4; day++)
        {
            // The engine is not there: what was seen is recorded all the same.
            await rounds.RunAsync(null!, Cancellation);
            Assert.Equal(day < 3 ? LogLevel.Warning : LogLevel.Error, log.Levels[^1]);
            time.Advance(TimeSpan.FromDays(1));
        }

        var look = await LookAsync(broken.Name);
        Assert.Equal(("La clé est refusée.", new DateTimeOffset(2026, 11, 24, 4, 30, 0, TimeSpan.Zero), null), (look.Error, look.FailingSince, look.SucceededAt));
        Assert.Equal(("1", "2"), ((await GetAsync(one)).Version, (await GetAsync(other)).Version));

        broken.Fails = null;
        await rounds.RunAsync(null!, Cancellation);
        look = await LookAsync(broken.Name);
        Assert.Equal((null, "", time.GetUtcNow()), (look.FailingSince, look.Error, look.SucceededAt));
        Assert.Equal("2", (await GetAsync(one)).Version);
        Assert.Equal(4, log.Levels.Count);
    }

    [Fact]
    public async Task A_failure_that_nobody_foresaw_is_one_of_its_source_alone_and_keeps_what_it_said_last()
    {
        var scripted = new Scripted(source);
        var id = await AddAsync("x", "1");
        scripted.Says(new SeenModel(id, "1"));
        await Watch(scripted).RunAsync(starts, Cancellation);
        scripted.Fails = new InvalidCastException("secret");
        await Watch(scripted).RunAsync(starts, Cancellation);
        var look = await LookAsync(source);
        Assert.Contains("InvalidCastException", look.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", look.Error, StringComparison.Ordinal);
        Assert.Equal("1", Assert.Single(look.Models).Seen!.Version);
    }

    [Fact]
    public async Task A_model_that_is_not_named_or_named_in_two_ways_stays_as_it_is()
    {
        var scripted = new Scripted(source);
        var (gone, unclear) = (await AddAsync("x", "1"), await AddAsync("y", "1"));
        scripted.Says(new SeenModel(gone, "1"));
        await Watch(scripted).RunAsync(starts, Cancellation);
        scripted.Says(new SeenModel(unclear, "2") { Findings = [FindingKind.Ambiguous] });
        await Watch(scripted).RunAsync(starts, Cancellation);

        var look = await LookAsync(source);
        Assert.Equal([FindingKind.NotFound], look.Models.Single(one => one.ModelId == gone).Findings);
        Assert.Equal("1", look.Models.Single(one => one.ModelId == gone).Seen!.Version);
        Assert.Equal([FindingKind.Ambiguous], look.Models.Single(one => one.ModelId == unclear).Findings);
        Assert.All(new[] { await GetAsync(gone), await GetAsync(unclear) }, model => Assert.Equal(("1", 0), (model.Version, model.Changes.Count)));

        scripted.Says();
        await Watch(scripted).RunAsync(starts, Cancellation);
        Assert.Empty(starts.Changes);
        Assert.Equal("1", (await GetAsync(gone)).Version);
    }

    [Fact]
    public async Task A_version_that_is_none_is_a_finding()
    {
        var scripted = new Scripted(source);
        var id = await AddAsync("x", "1");
        scripted.Says(new SeenModel(id, "modele-latest"));
        await Watch(scripted).RunAsync(starts, Cancellation);
        Assert.Equal([FindingKind.UnknownWord], Assert.Single((await LookAsync(source)).Models).Findings);
        Assert.Equal("1", (await GetAsync(id)).Version);
    }

    [Fact]
    public async Task What_people_wrote_of_a_family_stands_until_the_source_itself_says_another()
    {
        var scripted = new Scripted(source);
        var id = await AddAsync("x", "1", edit: model => model with { Sheet = model.Sheet with { Family = "GPT 4o" } });
        scripted.Says(new SeenModel(id, "1") { Family = "gpt-4o" });
        await Watch(scripted).RunAsync(starts, Cancellation);
        Assert.Empty(starts.Changes);
        Assert.Equal("GPT 4o", (await GetAsync(id)).Sheet.Family);

        scripted.Says(new SeenModel(id, "1") { Family = "gpt-5" });
        await Watch(scripted).RunAsync(starts, Cancellation);
        Assert.Equal(ChangeGrade.Full, Assert.Single((await GetAsync(id)).Changes).Grade);
        await Watch(scripted).RunAsync(starts, Cancellation);
        Assert.Single(starts.Changes);
    }

    [Fact]
    public async Task A_retirement_is_told_when_its_days_have_come_and_again_when_it_moves_earlier()
    {
        var scripted = new Scripted(source);
        var id = await AddAsync("x", "1");
        Announce(new DateOnly(2027, 12, 31));
        await Watch(scripted).RunAsync(starts, Cancellation);
        Assert.Equal(new DateOnly(2027, 12, 31), (await GetAsync(id)).Retirement!.On);
        Assert.Empty(starts.Changes);

        Announce(new DateOnly(2027, 2, 28));
        await Watch(scripted).RunAsync(starts, Cancellation);
        await Watch(scripted).RunAsync(starts, Cancellation);
        Assert.Single(starts.Changes);

        Announce(new DateOnly(2027, 1, 31));
        await Watch(scripted).RunAsync(starts, Cancellation);
        var changes = (await GetAsync(id)).Changes;
        Assert.Equal(["2027-02-28", "2027-01-31"], changes.Select(change => change.Differences.Single().From));
        Assert.All(changes, change => Assert.Equal(ChangeGrade.Review, change.Grade));
        Assert.Equal(2, starts.Changes.Count);

        void Announce(DateOnly on) => scripted.Says(new SeenModel(id, "1") { Retirement = new Retirement(on, "autre 2") });
    }

    [Fact]
    public async Task A_source_takes_back_the_retirement_that_it_announced_and_nobody_elses()
    {
        var scripted = new Scripted(source);
        var told = new Retirement(new DateOnly(2028, 1, 31));
        var (own, others) = (await AddAsync("x", "1"), await AddAsync("y", "1", edit: model => model with { Retirement = told }));
        scripted.Says(new SeenModel(own, "1") { Retirement = told }, new SeenModel(others, "1") { NoRetirement = true });
        await Watch(scripted).RunAsync(starts, Cancellation);
        scripted.Says(new SeenModel(own, "1") { NoRetirement = true }, new SeenModel(others, "1") { NoRetirement = true });
        await Watch(scripted).RunAsync(starts, Cancellation);
        Assert.Null((await GetAsync(own)).Retirement);
        Assert.Equal(told, (await GetAsync(others)).Retirement);
    }

    [Fact]
    public async Task A_guarantee_is_shown_before_it_ends_and_told_to_the_cases_after()
    {
        var id = await AddAsync("x", "1", edit: model => model with { Watch = null, Sheet = model.Sheet with { Guarantee = "Contrat 12", GuaranteeUntil = new DateOnly(2026, 11, 24) } });
        Assert.Empty(await Watch().RunAsync(starts, Cancellation));
        var model = await GetAsync(id);
        Assert.Equal([FindingKind.GuaranteeExpiring], ModelFindings.OfRecord(model, new DateOnly(2026, 9, 25), 60));
        Assert.Empty(model.Changes);
        Assert.Empty(ModelFindings.OfRecord(model, new DateOnly(2026, 9, 24), 60));
        Assert.Empty(ModelFindings.OfRecord(model with { Status = ModelStatus.Retired }, new DateOnly(2026, 11, 24), 60));

        time.Advance(TimeSpan.FromDays(1));
        await Watch().RunAsync(starts, Cancellation);
        await Watch().RunAsync(starts, Cancellation);
        Assert.Equal(ModelAspect.Guarantee, Assert.Single((await GetAsync(id)).Changes).Differences.Single().Aspect);
        Assert.Single(starts.Changes);
    }

    [Theory]
    [InlineData(true, 60)]
    [InlineData(false, 120)]
    public async Task A_retirement_typed_by_hand_is_told_as_early_as_one_that_a_source_announces(bool sameFamily, int days)
    {
        var id = await AddAsync("x", "1", edit: model => model with { Watch = null });
        var today = new DateOnly(2026, 11, 24);
        var desk = new ModelDesk(models, Sample.Rules, time);
        Assert.Null((await desk.PutAsync(new ModelEdit(id, null, null, null) { Retirement = new Retirement(today.AddDays(days + 1), "suivant", sameFamily) }, "p-1", Cancellation)).Change);
        await Watch().RunAsync(starts, Cancellation);
        Assert.Empty(starts.Changes);

        time.Advance(TimeSpan.FromDays(1));
        await Watch().RunAsync(starts, Cancellation);
        await Watch().RunAsync(starts, Cancellation);
        var change = Assert.Single((await GetAsync(id)).Changes);
        Assert.Equal((ModelAspect.Retirement, "suivant"), (change.Differences.Single().Aspect, change.Differences.Single().To));
        Assert.Equal([change.Id], starts.Changes);

        time.Advance(TimeSpan.FromDays(days));
        Assert.Equal([FindingKind.RetirementCome], ModelFindings.OfRecord(await GetAsync(id), today.AddDays(days + 1), 60));
    }

    [Fact]
    public void Every_source_that_there_is_can_be_chosen()
    {
        var names = typeof(AzureModelSource).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(IModelSource)))
            .Select(type => ((IModelSource)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type)).Name);
        Assert.Equal(WatchSources.All.Select(one => one.Name).Order(), names.Order());
        Assert.All(WatchSources.All, one => Assert.NotNull(SourceWording.Of(one.Name)));
    }

    [Fact]
    public async Task A_change_whose_telling_cannot_start_now_is_recorded_for_the_sweep()
    {
        var scripted = new Scripted(source);
        var id = await AddAsync("x", "1");
        scripted.Says(new SeenModel(id, "2"));
        starts.Fails = true;
        await Watch(scripted).RunAsync(starts, Cancellation);
        Assert.False(Assert.Single((await GetAsync(id)).Changes).Spread);
        Assert.Equal("", (await LookAsync(source)).Error);
    }

    [Fact]
    public async Task A_quiet_morning_costs_what_it_says()
    {
        var scripted = new Scripted(source);
        var ids = new[] { await AddAsync("x", "1"), await AddAsync("y", "1") };
        scripted.Says([.. ids.Select(id => new SeenModel(id, "1"))]);
        Assert.Equal(2 + 1 + 2 + 2, await Wire.CountAsync(() => Watch(scripted).RunAsync(starts, Cancellation)));
    }

    private ModelWatch Watch(params IModelSource[] sources) => new(sources, models, looks, new ModelObserver(new ModelDesk(models, Sample.Rules, time)), time);

    private async Task<string> AddAsync(string reference, string version, string? watcher = null, Func<ModelRecord, ModelRecord>? edit = null)
    {
        var record = SourceServer.Watched(watcher ?? source, reference, version, $"{models.Prefix}{Guid.NewGuid():N}"[..40]);
        Assert.True(await models.PutAsync(edit?.Invoke(record) ?? record, null, Cancellation));
        return record.Id;
    }

    private async Task<ModelRecord> GetAsync(string id) => (await models.FindAsync(id, Cancellation))!;

    private async Task<SourceLook> LookAsync(string name) => (await looks.AllAsync(Cancellation)).Single(look => look.Source == name);

    private sealed class Noted : ILogger<ModelRounds>
    {
        public List<LogLevel> Levels { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Levels.Add(logLevel);
    }
}
