using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.AiAct;
using RegionSud.AiWorkflow.Charter.Gates;
using RegionSud.AiWorkflow.Charter.Law;
using RegionSud.AiWorkflow.Charter.Loading;
using RegionSud.AiWorkflow.Local.Demo;

namespace RegionSud.AiWorkflow.Tests.CharterFiles;

/// <summary>A real use of a region, and what the law says of it: a row of <c>cases/*.yaml</c>.</summary>
public sealed record CharterCase
{
    public required string Name { get; init; }

    /// <summary>French: why the law says so, with its articles. Written before the rules were asked.</summary>
    public required string Reasoning { get; init; }

    public DateOnly Day { get; init; } = new(2026, 11, 25);

    /// <summary>Sets of answers of <c>sets.yaml</c> that it starts from, over those of a harmless use.</summary>
    public IReadOnlyList<string> Like { get; init; } = [];

    /// <summary>The answers that differ.</summary>
    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>();

    /// <summary>Questions left unanswered.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    public required RiskClass Class { get; init; }

    public bool Provisional { get; init; }

    public bool InScope { get; init; } = true;

    /// <summary>Facts that must be concluded, among others.</summary>
    public IReadOnlyList<string> Facts { get; init; } = [];

    /// <summary>Facts that must not be.</summary>
    public IReadOnlyList<string> NotFacts { get; init; } = [];

    /// <summary>Articles of the rows that give the class, or that take the use out of the Act or of high risk. Exact.</summary>
    public IReadOnlyList<string> Articles { get; init; } = [];

    /// <summary>Ids of the gates that stop it. Exact, like the next two.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    public IReadOnlyList<string> Condition { get; init; } = [];

    public IReadOnlyList<string> Open { get; init; } = [];

    /// <summary>Whether an AIPD is required.</summary>
    public required bool Dpia { get; init; }

    /// <summary>Ids of duties that apply on the day; <c>+set</c> stands for a set of <c>sets.yaml</c>. Exact, like the next two.</summary>
    public IReadOnlyList<string> Applies { get; init; } = [];

    public IReadOnlyList<string> Disputed { get; init; } = [];

    public IReadOnlyList<string> Upcoming { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>The cases, as read once, and what the rules say of each.</summary>
internal static class CharterCases
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Charter", "cases");
    private static readonly CaseSets Sets = Read<CaseSets>("sets.yaml");

    public static CharterRules Rules { get; } = CharterLoader.Load();

    public static IReadOnlyList<CharterCase> All { get; } =
    [
        .. Directory.GetFiles(Folder, "*.yaml").Select(Path.GetFileName).OfType<string>().Where(file => file != "sets.yaml").Order(StringComparer.Ordinal)
            .SelectMany(file => Read<CaseFile>(file).Cases),
    ];

    /// <summary>Every answer to the sheet of the case.</summary>
    public static Dictionary<string, string> AnswersOf(CharterCase each)
    {
        var form = Rules.Forms[Assessment.Sheet];
        var answers = WillingAnswers.For(form, [.. each.Like.SelectMany(set => Sets.Answers[set]).Concat(each.Answers).Select(pair => (pair.Key, pair.Value))]);
        Assert.All(answers.Keys, id => Assert.NotNull(form.Find(id)));
        foreach (var question in each.Without)
            Assert.True(answers.Remove(question), question);
        return answers;
    }

    public static Assessment Assess(CharterCase each) => Assessment.Of(Rules, AnswersOf(each), each.Day);

    /// <summary>What the case says, one line per thing, in the same words as <see cref="Found"/>: a failure shows the lines that differ.</summary>
    public static string Expected(CharterCase each, Assessment found) => Lines(
        each.Class,
        each.Provisional,
        each.InScope,
        each.Facts.Except(found.Facts).Select(fact => $"fact missing: {fact}").Concat(each.NotFacts.Intersect(found.Facts).Select(fact => $"fact too many: {fact}")),
        each.Articles,
        each.Stop,
        each.Condition,
        each.Open,
        each.Dpia,
        each.Applies.SelectMany(Duties),
        each.Disputed.SelectMany(Duties),
        each.Upcoming.SelectMany(Duties));

    public static string Found(Assessment found) => Lines(
        found.AiAct.Class,
        found.AiAct.Provisional,
        found.AiAct.InScope,
        [],
        ArticlesOf(found.AiAct),
        GatesOf(found, GateOutcome.Stop),
        GatesOf(found, GateOutcome.Condition),
        GatesOf(found, GateOutcome.Open),
        found.Gdpr.Required,
        DutiesOf(found, DutyTime.Applies),
        DutiesOf(found, DutyTime.Disputed),
        DutiesOf(found, DutyTime.Upcoming));

    private static IEnumerable<string> Duties(string id) => id.StartsWith('+') ? Sets.Duties[id[1..]] : [id];

    private static IEnumerable<string> ArticlesOf(AiActClassification found) => found.Findings
        .Where(finding => finding.Row is { OutOfScope: true } or { Exempts.Count: > 0 } || (finding.Row.Class == found.Class && finding.State is FindingState.Applies or FindingState.Open))
        .SelectMany(finding => finding.Row.Articles).Distinct();

    private static IEnumerable<string> GatesOf(Assessment found, GateOutcome outcome) =>
        found.Gates.Gates.Where(state => state.Outcome == outcome).Select(state => state.Gate.Id);

    private static IEnumerable<string> DutiesOf(Assessment found, DutyTime time) => found.Duties.Where(state => state.Time == time).Select(state => state.Duty.Id);

    private static string Lines(
        RiskClass risk, bool provisional, bool inScope, IEnumerable<string> facts, IEnumerable<string> articles, IEnumerable<string> stop,
        IEnumerable<string> condition, IEnumerable<string> open, bool dpia, IEnumerable<string> applies, IEnumerable<string> disputed, IEnumerable<string> upcoming) => $"""
        class      {risk}{(provisional ? ", provisional" : "")}{(inScope ? "" : ", out of scope")}
        facts      {List(facts)}
        articles   {List(articles)}
        stop       {List(stop)}
        condition  {List(condition)}
        open       {List(open)}
        dpia       {dpia}
        applies    {List(applies)}
        disputed   {List(disputed)}
        upcoming   {List(upcoming)}
        """;

    private static string List(IEnumerable<string> ids) => string.Join(", ", ids.Order(StringComparer.Ordinal));

    private static T Read<T>(string file) => RulesDocument.Parse(file, File.ReadAllText(Path.Combine(Folder, file))).Read<T>();

    private sealed record CaseFile
    {
        public required IReadOnlyList<CharterCase> Cases { get; init; }
    }

    private sealed record CaseSets
    {
        public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Answers { get; init; }

        public required IReadOnlyDictionary<string, IReadOnlyList<string>> Duties { get; init; }
    }
}
