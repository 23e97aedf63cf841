using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Tests.Infrastructure;
using RegionSud.AiWorkflow.Tests.Steps;

namespace RegionSud.AiWorkflow.Tests.ModelRecords;

/// <summary>Rules under which every change proposes to halt the use.</summary>
public sealed class HaltingHost(AzuriteFixture azurite) : ProcessHost(azurite)
{
    protected override void Configure(IServiceCollection services)
    {
        var rules = CharterLoader.Load();
        MeanwhileRule Halts(ChangeGrade grade) => new() { Grade = grade, Use = UseMeanwhile.Suspension };
        services.AddSingleton(rules with { Models = rules.Models with { Meanwhile = [Halts(ChangeGrade.Light), Halts(ChangeGrade.Full)] } });
    }
}

/// <summary>A use that is halted while its model's change is dealt with: proposed by the rules, decided by people.</summary>
public sealed class HaltTests(HaltingHost host) : IClassFixture<HaltingHost>
{
    [Fact]
    public async Task A_proposed_halt_is_confirmed_by_the_directorate_and_ends_when_the_solution_is_found_conform()
    {
        var id = await host.ReachAsync(Step.Maintenance);
        await host.ChangeModelAsync(ModelOf(id), "2026-06");
        await host.DecideAsync(id, "confirm-suspension", "suspend");
        var halted = await host.UntilAsync(id, c => c.HaltedAt is not null, "halt");
        Assert.Equal((CaseStatus.Suspended, true), (halted.Status, halted.Tasks.Exists(task => task.Kind == "confirm-change")));

        await host.DecideAsync(id, "confirm-change", "conform");

        var resumed = await host.UntilAsync(id, c => c.OpenRecheck is null, "conclusion");
        Assert.Equal((CaseStatus.InProduction, null), (resumed.Status, resumed.HaltedAt));
    }

    [Fact]
    public async Task An_unanswered_proposal_halts_nothing_and_is_taken_back_when_the_change_is_dealt_with()
    {
        var id = await host.ReachAsync(Step.Maintenance);
        await host.ChangeModelAsync(ModelOf(id), "2026-06");
        await host.TaskAsync(id, "confirm-suspension");

        await host.DecideAsync(id, "confirm-change", "conform");

        var useCase = await host.UntilAsync(id, c => c.OpenRecheck is null && c.Tasks.IsEmpty, "conclusion");
        Assert.Equal((CaseStatus.InProduction, null), (useCase.Status, useCase.HaltedAt));
    }

    [Fact]
    public async Task A_halted_use_stays_halted_through_a_new_qualification_until_it_is_in_use_again()
    {
        var id = await host.ReachAsync(Step.Maintenance);
        var edited = await host.Services.GetRequiredService<ModelDesk>().PutAsync(new ModelEdit(ModelOf(id), "Autre fournisseur", null, null), "test", CancellationToken.None);
        await host.Orchestrations.StartModelChangeAsync(edited.Change!.Id, ModelOf(id), CancellationToken.None);
        await host.DecideAsync(id, "confirm-suspension", "suspend");

        var back = await host.UntilAsync(id, c => c is { Step: Step.Qualification, Round: 2 }, "second qualification");

        Assert.NotNull(back.HaltedAt);
    }

    [Fact]
    public async Task A_person_halts_at_once_DTISU_is_asked_and_the_use_goes_on_as_often_as_that_happens()
    {
        var id = await host.ReachAsync(Step.Maintenance);
        for (var time = 1; time <= 2; time++)
        {
            var known = await host.UntilAsync(id, c => c.Status == CaseStatus.InProduction && c.Tasks.IsEmpty, "production");
            var files = host.Services.GetRequiredService<CaseFiles>();
            var key = UseCase.HaltKey(known.Halts + 1);
            await host.Services.GetRequiredService<IWakes>().AnnounceAsync(
                new Wake(id, key, id.Instance(Step.Maintenance, 1), Step6Maintenance.MaintenanceStep.ModelChanged), CancellationToken.None);
            await files.RecordAsync(id, [new Fact(key, new CaseEvent.UseHalted(null, null), known.Requester)], CancellationToken.None);
            await host.Orchestrations.WakeAsync(id.Instance(Step.Maintenance, 1), Step6Maintenance.MaintenanceStep.ModelChanged, key, CancellationToken.None);

            await host.DecideAsync(id, "resume", "conform");
            await host.UntilAsync(id, c => c.Status == CaseStatus.InProduction && c.HaltedAt is null, $"return {time}");
        }
    }

    private static string ModelOf(CaseId id) => $"modele-{id.Value.ToLowerInvariant()}";
}
