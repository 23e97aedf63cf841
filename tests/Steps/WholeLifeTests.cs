using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Steps;

/// <summary>The six steps and their loops, at the desks, on the in-process engine.</summary>
public sealed class WholeLifeTests(ProcessHost host) : IClassFixture<ProcessHost>
{
    [Fact]
    public async Task A_need_lives_through_the_six_steps_and_comes_back_when_its_model_changes()
    {
        var id = await host.ReachAsync(Step.Maintenance);
        var model = (await host.UntilAsync(id, c => !c.Models.IsEmpty, "model")).Models[0].ModelId;

        await host.ChangeModelAsync(model, "2026-06");
        await host.DecideAsync(id, "confirm-change", "conform");
        var useCase = await host.UntilAsync(id, c => c is { Rechecks: 1, OpenRecheck: null }, "conclusion");

        Assert.Equal(CaseStatus.InProduction, useCase.Status);
        Assert.Equal("2026-06", useCase.Models[0].Version);
        Assert.Empty(useCase.PendingChanges);
        Assert.Equal(1, useCase.Rechecks);
    }

    [Fact]
    public async Task Gaps_are_asked_back_and_only_the_gaps()
    {
        var id = await host.DepositAsync(("problem", ""), ("users", "peut-être"));

        await host.DecideAsync(id, "complete", "send");
        var useCase = await host.UntilAsync(id, c => c.Tasks.Exists(t => t.Kind == "endorse"), "endorsement");

        Assert.Empty(useCase.Answers["need"].Gaps);
    }

    [Fact]
    public async Task A_returned_need_is_corrected_and_endorsed_again_before_it_is_passed_on()
    {
        var id = await host.DepositAsync();
        await host.DecideAsync(id, "endorse", "endorse");
        await host.DecideAsync(id, "review", "return");
        await host.DecideAsync(id, "correct", "send", ("title", "Résumer mieux"));
        await host.DecideAsync(id, "endorse", "endorse");
        await host.DecideAsync(id, "review", "pass");

        await host.TaskAsync(id, "qualify");
    }

    [Fact]
    public async Task A_closing_that_the_directorate_accepts_ends_the_case_and_one_it_contests_does_not()
    {
        var id = await host.DepositAsync();
        await host.DecideAsync(id, "endorse", "endorse");
        await host.DecideAsync(id, "review", "propose-closing");
        await host.DecideAsync(id, "closing", "maintain");
        await host.DecideAsync(id, "review", "propose-closing");
        await host.DecideAsync(id, "closing", "accept");

        var useCase = await host.UntilAsync(id, c => c.Status == CaseStatus.Closed, "end");

        Assert.Equal(EndState.NotPursued, useCase.End);
    }

    [Fact]
    public async Task More_information_goes_to_the_requester_and_comes_back_to_qualification()
    {
        var id = await host.ReachAsync(Step.Qualification);
        await host.DecideAsync(id, "qualify", "more-information");
        await host.DecideAsync(id, "inform", "send");
        await host.DecideAsync(id, "qualify", "unfavourable");

        await host.TaskAsync(id, "arbitrate");
    }

    [Fact]
    public async Task A_prohibited_use_gets_no_favourable_opinion_and_can_only_be_refused()
    {
        var id = await host.ReachAsync(Step.Qualification);

        Assert.IsType<DecisionResult.Invalid>(await host.DecideAsync(id, "qualify", "favourable", ("prohibited-emotions", "yes")));
        await host.DecideAsync(id, "qualify", "unfavourable", ("prohibited-emotions", "yes"));
        Assert.IsType<DecisionResult.Invalid>(await host.DecideAsync(id, "arbitrate", "accept"));
        Assert.IsType<DecisionResult.Invalid>(await host.DecideAsync(id, "arbitrate", "defer"));
        Assert.IsType<DecisionResult.Recorded>(await host.DecideAsync(id, "arbitrate", "refuse"));
        var useCase = await host.UntilAsync(id, c => c.Status == CaseStatus.Closed, "end");

        Assert.Equal((EndState.Refused, RiskClass.Unacceptable), (useCase.End, useCase.Risk));
        await Eventually.Get(() => Task.FromResult(host.Mails.Any(mail => mail.CaseId == id && mail.Kind == MailKind.Closed)), sent => sent);
    }

    [Fact]
    public async Task A_deferred_case_comes_back_at_its_date()
    {
        var id = await host.ReachAsync(Step.Arbitration);
        var task = await host.TaskAsync(id, "arbitrate");
        Assert.EndsWith(".arbitrate.1", task.TaskId, StringComparison.Ordinal);

        await host.DeferAsync(id, days: 1);
        await host.UntilAsync(id, c => c.Tasks.Exists(t => t.TaskId.EndsWith(".arbitrate.2", StringComparison.Ordinal)), "second arbitration");
    }

    [Fact]
    public async Task An_owner_who_is_blocked_sends_the_case_back_to_arbitration_and_the_others_are_asked_no_more()
    {
        var id = await host.ReachAsync(Step.Development);
        await host.TaskAsync(id, "accompany");
        await host.DecideAsync(id, "secure", "blocked");

        var useCase = await host.UntilAsync(id, c => c is { Step: Step.Arbitration, Round: 2 } && !c.Tasks.IsEmpty, "second arbitration");

        Assert.Equal(["arbitrate"], useCase.Tasks.Select(t => t.Kind));

        // A development that is walked through again, after the engine was lost, finds them taken back and asks nobody.
        var accompany = new TaskOrder(id, Step.Development, 1, "accompany", 1);
        var look = await ActivatorUtilities.CreateInstance<OpenTask>(host.Services).RunAsync(null!, accompany);
        Assert.Equal(TaskLook.RecalledChoice, look.Choice);
    }

    [Fact]
    public async Task Conditions_of_an_acceptance_are_asked_of_their_owners_beside_the_others_and_those_fulfilled_are_not_asked_again()
    {
        var id = await host.ReachAsync(Step.Arbitration);
        await host.DecideAsync(id, "arbitrate", "accept-with-conditions");
        var asked = await host.UntilAsync(id, c => c.Tasks.Count == 6, "two conditions beside the four owners");
        Assert.Equal([Role.Rssi, Role.DirectorateHead], asked.Tasks.Where(t => t.Kind == StandingCondition.TaskKind).OrderBy(t => t.TaskId, StringComparer.Ordinal).Select(t => t.Role));

        await host.DecideAsync(id, StandingCondition.TaskKind, "ready");
        await host.UntilAsync(id, c => c.Conditions.Exists(condition => condition.Met), "a fulfilled condition");
        var left = await ActivatorUtilities.CreateInstance<Step4Development.FindConditions>(host.Services).RunAsync(null!, id);
        Assert.Single(left);
        await host.DevelopAsync(id);
        await host.UntilAsync(id, c => c is { Step: Step.Development, Tasks: [{ Kind: StandingCondition.TaskKind }] }, "the last condition alone");
        await host.DecideAsync(id, StandingCondition.TaskKind, "ready");
        await host.UntilAsync(id, c => c.Step == Step.Evaluation, "evaluation");
    }

    [Fact]
    public async Task When_the_two_differ_after_a_trial_the_DGS_settles_and_modify_goes_back_to_development()
    {
        var id = await host.ReachAsync(Step.Evaluation);
        await host.EvaluateAsync(id, "deploy", "stop");
        await host.DecideAsync(id, "evaluate-dgs", "modify");

        await host.UntilAsync(id, c => c is { Step: Step.Development, Round: 2 }, "second development");
    }

    [Fact]
    public async Task Personal_data_of_a_trial_must_be_attested_deleted_before_anybody_decides_and_a_late_one_is_chased()
    {
        var id = await host.ReachAsync(Step.Evaluation, ("personal-data", "yes"));
        await host.AdmitAsync(id);
        await host.DecideAsync(id, "plan-trial", "start");
        await host.DecideAsync(id, "report-trial", "report");

        var useCase = await host.UntilAsync(id, c => c.Tasks is [{ Kind: "attest-deletion", Reminders: > 0 }], "chase of the deletion");
        Assert.DoesNotContain(useCase.Tasks, t => t.Kind.StartsWith("evaluate", StringComparison.Ordinal));

        await host.DecideAsync(id, "attest-deletion", "deleted");
        await host.TaskAsync(id, "evaluate-dtisu");
    }

    [Fact]
    public async Task A_suspended_use_waits_for_a_human_and_can_be_qualified_again()
    {
        var id = await host.ReachAsync(Step.Maintenance);
        var model = (await host.UntilAsync(id, c => !c.Models.IsEmpty, "model")).Models[0].ModelId;
        await host.ChangeModelAsync(model, "2026-06");
        await host.DecideAsync(id, "confirm-change", "review");
        await host.DecideAsync(id, "recheck-directorate", "suspend");
        await host.DecideAsync(id, "recheck-dsipn", "conform");
        await host.DecideAsync(id, "recheck-dtisu", "suspend");
        await host.UntilAsync(id, c => c.Status == CaseStatus.Suspended, "suspension");

        await host.DecideAsync(id, "resume", "requalify");

        await host.UntilAsync(id, c => c is { Step: Step.Qualification, Round: 2 }, "second qualification");
    }
}
