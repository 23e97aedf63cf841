using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Incidents;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Incidents;

namespace RegionSud.AiWorkflow.Tests.Incidents;

public sealed class IncidentDutyTests
{
    private static readonly CharterRules Rules = CharterLoader.Load();
    private static readonly DocumentRef Document = new(new string('d', 64), "application/json", 2);

    [Theory]
    [InlineData(RiskClass.Minimal, false, false, "")]
    [InlineData(RiskClass.Limited, true, false, "")]
    [InlineData(RiskClass.Minimal, false, true, "cnil")]
    [InlineData(RiskClass.Limited, true, true, "cnil persons")]
    [InlineData(RiskClass.High, false, false, "risk")]
    [InlineData(RiskClass.High, false, true, "cnil risk")]
    [InlineData(RiskClass.High, true, false, "provider-serious authority-serious")]
    [InlineData(RiskClass.High, true, true, "provider-serious authority-serious cnil persons")]
    [InlineData(null, true, false, "provider-serious authority-serious")]
    public void What_an_incident_asks_hangs_on_the_class_of_the_use_and_on_what_is_touched(RiskClass? risk, bool serious, bool personalData, string duties) =>
        Assert.Equal(
            duties.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(),
            IncidentDuties.Of(Rules, risk, Incident(At(2026, 11, 24, 10), serious, personalData)).Select(duty => duty.Row.Id).Order());

    [Fact]
    public void The_first_to_run_out_comes_first() =>
        Assert.Equal([24, 48, 72, 72], IncidentDuties.Of(Rules, RiskClass.High, Incident(At(2026, 11, 24, 10), true, true)).Select(duty => duty.Row.Hours));

    [Fact]
    public void The_seventy_two_hours_of_the_CNIL_do_not_stop_for_a_weekend()
    {
        // A Friday evening; the Monday is a working day, the Sunday between is none.
        var duty = Cnil(At(2026, 11, 27, 18));

        Assert.Equal("30\u00a0novembre 2026 à 18\u00a0h\u00a000", French.DateTime(duty.DueAt));
        Assert.Equal(DayOfWeek.Monday, French.DayOf(duty.DueAt).DayOfWeek);
    }

    [Theory]
    [InlineData(2027, 3, 26, "29\u00a0mars 2027 à 19\u00a0h\u00a000")]
    [InlineData(2026, 10, 23, "26\u00a0octobre 2026 à 17\u00a0h\u00a000")]
    public void Nor_are_they_more_or_fewer_when_the_hour_changes(int year, int month, int day, string due)
    {
        var known = At(year, month, day, 18);

        Assert.Equal(TimeSpan.FromHours(72), Cnil(known).DueAt - known);
        Assert.Equal(due, French.DateTime(Cnil(known).DueAt));
    }

    [Fact]
    public void Of_an_hour_that_comes_twice_the_first_counts_and_one_that_is_skipped_is_the_next()
    {
        Assert.Equal(new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero), IncidentDuties.InstantOf(new DateTime(2026, 10, 25, 2, 30, 0)));
        Assert.Equal(new DateTimeOffset(2027, 3, 28, 1, 30, 0, TimeSpan.Zero), IncidentDuties.InstantOf(new DateTime(2027, 3, 28, 2, 30, 0)));
    }

    [Theory]
    [InlineData(-47, false)]
    [InlineData(-49, true)]
    [InlineData(-80, true)]
    public void A_duty_presses_in_its_last_day_and_after_until_it_is_settled(int hours, bool presses)
    {
        var now = At(2026, 11, 27, 10);
        var duty = Cnil(now.AddHours(hours));

        Assert.Equal(presses, duty.IsPressing(Rules.Incidents, now));
        Assert.False((duty with { Settled = new SettledDuty("cnil", true, now, "p", Document) }).IsPressing(Rules.Incidents, now));
    }

    [Fact]
    public void A_short_duty_presses_when_half_of_its_time_is_gone()
    {
        var now = At(2026, 11, 27, 10);
        var duty = IncidentDuties.Of(Rules, RiskClass.High, Incident(now, true, false))[0];

        Assert.Equal(24, duty.Row.Hours);
        Assert.False(duty.IsPressing(Rules.Incidents, now.AddHours(12)));
        Assert.True(duty.IsPressing(Rules.Incidents, now.AddHours(12.1)));
    }

    [Theory]
    [InlineData(31.9, "reste 31\u00a0h")]
    [InlineData(0.5, "reste 30\u00a0min")]
    [InlineData(0.001, "reste moins d’une minute")]
    [InlineData(-5.2, "en retard depuis 5\u00a0h")]
    [InlineData(-240, "en retard depuis 10\u00a0jours")]
    public void A_clock_never_promises_more_than_is_left(double hours, string said) =>
        Assert.Equal(said, IncidentWording.ClockOf(At(2026, 11, 27, 10).AddHours(hours), At(2026, 11, 27, 10)));

    [Fact]
    public void A_text_is_filled_in_once_and_what_people_typed_is_left_as_it_is()
    {
        var useCase = UseCase.Open(CaseId.Of(2026, 42), At(2026, 11, 2, 9), new CaseEvent.NeedDeposited("web", Document, "f", "lycees", "p-1")) with { Models = [new ModelUse("mistral-petit", "2026-06")] };
        var file = new CaseFile(useCase, new Dictionary<string, RegionSud.AiWorkflow.Charter.Forms.Answers>(), new Dictionary<string, RegionSud.AiWorkflow.HumanTasks.DecisionText>());

        Assert.All(Rules.Incidents.Duties, row =>
        {
            var text = IncidentDuties.TextOf(row, file, "24 novembre", "Une fuite {case} {since}.");
            Assert.Contains("Une fuite {case} {since}.", text, StringComparison.Ordinal);
            Assert.DoesNotContain("{", text.Replace("Une fuite {case} {since}.", "", StringComparison.Ordinal), StringComparison.Ordinal);
        });
        Assert.Contains("mistral-petit, version 2026-06", IncidentDuties.TextOf(Rules.Incidents.Duties[0], file, "", null), StringComparison.Ordinal);
        Assert.Contains("effacé", IncidentDuties.TextOf(Rules.Incidents.Duties[0], file, "", null), StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_says_what_is_to_be_mended_field_by_field()
    {
        var now = At(2026, 11, 24, 10);
        var good = new TypedIncident(new string('a', 32), "Une liste est partie à un autre service.", "non", "oui", "2026-11-24T09:30");

        Assert.Empty(good.ProblemsAt(now));
        Assert.Empty((good with { Known = "24/11/2026 09:30" }).ProblemsAt(now));
        Assert.Equal(["", "quoi", "grave", "donnees", "connu"], new TypedIncident("x", " – ", null, "peut-être", "hier").ProblemsAt(now).Select(problem => problem.Field));
        Assert.Equal(["connu"], (good with { Known = "2026-11-24T10:01" }).ProblemsAt(now).Select(problem => problem.Field));
        Assert.Equal(["connu"], (good with { Known = "2025-11-23T10:00" }).ProblemsAt(now).Select(problem => problem.Field));
        Assert.Equal(["quoi"], (good with { What = new string('a', 4001) }).ProblemsAt(now).Select(problem => problem.Field));
    }

    [Fact]
    public void A_halt_by_hand_outlasts_a_re_check_that_did_not_answer_whether_the_use_goes_on()
    {
        var useCase = UseCase.Open(CaseId.Of(2026, 42), At(2026, 11, 2, 9), new CaseEvent.NeedDeposited("web", Document, "f", "lycees", "p-1"));
        useCase = After(
            useCase, new CaseEvent.StepEntered(Step.Maintenance, 1), new CaseEvent.RecheckOpened(1, []), new CaseEvent.UseHalted(null, Document), new CaseEvent.RecheckConcluded(1, "conform", At(2027, 1, 4, 9)));
        Assert.Equal((CaseStatus.Suspended, true), (useCase.Status, useCase.HaltedAt is not null));

        useCase = After(useCase, new CaseEvent.ResumptionAsked(2), new CaseEvent.RecheckConcluded(2, "conform", At(2027, 2, 4, 9)));
        Assert.Equal((CaseStatus.InProduction, false, false), (useCase.Status, useCase.HaltedAt is not null, useCase.HaltedByHand));
    }

    private static UseCase After(UseCase useCase, params CaseEvent[] events) =>
        events.Aggregate(useCase, (state, happened) => state.Apply(state.Version + 1, At(2026, 11, 24, 10), "p", happened));

    private static IncidentDuty Cnil(DateTimeOffset known) => IncidentDuties.Of(Rules, RiskClass.Minimal, Incident(known, false, true)).Single();

    private static OpenIncident Incident(DateTimeOffset known, bool serious, bool personalData) => new(1, known, "p", serious, personalData, known, Document);

    private static DateTimeOffset At(int year, int month, int day, int hour) => IncidentDuties.InstantOf(new DateTime(year, month, day, hour, 0, 0));
}
