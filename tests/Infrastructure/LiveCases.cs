using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Step6Maintenance;

namespace RegionSud.AiWorkflow.Tests.Infrastructure;

/// <summary>Cases that are in use already, all of one model, each with its maintenance waiting for what comes: written straight into a site's journals and engine.</summary>
internal static class LiveCases
{
    public const string Model = "mistral-petit";

    public static CaseId IdOf(int number) => CaseId.Of(2040, number);

    public static async Task PutAsync(DirectSite site, int count, CancellationToken cancellation)
    {
        await site.Services.GetRequiredService<ModelDesk>().PutAsync(new ModelEdit(Model, "Mistral AI", Model, "2026-01"), "test", cancellation);
        var files = site.Services.GetRequiredService<CaseFiles>();
        var requester = await site.Services.GetRequiredService<IPeople>().EnsureAsync("auteur.culture@region.example", null, "culture", cancellation);
        await Parallel.ForEachAsync(Enumerable.Range(1, count), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) =>
        {
            var id = IdOf(number);
            await files.RecordAsync(
                id,
                [
                    new Fact("deposited", new CaseEvent.NeedDeposited("web", new DocumentRef(new string('d', 64), "application/pdf", 12), new string('f', 64), "culture", requester.Id), requester.Id),
                    new Fact("models", new CaseEvent.ModelsDeclared([new ModelUse(Model, "2026-01")])),
                    new Fact("entered:Maintenance.1", new CaseEvent.StepEntered(Step.Maintenance, 1)),
                ],
                cancellation);
            await site.Client.ScheduleNewOrchestrationInstanceAsync(
                nameof(MaintenanceStep), new StepInput(id, Step.Maintenance, 1), new StartOrchestrationOptions(id.Instance(Step.Maintenance, 1)), cancellation);
        });
        for (var number = 1; number <= count; number++)
            await site.Client.WaitForInstanceStartAsync(IdOf(number).Instance(Step.Maintenance, 1), cancellation);
    }

    /// <summary>Asserts that a change reached every case once: one fact, one re-check, one question.</summary>
    public static async Task AssertOnceEachAsync(IServiceProvider services, int count, CancellationToken cancellation)
    {
        var journal = services.GetRequiredService<ICaseJournal>();
        for (var number = 1; number <= count; number++)
        {
            var events = (await journal.ReadAsync(IdOf(number), 0, 50, cancellation)).Select(entry => entry.Event).ToList();
            Assert.Single(events.OfType<CaseEvent.ModelRevised>());
            Assert.Single(events.OfType<CaseEvent.RecheckOpened>());
            Assert.Equal("confirm-change", Assert.Single(events.OfType<CaseEvent.TaskOpened>()).Kind);
        }
    }
}
