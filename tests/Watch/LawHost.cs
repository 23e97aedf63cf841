using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Local;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Tests.Infrastructure;
using RegionSud.AiWorkflow.Tests.Steps;
using RegionSud.AiWorkflow.Watch;

namespace RegionSud.AiWorkflow.Tests.Watch;

/// <summary>The process with a storage of its own, since a look goes through every case; activities have the rules that the test says.</summary>
public sealed class LawHost(AzuriteFixture azurite) : ProcessHost(azurite)
{
    private readonly string folder = Directory.CreateTempSubdirectory("aiworkflow-law-").FullName;
    private Azurite? alone;

    /// <summary>The day that everything happens on.</summary>
    public static DateOnly Today { get; } = TimeProvider.System.ParisToday();

    /// <summary>The committed rules, but with no date to come: what comes is the test's.</summary>
    public CharterRules Quiet { get; } = CharterLoader.Load() is var rules ? rules with
    {
        Version = "quiet+00000000",
        AiAct = rules.AiAct with { Rows = [.. rules.AiAct.Rows.Select(row => row with { Since = null, Until = null })] },
        Gates = rules.Gates with { Rows = [.. rules.Gates.Rows.Select(row => row with { Since = null, Until = null })] },
        Calendar = rules.Calendar with
        {
            Articles = [.. rules.Calendar.Articles.Select(article => article with { Dates = [.. article.Dates.Select(date => date with { From = new DateOnly(2025, 2, 2), OrFrom = null })] })],
        },
    } : null!;

    /// <summary>What activities apply.</summary>
    public CharterRules Law { get; set; } = null!;

    /// <summary>The quiet rules with another date for an article.</summary>
    public CharterRules WithDate(string article, DateOnly from, string version) => Quiet with
    {
        Version = version,
        Calendar = Quiet.Calendar with { Articles = [.. Quiet.Calendar.Articles.Select(each => each.Id == article ? each with { Dates = [each.Dates[0] with { From = from }] } : each)] },
    };

    /// <summary>The quiet rules with a row that gives every AI system a class.</summary>
    public CharterRules WithClass(RiskClass risk, string version) => Quiet with
    {
        Version = version,
        AiAct = Quiet.AiAct with
        {
            Rows = [.. Quiet.AiAct.Rows, Quiet.AiAct.Rows.First(row => row.Class == risk) with { Id = "of-tomorrow", Since = null, Until = null, When = new Condition { Question = "ai-system", Is = ["yes"] } }],
        },
    };

    /// <summary>Lets the morning of a day come under rules, the day before having been looked at, and waits for the look's end.</summary>
    public async Task<FinishedLook> LookAsync(DateOnly day, CharterRules rules, string? lastVersion = null)
    {
        Law = rules;
        var looks = Services.GetRequiredService<ILawLooks>();
        var known = await looks.FindAsync(CancellationToken.None);
        Assert.True(await looks.PutAsync(new LawLook(new FinishedLook(day.AddDays(-1), lastVersion ?? rules.Version, DateTimeOffset.UtcNow, LawTally.Zero), null), known, CancellationToken.None));
        var morning = new FakeTimeProvider(ParisTime.At(day, new TimeOnly(6, 0)));
        await new LawLookout(looks, Services.GetRequiredService<ICaseLists>(), rules, morning).RunAsync(Orchestrations, CancellationToken.None);
        var ended = await Eventually.Get(() => looks.FindAsync(CancellationToken.None), look => look.UnderWay is null && look.Last!.Day == day);
        return ended.Last!;
    }

    /// <summary>How many entries of a type a journal has.</summary>
    public async Task<int> CountAsync(CaseId id, string type) =>
        (await Services.GetRequiredService<ICaseJournal>().ReadAsync(id, 0, 500, CancellationToken.None)).Count(entry => entry.Type == type);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (alone is not null)
            await alone.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    protected override async Task<string> StorageAsync()
    {
        Law = Quiet;
        alone = await Azurite.StartAsync(new AzuriteSettings(folder) { Saves = false });
        return alone.ConnectionString;
    }

    // The desks keep the first that they get, the quiet ones; every activity gets those of the moment.
    protected override void Configure(IServiceCollection services) => services.AddTransient(_ => Law);
}
