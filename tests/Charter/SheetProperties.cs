using CsCheck;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Charter.Gates;
using RegionSud.AiWorkflow.Local.Demo;

namespace RegionSud.AiWorkflow.Tests.CharterFiles;

/// <summary>
/// What holds of any answers at all. A failure prints the seed that repeats it. Harmless answers are drawn more often, so that a single grave one
/// still tells.
/// </summary>
public sealed class SheetProperties
{
    private const int Many = 400;

    // Sheets of which every single change is tried.
    private const int Few = 12;
    private static readonly CharterRules Rules = CharterCases.Rules;
    private static readonly FormDefinition Form = Rules.Forms[Assessment.Sheet];
    private static readonly IReadOnlyDictionary<string, string> Harmless = WillingAnswers.For(Form);
    private static readonly IReadOnlyList<Question> Choices = [.. Form.Questions.Where(question => question.Options.Count > 0)];
    private static readonly Dictionary<string, int> Places = Choices.Select((question, at) => (question.Id, at)).ToDictionary(pair => pair.Id, pair => pair.at, StringComparer.Ordinal);

    // The days around each date of the rules, and what lies between.
    private static readonly Gen<DateOnly> Days = OneOf<DateOnly>(
        [.. Rules.Calendar.Articles.SelectMany(article => article.Dates).SelectMany(date => new[] { date.From, date.From.AddDays(-1), date.OrFrom ?? date.From })
            .Where(day => day.Year > 2023).Append(new DateOnly(2026, 11, 25)).Distinct()]);

    private static readonly Gen<IReadOnlyDictionary<string, string>> Complete = Gen.Select(
        Gen.Int[0, 9],
        Gen.Int[0, 99].Array[Choices.Count],
        Gen.Int[0, 99].Array[Choices.Count],
        (spice, draws, picks) => (IReadOnlyDictionary<string, string>)Harmless
            .Select(pair => (pair.Key, Value: Places.GetValueOrDefault(pair.Key, -1) is var at and >= 0 && draws[at] < spice * spice
                ? Choices[at].Options[picks[at] % Choices[at].Options.Count].Id : pair.Value))
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal));

    private static readonly Gen<IReadOnlyDictionary<string, string>> Subset = Gen.Select(
        Complete,
        Gen.Int[0, 100],
        Gen.Int[0, 99].Array[Form.Questions.Count],
        (answers, share, draws) => (IReadOnlyDictionary<string, string>)answers.Where((_, at) => draws[at] < share)
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal));

    [Fact]
    public void A_graver_answer_never_lowers_the_class() => Gen.Select(Complete, Days).Sample(
        (answers, day) =>
        {
            foreach (var question in Choices)
            {
                var classes = question.Gravity.Select(answer => (Answer: answer, Assess(With(answers, question.Id, answer), day).AiAct.Class)).ToList();
                foreach (var (lighter, graver) in classes.Zip(classes.Skip(1)))
                    Assert.True(graver.Class >= lighter.Class, $"{day:yyyy-MM-dd}: {question.Id} from {lighter.Answer} to {graver.Answer} lowers {lighter.Class} to {graver.Class}");
            }
        },
        iter: Few);

    [Fact]
    public void A_missing_answer_never_improves_a_score_nor_the_confidence() => Gen.Select(Subset, Days).Sample(
        (answers, day) =>
        {
            var before = Assess(answers, day).Scores;
            foreach (var (missing, found) in WithoutEach(answers, day))
            {
                Assert.True(found.Scores["value"].Points <= before["value"].Points, $"value, without {missing}");
                Assert.True(found.Scores["risk"].Points >= before["risk"].Points, $"risk, without {missing}");
                Assert.True(found.Scores["effort"].Points >= before["effort"].Points, $"effort, without {missing}");
                Assert.True(found.Scores.Confidence <= before.Confidence, $"confidence, without {missing}");
            }
        },
        iter: Few);

    [Fact]
    public void A_missing_answer_never_lets_a_stop_pass() => Gen.Select(Subset, Days).Sample(
        (answers, day) =>
        {
            var stops = Assess(answers, day).Gates.Gates.Where(state => state.Outcome == GateOutcome.Stop).Select(state => state.Gate.Id).ToList();
            foreach (var (missing, found) in WithoutEach(answers, day))
            {
                var held = found.Gates.Gates.Where(state => state.Outcome is GateOutcome.Stop or GateOutcome.Open).Select(state => state.Gate.Id);
                Assert.True(stops.All(held.Contains), $"{day:yyyy-MM-dd}: {string.Join(", ", stops.Except(held))} passes without {missing}");
            }
        },
        iter: Few);

    [Fact]
    public void A_missing_answer_never_makes_the_class_minimal_nor_spares_the_AIPD() => Gen.Select(Subset, Days).Sample(
        (answers, day) =>
        {
            var before = Assess(answers, day);
            foreach (var (missing, found) in WithoutEach(answers, day))
            {
                // By it DSIPN raises the class by hand: where it is missing, nobody raised it.
                if (missing == "class-raised")
                    continue;
                Assert.True(found.AiAct.Class > RiskClass.Minimal || before.AiAct.Class == RiskClass.Minimal, $"{day:yyyy-MM-dd}: {before.AiAct.Class} becomes minimal without {missing}");
                Assert.True(found.Gdpr.Required || !before.Gdpr.Required, $"{day:yyyy-MM-dd}: the AIPD is spared without {missing}");
            }
        },
        iter: Few);

    [Fact]
    public void A_hidden_answer_changes_nothing() =>
        Gen.Select(Complete, Days).Sample(
            (answers, day) =>
            {
                var sheet = new SheetAnswers(Form, answers, _ => false);
                var asked = answers.Where(pair => sheet.Of(pair.Key).State == AnswerState.Given).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

                Assert.Equal(Told(Assess(asked, day)), Told(Assess(answers, day)));
            },
            iter: Many);

    [Fact]
    public void Any_answers_on_any_day_give_a_result_and_the_same_twice() =>
        Gen.Select(Subset, Gen.Int[0, 4000]).Sample(
            (answers, days) =>
            {
                var day = new DateOnly(2024, 1, 1).AddDays(days);

                Assert.Equal(Told(Assess(answers, day)), Told(Assess(answers.Reverse().ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal), day)));
            },
            iter: Many);

    private static Gen<T> OneOf<T>(IReadOnlyList<T> values) => Gen.Int[0, values.Count - 1].Select(at => values[at]);


    private static Assessment Assess(IReadOnlyDictionary<string, string> answers, DateOnly day) => Assessment.Of(Rules, answers, day);

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> answers, string question, string answer) =>
        new(answers, StringComparer.Ordinal) { [question] = answer };

    private static IEnumerable<(string Missing, Assessment Found)> WithoutEach(IReadOnlyDictionary<string, string> answers, DateOnly day)
    {
        foreach (var question in answers.Keys)
        {
            var left = new Dictionary<string, string>(answers, StringComparer.Ordinal);
            left.Remove(question);
            yield return (question, Assess(left, day));
        }
    }

    // Everything that people are told, as text: records with lists do not compare by what is in them.
    private static string Told(Assessment found) => string.Join(
        '\n',
        [
            $"{found.AiAct.Class} {found.AiAct.Provisional} {found.AiAct.InScope} {found.Gdpr.Required} {found.Gates.Outcome} {found.Scores.Confidence}",
            .. found.AiAct.Findings.Select(finding => $"{finding.Row.Id} {finding.State}"),
            .. found.AiAct.Path.Select(step => $"{step.Question} {step.Answer} {string.Join(' ', step.Rows)}"),
            .. found.Gdpr.Rows.Concat(found.Gdpr.Criteria).Select(row => row.Id),
            .. found.Gates.Gates.Select(state => $"{state.Gate.Id} {state.Outcome}"),
            .. found.Scores.Scores.Select(score => $"{score.Definition.Id} {score.Points}"),
            .. found.Duties.Select(state => $"{state.Duty.Id} {state.Time} {state.From} {state.OrFrom}"),
            .. found.Documents.Select(state => state.Document.Id),
            .. found.Facts.Order(StringComparer.Ordinal),
            .. found.Missing.Select(question => question.Id),
        ]);
}
