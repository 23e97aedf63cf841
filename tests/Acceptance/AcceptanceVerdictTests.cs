using RegionSud.AiWorkflow.Acceptance;
using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Tests.Acceptance;

public sealed class AcceptanceVerdictTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly IReadOnlyList<ModelUse> Old = [new("mistral-petit", "2026-01"), new("voix", "2")];
    private static readonly IReadOnlyList<ModelUse> New = [new("voix", "2"), new("mistral-petit", "2026-06")];

    private static readonly AcceptancePlan Plan = new(
        [
            new AcceptanceMeasure("exactitude", "Exactitude", "", 0.9m, Better.Higher, "Cent essais."),
            new AcceptanceMeasure("delai", "Délai", "s", 4, Better.Lower, "Médiane."),
            new AcceptanceMeasure("energie", "Énergie", "Wh", 2, Better.Lower, "Compteur."),
        ],
        null, "", "", "salt");

    [Fact]
    public void A_threshold_holds_at_its_very_value_in_either_direction_and_what_is_missing_is_not_measured()
    {
        var verdicts = AcceptanceVerdict.Of(Plan, Results(("exactitude", 0.90m), ("delai", 4.0001m)));
        Assert.Equal([MeasureVerdict.Met, MeasureVerdict.Missed, MeasureVerdict.NotMeasured], Plan.Measures.Select(measure => verdicts[measure.Id]));
        Assert.Equal(MeasureVerdict.Met, AcceptanceVerdict.Of(Plan, Results(("delai", 4))).GetValueOrDefault("delai"));
        Assert.All(AcceptanceVerdict.Of(Plan, null).Values, verdict => Assert.Equal(MeasureVerdict.NotMeasured, verdict));
    }

    [Fact]
    public void Old_stands_beside_new_in_the_plan_s_order_and_a_gain_is_in_the_measure_s_own_direction()
    {
        var lines = AcceptanceComparison.Of(Plan, Results(("exactitude", 0.95m), ("delai", 3), ("ancienne", 1)), Results(("exactitude", 0.92m), ("delai", 2.5m), ("energie", 3)));
        Assert.Equal(["exactitude", "delai", "energie"], lines.Select(line => line.Measure.Id));
        Assert.Equal([-0.03m, 0.5m, null], lines.Select(line => line.Gain));
        Assert.Equal([MeasureVerdict.Met, MeasureVerdict.Met, MeasureVerdict.Missed], lines.Select(line => line.Verdict));
        Assert.Null(lines[2].Before);
    }

    [Fact]
    public void Results_are_those_of_now_as_long_as_the_models_are_the_same_in_whatever_order()
    {
        var known = Known().Reported(Report(1, Old), At);
        Assert.Equal(1, known.NowOn([.. Old.Reverse()])!.Number);
        Assert.Null(known.BeforeOn(Old));
        Assert.Null(known.NowOn(New));
        Assert.Equal(1, known.BeforeOn(New)!.Number);
    }

    [Fact]
    public void Before_people_accept_any_the_new_ones_are_compared_with_the_last_on_other_models()
    {
        var known = Known().Reported(Report(1, Old), At).Reported(Report(2, Old), At).Reported(Report(3, New), At).Reported(Report(4, New), At);
        Assert.Equal((2, 4), (known.BeforeOn(New)!.Number, known.NowOn(New)!.Number));
    }

    [Fact]
    public void What_people_accepted_stays_what_one_compares_with_until_they_accept_again()
    {
        var used = Known().Reported(Report(1, Old), At).Agreed();
        Assert.Null(used.BeforeOn(Old));
        var replayed = used.Reported(Report(2, Old), At).Reported(Report(3, New), At).Reported(Report(4, New), At);
        Assert.Equal((1, 4), (replayed.BeforeOn(New)!.Number, replayed.NowOn(New)!.Number));
        Assert.Equal(4, replayed.Agreed().Baseline!.Number);
    }

    [Fact]
    public void Journals_of_years_leave_a_case_with_one_plan_and_two_results()
    {
        var known = Enumerable.Range(1, 500).Aggregate(Known(), (state, number) => state
            .Planned(new CaseEvent.AcceptancePlanned(number + 1, SampleDocument), At).Reported(Report(number, number % 2 == 0 ? Old : New), At));
        Assert.Equal((501, 500, 499), (known.Plans, known.Newest!.Number, known.Baseline!.Number));
        Assert.True(System.Text.Json.JsonSerializer.Serialize(known, CaseEventJson.Options).Length < 1500);
    }

    [Fact]
    public void A_plan_or_results_make_the_page_that_somebody_has_open_an_older_one()
    {
        var opened = UseCase.Open(CaseId.Of(2026, 1), At, new CaseEvent.NeedDeposited("web", SampleDocument, new string('f', 64), "lycees", "p"));
        var planned = opened.Apply(2, At, "p", new CaseEvent.AcceptancePlanned(1, SampleDocument));
        var reported = planned.Apply(3, At, "p", new CaseEvent.EvaluationReported(1, "api", SampleDocument, Old));
        Assert.Equal((2L, 3L), (planned.FileVersion, reported.FileVersion));
        Assert.False(reported.Acceptance!.Accepted);
        Assert.True(reported.Apply(4, At, "system", new CaseEvent.StepEntered(Step.Maintenance, 1)).Acceptance!.Accepted);
        Assert.True(reported.Apply(4, At, "system", new CaseEvent.RecheckConcluded(1, "conform", null)).Acceptance!.Accepted);
        Assert.False(reported.Apply(4, At, "system", new CaseEvent.RecheckConcluded(1, "suspend", null)).Acceptance!.Accepted);
    }

    private static DocumentRef SampleDocument { get; } = new(new string('d', 64), "application/json", 12);

    private static CaseAcceptance Known() => new(1, SampleDocument, At);

    private static CaseEvent.EvaluationReported Report(int number, IReadOnlyList<ModelUse> models) => new(number, "page", SampleDocument, models);

    private static AcceptanceResults Results(params (string Measure, decimal Value)[] values) => new(values.ToDictionary(value => value.Measure, value => value.Value), Old, "", "salt");
}
