using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Incidents;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Tests.Infrastructure;
using RegionSud.AiWorkflow.Tests.Storage;

namespace RegionSud.AiWorkflow.Tests.Incidents;

/// <summary>Corrections of what an incident is.</summary>
public sealed class IncidentRegradingTests(AzuriteFixture azurite, StoreFixture store) : IncidentDeskOnStorage(azurite, store)
{
    [Fact]
    public async Task An_incident_that_proves_graver_opens_what_it_asks_with_the_clocks_from_when_it_was_known_and_tells_who_must_act_once()
    {
        var id = await UsedAsync();
        await Desk.ReportAsync(id, Typed with { Serious = "non", PersonalData = "non" }, "head", Cancellation);
        await Desk.SetAsideAsync(id, new TypedSettling(1, "risk", null, null, "Personne n’a été touché."), "dsipn", Cancellation);
        Time.Advance(TimeSpan.FromHours(30));
        var correction = new TypedRegrading(1, "oui", "oui", "Deux élèves ont été écartés à tort.");
        var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Desk.RegradeAsync(id, correction, "dtisu", Cancellation)));

        Assert.All(results, result => Assert.Empty(result.Problems));
        var regraded = Assert.Single(await EventsAsync<CaseEvent.IncidentRegraded>(id));
        Assert.Equal(["provider-serious", "authority-serious", "cnil", "persons"], regraded.Opened);
        Assert.Equal(["risk"], regraded.Dropped);
        var useCase = await Files.GetAsync(id, Cancellation);
        var incident = Assert.Single(useCase.Incidents);
        Assert.Equal(["risk"], incident.Dropped.Select(duty => duty.Duty));
        Assert.Single(incident.Settled);
        var duties = IncidentDuties.Of(Services.GetRequiredService<CharterRules>(), useCase.Risk, incident);
        Assert.All(duties, duty => Assert.Equal(incident.KnownAt.AddHours(duty.Row.Hours), duty.DueAt));
        Assert.True(duties[0].DueAt < Time.GetUtcNow());
        Assert.Single(await EventsAsync<CaseEvent.IncidentReported>(id));

        await RunClocksAsync();
        var told = Mails.Of(id).Where(order => order.Kind == MailKind.IncidentRegraded).ToList();
        Assert.Equal(told.Count, told.Select(order => order.Recipient).Distinct().Count());
        Assert.Equal(5, told.Count);
    }

    [Fact]
    public async Task What_a_correction_ends_holds_no_closing_back_and_when_it_opens_again_it_is_judged_anew()
    {
        var id = await UsedAsync();
        await Desk.ReportAsync(id, Typed with { PersonalData = "non" }, "head", Cancellation);
        await Desk.SetAsideAsync(id, new TypedSettling(1, "provider-serious", null, null, "Le fournisseur n’y est pour rien."), "dsipn", Cancellation);
        Assert.Empty((await Desk.RegradeAsync(id, new TypedRegrading(1, "non", "non", "Vérifié : aucun droit n’est touché."), "dsipn", Cancellation)).Problems);
        Assert.Equal(["provider-serious", "authority-serious"], (await Files.GetAsync(id, Cancellation)).Incidents[0].Dropped.Select(duty => duty.Duty));

        Assert.Empty((await Desk.RegradeAsync(id, new TypedRegrading(1, "oui", "non", "Une décision a été prise à tort."), "dsipn", Cancellation)).Problems);
        var again = (await Files.GetAsync(id, Cancellation)).Incidents[0];
        Assert.Equal((0, "risk"), (again.Settled.Count, Assert.Single(again.Dropped).Duty));
        await Desk.SetAsideAsync(id, new TypedSettling(1, "provider-serious", null, null, "Le fournisseur le sait déjà."), "dsipn", Cancellation);
        Assert.Single((await Files.GetAsync(id, Cancellation)).Incidents[0].Settled);

        Assert.Empty((await Desk.RegradeAsync(id, new TypedRegrading(1, "non", "non", "La décision était la bonne."), "dsipn", Cancellation)).Problems);
        await Desk.SetAsideAsync(id, new TypedSettling(1, "risk", null, null, "Aucun risque n’a été trouvé."), "dsipn", Cancellation);
        Assert.Empty((await Desk.CloseAsync(id, new TypedSettling(1, "", null, null, "On vérifie désormais les listes."), "dtisu", Cancellation)).Problems);
        Assert.Equal(3, (await EventsAsync<CaseEvent.IncidentRegraded>(id)).Count);
    }

    [Fact]
    public async Task A_correction_without_a_reason_is_refused_one_that_says_the_same_changes_nothing_and_a_closed_incident_takes_none()
    {
        var id = await UsedAsync(RiskClass.Minimal);
        await Desk.ReportAsync(id, Typed with { PersonalData = "non" }, "head", Cancellation);
        Assert.Equal(["pourquoi"], (await Desk.RegradeAsync(id, new TypedRegrading(1, "non", "non", "non"), "dtisu", Cancellation)).Problems.Select(problem => problem.Field));
        Assert.Equal(["gravite", "touchees", "pourquoi"], (await Desk.RegradeAsync(id, new TypedRegrading(1, "", null, null), "dtisu", Cancellation)).Problems.Select(problem => problem.Field));
        Assert.Empty((await Desk.RegradeAsync(id, new TypedRegrading(1, "oui", "non", "Rien de nouveau à dire."), "dtisu", Cancellation)).Problems);
        Assert.True((await Desk.RegradeAsync(id, new TypedRegrading(7, "oui", "oui", "Rien de nouveau à dire."), "dtisu", Cancellation)).IsTooLate);
        await Desk.CloseAsync(id, new TypedSettling(1, "", null, null, "On vérifie désormais les listes."), "dtisu", Cancellation);
        Assert.True((await Desk.RegradeAsync(id, new TypedRegrading(1, "non", "oui", "Une liste est partie."), "dtisu", Cancellation)).IsTooLate);
        Assert.Empty(await EventsAsync<CaseEvent.IncidentRegraded>(id));
    }
}
