using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Local.Demo;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Step6Maintenance;
using RegionSud.AiWorkflow.Tests.Admin;
using RegionSud.AiWorkflow.Tests.Benchmarks;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Storage;

/// <summary>Ten years of maintenance of one high-risk solution on a virtual clock: re-checks by their dates, and changes of its model between them.</summary>
public sealed class TenYearsTests(AzuriteFixture azurite, StoreFixture store, ITestOutputHelper output) : IClassFixture<StoreFixture>
{
    private const int Changes = 15;

    private readonly FakeTimeProvider time = new(ParisTime.At(new DateOnly(2026, 12, 1), new TimeOnly(10, 0)));
    private readonly string model = $"dix-ans-{Guid.NewGuid():N}"[..20];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_ten_years_a_recheck_costs_what_the_first_one_did_and_the_case_is_no_larger()
    {
        using var count = new StorageCount(azurite.ConnectionString);
        await using var services = Services(count);
        var id = await LiveAsync(services);
        var input = new StepInput(id, Step.Maintenance, 1);
        var end = time.GetUtcNow().AddYears(10);
        var (costs, sizes, changes) = (new Dictionary<string, List<int>> { ["confirm-change"] = [], ["recheck-dsipn"] = [] }, new List<int>(), 0);
        while (time.GetUtcNow() < end)
        {
            Assert.False((await Activity<BeginRecheck>(services).RunAsync(null!, input)).Begins);
            // A change comes some weeks before every third date or so, as long as there are any.
            var next = (await CaseAsync(services, id)).NextRecheck!.Value;
            if (changes < Changes && (next - time.GetUtcNow()).TotalDays > 40 && (next.Year + next.Month) % 2 == 0)
            {
                time.Advance(TimeSpan.FromDays(20));
                changes++;
                await ChangeAsync(services, changes);
            }
            else
            {
                time.SetUtcNow(next);
            }

            var before = count.Now.Own;
            var kind = await RecheckAsync(services, input);
            costs[kind].Add(count.Now.Own - before);
            sizes.Add(System.Text.Json.JsonSerializer.Serialize(await CaseAsync(services, id), CaseEventJson.Options).Length);
        }

        var useCase = await CaseAsync(services, id);
        Assert.Equal(Changes, changes);
        Assert.InRange(useCase.Rechecks, 40, 70);
        foreach (var (kind, each) in costs)
        {
            output.WriteLine($"{kind}: {each.Count} re-checks; storage requests of the first {each[0]}, of the last {each[^1]}, at most {each.Max()}: {string.Join(" ", each)}.");
            // The very first one also makes its people known.
            Assert.InRange(each[^5..].Max(), 0, each[..5].Max());
        }

        output.WriteLine($"The case: {sizes[0]} bytes after the first re-check, {sizes[^1]} after the last; {useCase.Version} entries in its journal.");
        Assert.InRange(sizes[^1], 0, sizes.Take(4).Max() + 200);
        Assert.Null(Chain.FirstBroken(id, await services.GetRequiredService<ICaseJournal>().ReadAsync(id, 0, 500, Cancellation)));
    }

    private async Task<string> RecheckAsync(ServiceProvider services, StepInput input)
    {
        var plan = await Activity<BeginRecheck>(services).RunAsync(null!, input);
        Assert.True(plan.Begins);
        string[] kinds = [.. plan.AsksFirst];
        foreach (var order in kinds.Select(kind => input.Ask(kind, plan.Number)))
        {
            time.Advance(TimeSpan.FromDays(1));
            var useCase = await CaseAsync(services, input.CaseId);
            var task = useCase.Tasks.Single(open => open.TaskId == order.TaskId);
            var form = Rendering.Rules.Tasks[order.Kind].Form;
            var submission = new Submission(
                "conform", "Vérifié.", [], null, form is null ? new Dictionary<string, string>() : WillingAnswers.For(Rendering.Rules.Forms[form]), useCase.FileVersion)
            { Impartial = true };
            Assert.IsType<DecisionResult.Recorded>(await services.GetRequiredService<DecisionDesk>().RecordAsync(order.TaskId, task.People[0], submission, null, Cancellation));
            await Activity<ReadTask>(services).RunAsync(null!, order);
        }

        await Activity<ConcludeRecheck>(services).RunAsync(null!, new RecheckConclusion(input, plan, "conform"));
        return kinds[^1];
    }

    private async Task ChangeAsync(ServiceProvider services, int number)
    {
        var edited = await services.GetRequiredService<ModelDesk>().ObserveAsync(new Observation(model, "mistral") { Version = $"1.{number}" }, Cancellation);
        var change = new ModelChangeInput(edited.Change!.Id, model);
        var batch = await Activity<RecordModelChange>(services).RunAsync(null!, new ModelChangePage(change, null));
        Assert.Single(batch.ToWake);
        await Activity<FinishModelChange>(services).RunAsync(null!, change with { Progress = new ModelChangeProgress(batch.Reached, batch.First, null) });
    }

    private async Task<CaseId> LiveAsync(ServiceProvider services)
    {
        var id = Sample.NewCase();
        var requester = await services.GetRequiredService<IPeople>().EnsureAsync("auteur.culture@region.example", null, "culture", Cancellation);
        await services.GetRequiredService<ModelDesk>().PutAsync(new ModelEdit(model, "Fournisseur", model, "1.0"), "test", Cancellation);
        await services.GetRequiredService<CaseFiles>().RecordAsync(
            id,
            [
                new Fact("deposited", new CaseEvent.NeedDeposited("web", Sample.Document, new string('f', 64), "culture", requester.Id), requester.Id),
                new Fact("classified", new CaseEvent.RiskClassified(RiskClass.High, [], "1")),
                new Fact("models", new CaseEvent.ModelsDeclared([new ModelUse(model, "1.0")])),
                new Fact("entered:Maintenance.1", new CaseEvent.StepEntered(Step.Maintenance, 1)),
            ],
            Cancellation);
        return id;
    }

    private static T Activity<T>(IServiceProvider services) => ActivatorUtilities.CreateInstance<T>(services);

    private static Task<UseCase> CaseAsync(IServiceProvider services, CaseId id) => services.GetRequiredService<CaseFiles>().GetAsync(id, Cancellation);

    private ServiceProvider Services(StorageCount count)
    {
        _ = store;
        return AppServices.On(azurite.ConnectionString, time)
            .AddSingleton(OwnDirectory.In(Rendering.Rules, "decade"))
            .AddSingleton(new TableServiceClient(azurite.ConnectionString, count.Counted(new TableClientOptions())))
            .AddSingleton(new BlobServiceClient(azurite.ConnectionString, count.Counted(new BlobClientOptions())))
            .BuildServiceProvider();
    }
}
