using RegionSud.AiWorkflow.Charter.AiAct;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Charter.Gates;
using RegionSud.AiWorkflow.Charter.Gdpr;
using RegionSud.AiWorkflow.Charter.Law;
using RegionSud.AiWorkflow.Charter.Scores;

namespace RegionSud.AiWorkflow.Charter;

/// <summary>All that the rules say of a use, on a day. Nothing of it decides: humans do, and this says what they must know.</summary>
/// <param name="Day">The day it was made for, in Paris.</param>
/// <param name="Facts">Everything concluded: what later forms, gates and duties hang on.</param>
/// <param name="Missing">Questions of the sheet that must still be answered.</param>
public sealed record Assessment(
    DateOnly Day,
    AiActClassification AiAct,
    GdprScreen Gdpr,
    GateCheck Gates,
    ScoreSheet Scores,
    IReadOnlyList<DutyState> Duties,
    IReadOnlyList<DocumentState> Documents,
    IReadOnlySet<string> Facts,
    IReadOnlyList<Question> Missing)
{
    /// <summary>The form whose answers are assessed.</summary>
    public const string Sheet = "characterisation";

    /// <summary>The register's and the pages' reasons: what gives the class, then what stops.</summary>
    public IEnumerable<RuleRow> Reasons =>
        AiAct.Findings.Where(finding => finding is { State: FindingState.Applies, Row.Class: not null }).Select(finding => finding.Row)
            .Concat<RuleRow>(Gates.Gates.Where(state => state.Outcome == GateOutcome.Stop).Select(state => state.Gate));

    /// <summary>Assesses a use. Pure: the same answers, rules and day give the same result for ever.</summary>
    /// <param name="rules">A version of the rules.</param>
    /// <param name="answers">The characterisation sheet's, per question id.</param>
    /// <param name="day">In Paris.</param>
    /// <param name="facts">What other forms concluded; null for none.</param>
    /// <param name="answered">Whether <c>form.question</c> has an answer in the case; null when no other form is known.</param>
    /// <param name="weights">Weights other than the file's.</param>
    public static Assessment Of(
        CharterRules rules,
        IReadOnlyDictionary<string, string> answers,
        DateOnly day,
        Func<string, bool>? facts = null,
        Func<string, bool>? answered = null,
        Weights? weights = null)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var sheet = new SheetAnswers(rules.Forms[Sheet].On(day), answers, facts ?? (_ => false));
        var aiAct = AiActTree.Classify(rules.AiAct, sheet, day);
        sheet = sheet.With(aiAct.Facts);
        var gdpr = GdprScreening.Screen(rules.Gdpr, sheet, day);
        sheet = sheet.With(gdpr.Facts);
        var concluded = aiAct.Facts.Concat(gdpr.Facts).ToHashSet(StringComparer.Ordinal);
        var gates = GateChecking.Check(rules.Gates, sheet, day);
        if (gates.Final.Any())
            concluded.Add(Cases.CaseFacts.Prohibited);
        var proven = answered ?? (_ => false);
        return new Assessment(
            day,
            aiAct,
            gdpr,
            gates,
            Scoring.Score(rules.Scores, weights ?? rules.Weights, sheet),
            DutyList.Of(rules.Duties, rules.Calendar, sheet, day, proven),
            DocumentList.Of(rules.Documents, sheet, day, proven),
            concluded,
            [.. sheet.Missing]);
    }

    /// <summary>The points of the criteria, as the journal keeps them.</summary>
    public Cases.CaseEvent.CriteriaScored ToPoints() => new(
        Scores.Scores.SelectMany(score => score.Criteria).ToDictionary(criterion => criterion.Id, criterion => criterion.Points), Scores.Version);

    /// <summary>What the journal keeps of it.</summary>
    public Cases.CaseEvent.UseAssessed ToEvent(string rulesVersion) => new(
        Day,
        AiAct.Class,
        [.. Gates.Gates.Select(state => new Cases.GateVerdict(state.Gate.Id, state.Outcome.ToString().ToLowerInvariant()))],
        Scores.Scores.ToDictionary(score => score.Definition.Id, score => score.Points),
        Scores.Confidence,
        [.. Duties.Select(state => new Cases.DutyDate(state.Duty.Id, state.From, state.OrFrom))],
        rulesVersion);
}
