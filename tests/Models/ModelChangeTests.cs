using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Local.Demo;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Tests.Infrastructure;
using RegionSud.AiWorkflow.Tests.Steps;

namespace RegionSud.AiWorkflow.Tests.ModelRecords;

/// <summary>What becomes of cases when the model that they use changes, at the desks, on the in-process engine.</summary>
public sealed class ModelChangeTests(ProcessHost host) : IClassFixture<ProcessHost>
{
    [Fact]
    public async Task A_trial_begins_on_an_approved_model_alone()
    {
        var id = await host.ReachAsync(Step.Evaluation);
        await RefusedAsync(id, "plan-trial", "start", "n’est pas agréé");
        await host.AdmitAsync(id);
        await EditAsync(id, new ModelEdit(ModelOf(id), null, null, null) { Status = ModelStatus.Restricted, StatusReason = "En attente d’un audit." });
        await RefusedAsync(id, "plan-trial", "start", "n’est pas agréé pour de nouveaux essais");
        await host.AdmitAsync(id);

        await host.DecideAsync(id, "plan-trial", "start");

        await host.TaskAsync(id, "report-trial");
    }

    [Fact]
    public async Task A_trial_on_a_model_that_was_never_recorded_is_refused_and_begins_once_it_is_recorded_and_approved()
    {
        var id = await host.ReachAsync(Step.Evaluation);
        await host.AdmitAsync(id);
        var model = $"jamais-{Guid.NewGuid():N}"[..20];
        await host.Services.GetRequiredService<CaseFiles>().RecordAsync(
            id, [new Fact("other-model", new CaseEvent.ModelsDeclared([new ModelUse(ModelOf(id), "2026-01"), new ModelUse(model, "1.0")]))], CancellationToken.None);
        await RefusedAsync(id, "plan-trial", "start", $"Le modèle {model}, que ce cas déclare, n’est pas dans l’inventaire (charte, 4.1.4) : demandez à la DTISU de l’y faire inscrire et agréer");

        await Desk.PutAsync(new ModelEdit(model, "Fournisseur", model, "1.0"), "test", CancellationToken.None);
        await RefusedAsync(id, "plan-trial", "start", $"Le modèle {model} n’est pas agréé");
        await host.AdmitAsync(id);
        await host.DecideAsync(id, "plan-trial", "start");

        await host.TaskAsync(id, "report-trial");
    }

    [Fact]
    public async Task A_light_change_is_confirmed_by_DSIPN_alone_and_one_that_comes_meanwhile_joins_it()
    {
        var id = await host.ReachAsync(Step.Maintenance);
        await host.ChangeModelAsync(ModelOf(id), "2026-06");
        await host.TaskAsync(id, "confirm-change");
        await host.ChangeModelAsync(ModelOf(id), "2026-09");
        var joined = await host.UntilAsync(id, c => c.RecheckCauses.Count == 2, "second cause");
        Assert.Equal(["confirm-change"], joined.Tasks.Select(task => task.Kind));
        await RefusedAsync(id, "confirm-change", "conform", "Un seuil de la recette n’est pas tenu", ("replay-verdict", "no"));

        await host.DecideAsync(id, "confirm-change", "conform");

        var useCase = await host.UntilAsync(id, c => c is { Rechecks: 1, OpenRecheck: null }, "conclusion");
        Assert.Equal((CaseStatus.InProduction, 1, 0, "2026-09"), (useCase.Status, useCase.Rechecks, useCase.PendingChanges.Count, useCase.Models[0].Version));
    }

    [Fact]
    public async Task A_light_change_whose_replay_fails_sends_the_case_back_to_qualification_with_the_version_that_failed()
    {
        var id = await host.ReachAsync(Step.Maintenance);
        await host.ChangeModelAsync(ModelOf(id), "2026-06");
        await RefusedAsync(id, "confirm-change", "conform", "Un seuil de la recette n’est pas tenu", ("replay-verdict", "no"));

        await host.DecideAsync(id, "confirm-change", "requalify");

        var back = await host.UntilAsync(id, c => c is { Step: Step.Qualification, Round: 2 } && c.Tasks.Exists(task => task.Kind == "qualify"), "second qualification");
        Assert.Equal([(ChangeGrade.Light, "2026-06")], back.RequalifiedFor.Select(change => (change.Grade, change.To)));
    }

    [Fact]
    public async Task Two_changes_of_one_model_at_the_same_time_are_two_facts_and_one_question()
    {
        var id = await host.ReachAsync(Step.Maintenance);
        var seen = await Task.WhenAll(new[] { "2026-06", "2026-09" }.Select(version => Desk.ObserveAsync(new Observation(ModelOf(id), "azure") { Version = version }, CancellationToken.None)));
        await Task.WhenAll(seen.Select(one => host.Orchestrations.StartModelChangeAsync(one.Change!.Id, ModelOf(id), CancellationToken.None)));

        var both = await host.UntilAsync(id, c => c.RecheckCauses.Count == 2, "both causes");
        Assert.Equal(["confirm-change"], both.Tasks.Select(task => task.Kind));
        await host.DecideAsync(id, "confirm-change", "conform");

        var useCase = await host.UntilAsync(id, c => c.OpenRecheck is null, "conclusion");
        Assert.Equal((1, 0), (useCase.Rechecks, useCase.PendingChanges.Count));
        var journal = await host.Services.GetRequiredService<ICaseJournal>().ReadAsync(id, 0, 500, CancellationToken.None);
        Assert.Equal(seen.Select(one => one.Change!.Id).Order(), journal.Select(entry => entry.Event).OfType<CaseEvent.ModelRevised>().Select(change => change.ChangeId).Order());
    }

    [Fact]
    public async Task A_full_change_sends_the_case_back_to_qualification_with_its_reason_and_round_to_production_again()
    {
        var id = await host.ReachAsync(Step.Maintenance);
        await EditAsync(id, new ModelEdit(ModelOf(id), "Autre fournisseur", null, null));

        var back = await host.UntilAsync(id, c => c is { Step: Step.Qualification, Round: 2 } && c.Tasks.Exists(task => task.Kind == "qualify"), "second qualification");
        Assert.Equal([ModelAspect.Provider], back.RequalifiedFor.SelectMany(change => change.Differences!).Select(difference => difference.Aspect));
        Assert.DoesNotContain(back.Decisions.Values, decision => decision.Kind.StartsWith("recheck", StringComparison.Ordinal));

        await host.DecideAsync(id, "qualify", "favourable");
        await host.DecideAsync(id, "arbitrate", "accept");
        await host.DevelopAsync(id);
        await host.EvaluateAsync(id, "deploy", "deploy");
        var again = await host.UntilAsync(id, c => c is { Step: Step.Maintenance, Round: 2 }, "second production");
        Assert.Empty(again.RequalifiedFor);
        Assert.Equal(CaseStatus.InProduction, again.Status);
    }

    [Fact]
    public async Task A_full_change_that_joins_a_light_one_cannot_be_confirmed_away()
    {
        var id = await host.ReachAsync(Step.Maintenance);
        await host.ChangeModelAsync(ModelOf(id), "2026-06");
        await host.TaskAsync(id, "confirm-change");
        await EditAsync(id, new ModelEdit(ModelOf(id), null, null, null) { Sheet = WillingAnswers.Admission.Sheet! with { Hosting = HostingPlace.Outside } });
        await host.UntilAsync(id, c => c.RecheckCauses.Count == 2, "second cause");

        await RefusedAsync(id, "confirm-change", "conform", "le cas doit être qualifié à nouveau");

        await host.DecideAsync(id, "confirm-change", "requalify");
        await host.UntilAsync(id, c => c is { Step: Step.Qualification, Round: 2 }, "second qualification");
    }

    [Fact]
    public async Task A_blocked_model_has_each_of_its_cases_looked_at_and_none_can_be_found_conform()
    {
        var id = await host.ReachAsync(Step.Maintenance);
        await EditAsync(id, new ModelEdit(ModelOf(id), null, null, null) { Status = ModelStatus.Blocked, StatusReason = "Fuite de données chez le fournisseur." });

        await RefusedAsync(id, "recheck-directorate", "conform", "Le modèle est bloqué");

        await host.DecideAsync(id, "recheck-directorate", "withdraw");
        await host.DecideAsync(id, "recheck-dsipn", "withdraw");
        await host.DecideAsync(id, "finish-withdrawal", "done");
        var closed = await host.UntilAsync(id, c => c.Status == CaseStatus.Closed, "closing");
        Assert.Equal(EndState.Withdrawn, closed.End);
    }

    [Fact]
    public async Task A_retirement_typed_by_hand_when_it_is_near_has_each_case_looked_at()
    {
        var id = await host.ReachAsync(Step.Maintenance);
        await EditAsync(id, new ModelEdit(ModelOf(id), null, null, null) { Retirement = new Retirement(TimeProvider.System.ParisToday().AddDays(100), "suivant") });

        await host.TaskAsync(id, "recheck-directorate");
        var useCase = await host.UntilAsync(id, c => c.Tasks.Count == 2, "both questions");
        Assert.Equal(["suivant"], useCase.RecheckCauses.SelectMany(change => change.Differences!).Select(difference => difference.To));
    }

    [Fact]
    public async Task On_trial_DSIPN_says_what_a_change_makes_of_it_and_nobody_deploys_before()
    {
        var id = await host.ReachAsync(Step.Evaluation);
        await host.AdmitAsync(id);
        await host.DecideAsync(id, "plan-trial", "start");
        await host.DecideAsync(id, "report-trial", "report");
        await host.TaskAsync(id, "evaluate-dtisu");
        await host.ChangeModelAsync(ModelOf(id), "2026-06");
        await host.TaskAsync(id, "review-trial");
        await RefusedAsync(id, "evaluate-dtisu", "deploy", "Le modèle a changé pendant l’essai");
        await host.DecideAsync(id, "review-trial", "go-on");
        await host.UntilAsync(id, c => c.OpenRecheck is null, "end of the trial's re-check");

        await host.ChangeModelAsync(ModelOf(id), "2026-09");
        await host.DecideAsync(id, "review-trial", "modify");

        var back = await host.UntilAsync(id, c => c is { Step: Step.Development, Round: 2 }, "second development");
        Assert.DoesNotContain(back.Tasks, task => task.Kind.StartsWith("evaluate", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_trial_that_ends_leaves_no_question_of_what_a_change_made_of_it()
    {
        var id = await host.ReachAsync(Step.Evaluation);
        await host.AdmitAsync(id);
        await host.DecideAsync(id, "plan-trial", "start");
        await host.DecideAsync(id, "report-trial", "report");
        await host.ChangeModelAsync(ModelOf(id), "2026-06");
        await host.TaskAsync(id, "review-trial");

        await host.DecideAsync(id, "evaluate-dtisu", "modify");
        await host.DecideAsync(id, "evaluate-directorate", "modify");

        var back = await host.UntilAsync(id, c => c is { Step: Step.Development, Round: 2 }, "second development");
        Assert.Equal((null, 0), (back.OpenRecheck, back.RecheckCauses.Count));
        Assert.DoesNotContain(back.Tasks, task => task.Kind == "review-trial");
    }

    [Fact]
    public async Task One_change_is_one_mail_to_each_whatever_the_number_of_its_cases_and_a_price_is_none()
    {
        var ids = await Task.WhenAll(host.ReachAsync(Step.Maintenance), host.ReachAsync(Step.Maintenance));
        var model = $"partage-{Guid.NewGuid():N}"[..20];
        await Desk.PutAsync(new ModelEdit(model, "Fournisseur", model, "1.0") { Sheet = new ModelSheet { Cost = "2 euros" } }, "test", CancellationToken.None);
        foreach (var id in ids)
        {
            await host.Services.GetRequiredService<CaseFiles>().RecordAsync(
                id, [new Fact("shared-model", new CaseEvent.ModelsDeclared([new ModelUse(model, "1.0")]))], CancellationToken.None);
        }

        var price = await Desk.PutAsync(new ModelEdit(model, null, null, null) { Sheet = new ModelSheet { Cost = "3 euros" } }, "test", CancellationToken.None);
        Assert.Null(price.Change);
        Assert.Equal((ChangeGrade.None, true), (price.Model!.Changes[^1].Grade, price.Model.Changes[^1].Spread));

        await host.ChangeModelAsync(model, "1.1");

        foreach (var id in ids)
            await host.TaskAsync(id, "confirm-change");
        var change = (await host.Services.GetRequiredService<IModelInventory>().FindAsync(model, CancellationToken.None))!.Changes[^1].Id;
        // Told after all cases have it.
        var told = await Eventually.Get(() => Task.FromResult(host.Mails.Where(mail => mail.Change?.ChangeId == change).ToList()), mails => mails.Count > 0);
        Assert.Equal(2, Assert.Single(told).Change!.Reached);
        var asked = host.Mails.Where(mail => mail.Kind == MailKind.TaskAsked && ids.Contains(mail.CaseId) && mail.TaskId!.Contains(".confirm-change.", StringComparison.Ordinal));
        Assert.Single(asked.Select(mail => mail.MailId).Distinct());
    }

    [Fact]
    public async Task The_same_change_seen_twice_is_one_change_and_back_and_forth_is_another()
    {
        var model = $"vu-{Guid.NewGuid():N}"[..20];
        await Desk.PutAsync(new ModelEdit(model, "Fournisseur", model, "1.0"), "test", CancellationToken.None);
        var seen = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Desk.ObserveAsync(new Observation(model, "azure") { Version = "1.1" }, CancellationToken.None)));
        var first = Assert.Single(seen, edited => edited.Change is not null).Change!.Id;
        await Desk.ObserveAsync(new Observation(model, "azure") { Version = "1.0" }, CancellationToken.None);

        var again = await Desk.ObserveAsync(new Observation(model, "azure") { Version = "1.1" }, CancellationToken.None);

        Assert.Equal($"{first}-2", again.Change!.Id);
        Assert.Equal(3, again.Model!.Changes.Count);
        var empty = await Desk.ObserveAsync(new Observation(model, "azure") { Version = " " }, CancellationToken.None);
        Assert.Equal("version", Assert.Single(empty.Problems).Field);
        Assert.NotEmpty((await Desk.ObserveAsync(new Observation("inconnu", "azure") { Version = "1" }, CancellationToken.None)).Problems);
    }

    private ModelDesk Desk => host.Services.GetRequiredService<ModelDesk>();

    private static string ModelOf(CaseId id) => $"modele-{id.Value.ToLowerInvariant()}";

    // As an administrator would, with the fan-out that follows.
    private async Task EditAsync(CaseId id, ModelEdit edit)
    {
        var edited = await Desk.PutAsync(edit, "test", CancellationToken.None);
        Assert.Empty(edited.Problems);
        if (edited.Change is { } change)
            await host.Orchestrations.StartModelChangeAsync(change.Id, edit.Id, CancellationToken.None);
        Assert.Equal(ModelOf(id), edit.Id);
    }

    private async Task RefusedAsync(CaseId id, string kind, string choice, string words, params (string Question, string Answer)[] replaced)
    {
        var refused = Assert.IsType<DecisionResult.Invalid>(await host.SubmitAsync(await host.TaskAsync(id, kind), choice, replaced));
        Assert.Contains(words, Assert.Single(refused.Problems).Message.Replace('\u00a0', ' '), StringComparison.Ordinal);
    }
}
