using BenchmarkDotNet.Attributes;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Local.Demo;

namespace RegionSud.AiWorkflow.Tests.Benchmarks;

/// <summary>What a full assessment of one case costs, and what loading and checking all rules costs.</summary>
[MemoryDiagnoser]
public class CharterFigures
{
    private readonly CharterRules rules = CharterLoader.Load();
    private readonly IReadOnlyDictionary<string, string> texts = CharterLoader.Texts(CharterLoader.DefaultFolder);
    private readonly Dictionary<string, string> answers = WillingAnswers.For(
        CharterLoader.Load().Forms[Assessment.Sheet], ("personal-data", "yes"), ("annex-iii-3", "access"), ("profiling", "yes"), ("role", "built-here"));

    /// <summary>Class, duties with dates, AIPD screen, gates and scores of one case.</summary>
    [Benchmark]
    public Assessment Assess() => Assessment.Of(rules, answers, new DateOnly(2026, 11, 25));

    /// <summary>Parsing and checking every file; the reading from disk is left out.</summary>
    [Benchmark]
    public CharterRules Load() => CharterLoader.Load(texts);
}

/// <summary>Runs <see cref="CharterFigures"/>: <c>./test --bench</c>.</summary>
[Trait("Category", "Benchmark")]
public sealed class CharterBenchmark(ITestOutputHelper output)
{
    [Fact(Explicit = true)]
    public void Assessing_a_case_and_loading_the_rules()
    {
        output.WriteLine(Figures.Of<CharterFigures>());
    }
}
