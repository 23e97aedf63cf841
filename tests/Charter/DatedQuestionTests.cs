using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.AiAct;
using RegionSud.AiWorkflow.Charter.Forms;

namespace RegionSud.AiWorkflow.Tests.CharterFiles;

/// <summary>A question has dates and a source like every row: it is asked, and counts, only while it is in force.</summary>
public sealed class DatedQuestionTests
{
    private static readonly DateOnly Begins = new(2027, 1, 1);
    private static readonly DateOnly Ends = new(2028, 1, 1);

    private readonly CharterRules rules = With("since: 2027-01-01\n    until: 2028-01-01");

    [Fact]
    public void A_question_is_asked_from_its_first_day_until_the_day_it_ends()
    {
        var sheet = rules.Forms[Assessment.Sheet];

        Assert.Null(sheet.On(Begins.AddDays(-1)).Find("profiling"));
        Assert.NotNull(sheet.On(Begins).Find("profiling"));
        Assert.NotNull(sheet.On(Ends.AddDays(-1)).Find("profiling"));
        Assert.Null(sheet.On(Ends).Find("profiling"));
        Assert.Equal(sheet.Questions.Count - 1, sheet.On(Ends).Questions.Count);
    }

    [Fact]
    public void An_answer_to_a_question_out_of_force_does_not_count()
    {
        Dictionary<string, string> answers = new() { ["ai-system"] = "yes", ["annex-iii-4"] = "recruitment", ["profiling"] = "yes" };

        bool Profiles(DateOnly day) => Assessment.Of(rules, answers, day).AiAct.Findings.Any(finding => finding.Row.Id == "profiling");

        Assert.True(Profiles(Begins));
        Assert.False(Profiles(Ends));
    }

    [Fact]
    public void A_question_of_no_dates_is_always_asked()
    {
        var form = CharterLoader.Load().Forms["need"];

        Assert.Same(form, form.On(DateOnly.MinValue));
    }

    [Fact]
    public void A_criterion_gives_its_dates_and_its_source_to_its_reason_and_evidence()
    {
        var form = With("", "value-gain").Forms[Assessment.Sheet];

        Assert.All(new[] { "value-gain", "value-gain-reason", "value-gain-evidence" }, id => Assert.Equal((Begins, "Délibération"), (form.Find(id)!.Since, form.Find(id)!.Source)));
    }

    [Fact]
    public void Every_question_has_a_source() =>
        Assert.All(CharterLoader.Load().Forms.Values.SelectMany(form => form.Questions), question => Assert.NotEmpty(question.Source));

    private static CharterRules With(string lines, string id = "profiling")
    {
        var texts = new Dictionary<string, string>(CharterLoader.Texts(CharterLoader.DefaultFolder));
        var file = $"forms/{Assessment.Sheet}.yaml";
        texts[file] = texts[file].Replace($"  - id: {id}\n", $"  - id: {id}\n    {(id == "profiling" ? lines : "since: 2027-01-01\n    source: \"Délibération\"")}\n", StringComparison.Ordinal);
        return CharterLoader.Load(texts);
    }
}
