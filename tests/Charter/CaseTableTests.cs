using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.AiAct;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Charter.Gates;

namespace RegionSud.AiWorkflow.Tests.CharterFiles;

/// <summary>The rules against real uses of a region, whose answers were worked out from the law first.</summary>
public sealed class CaseTableTests
{
    private static readonly Lazy<IReadOnlyList<Assessment>> Found = new(() => [.. CharterCases.All.Select(CharterCases.Assess)]);

    public static TheoryData<string> Names => [.. CharterCases.All.Select(each => each.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_use_is_judged_as_the_law_says(string name)
    {
        var each = CharterCases.All.Single(one => one.Name == name);

        var found = CharterCases.Assess(each);

        var (expected, actual) = (CharterCases.Expected(each, found).Split('\n'), CharterCases.Found(found).Split('\n'));
        var differences = expected.Zip(actual).Where(pair => pair.First != pair.Second).Select(pair => $"expected {pair.First}\nfound    {pair.Second}");
        Assert.True(expected.SequenceEqual(actual), $"{each.Name}, {each.Day:yyyy-MM-dd}\n{string.Join('\n', differences)}\nReasoning: {each.Reasoning}");
    }

    [Fact]
    public void There_are_enough_uses_each_with_a_name_and_a_reasoning_of_its_own()
    {
        Assert.True(CharterCases.All.Count >= 60);
        Assert.Distinct(CharterCases.All.Select(each => each.Name));
        Assert.Distinct(CharterCases.All.Select(each => each.Reasoning));
    }

    [Fact]
    public void Every_row_is_used_by_at_least_one_case()
    {
        var rules = CharterCases.Rules;
        // What an incident obliges to has tests of its own.
        var used = Found.Value.SelectMany(RowsOf).Concat(rules.Incidents.Duties.SelectMany(duty => duty.Articles).Select(article => $"article {article}")).ToHashSet(StringComparer.Ordinal);

        string[] rows =
        [
            .. rules.AiAct.Rows.Select(row => $"ai-act {row.Id}"),
            .. rules.Gdpr.Rows.Select(row => $"gdpr {row.Id}"),
            .. rules.Gates.Rows.Select(row => $"gates {row.Id}"),
            .. rules.Duties.Duties.Select(row => $"duties {row.Id}"),
            .. rules.Documents.Documents.Select(row => $"documents {row.Id}"),
            .. rules.Calendar.Articles.Select(article => $"article {article.Id}"),
            .. rules.Scores.Scores.SelectMany(score => score.Criteria).Select(criterion => $"scores {criterion.Id}"),
        ];

        Assert.Equal("", string.Join(", ", rows.Where(row => !used.Contains(row))));
    }

    [Fact]
    public void Every_date_of_an_article_is_used_by_at_least_one_case()
    {
        var rules = CharterCases.Rules;
        var used = Found.Value.SelectMany(found => found.Duties.Select(state => rules.Calendar[state.Duty.Articles[0]].For(found.Facts.Contains))).ToHashSet();

        var unused = rules.Duties.Duties.Select(duty => duty.Articles[0]).Distinct()
            .SelectMany(id => rules.Calendar[id].Dates.Where(date => date.Facts.Count > 0 && !used.Contains(date)).Select(date => $"{id} {string.Join('+', date.Facts)}"));
        Assert.Equal("", string.Join(", ", unused));
    }

    [Fact]
    public void Every_answer_that_a_row_names_is_given_by_at_least_one_case()
    {
        var rules = CharterCases.Rules;
        var given = Found.Value.Zip(CharterCases.All).SelectMany(pair => Given(pair.Second)).ToHashSet();
        IEnumerable<ConditionalRow> rows = [.. rules.AiAct.Rows, .. rules.Gdpr.Rows, .. rules.Gates.Rows, .. rules.Duties.Duties, .. rules.Documents.Documents];

        var named = rows.SelectMany(row => row.When.Leaves).Where(leaf => leaf.Question is not null).SelectMany(leaf => leaf.Is.Select(answer => $"{leaf.Question} = {answer}"));

        Assert.Equal("", string.Join(", ", named.Distinct().Where(answer => !given.Contains(answer))));
    }

    private static IEnumerable<string> RowsOf(Assessment found)
    {
        IEnumerable<(string File, RuleRow Row)> rows =
        [
            .. found.AiAct.Findings.Where(finding => finding.State != FindingState.Open).Select(finding => ("ai-act", (RuleRow)finding.Row)),
            .. found.Gdpr.Rows.Select(row => ("gdpr", (RuleRow)row)),
            .. found.Gates.Gates.Where(state => state.Outcome != GateOutcome.Open).Select(state => ("gates", (RuleRow)state.Gate)),
            .. found.Duties.Select(state => ("duties", (RuleRow)state.Duty)),
            .. found.Documents.Select(state => ("documents", (RuleRow)state.Document)),
        ];
        foreach (var (file, row) in rows)
        {
            yield return $"{file} {row.Id}";
            foreach (var article in row.Articles)
                yield return $"article {article}";
        }

        // Some articles make us ask, and no row concludes from the words of the answer.
        foreach (var article in CharterCases.Rules.Forms[Assessment.Sheet].Questions.Where(question => question.Kind is QuestionKind.Line or QuestionKind.Text).SelectMany(question => question.Articles))
            yield return $"article {article}";
        foreach (var criterion in found.Scores.Scores.SelectMany(score => score.Criteria).Where(criterion => !criterion.Assumed))
            yield return $"scores {criterion.Id}";
    }

    private static IEnumerable<string> Given(CharterCase each)
    {
        var sheet = new SheetAnswers(CharterCases.Rules.Forms[Assessment.Sheet], CharterCases.AnswersOf(each), _ => false);
        return sheet.Form.Questions.Where(question => sheet.Of(question.Id).State == AnswerState.Given).Select(question => $"{question.Id} = {sheet.Of(question.Id).Value}");
    }
}
