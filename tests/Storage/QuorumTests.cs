using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Storage;

/// <summary>Tasks on which several must agree, as the rules may ask: any, a number, all.</summary>
public sealed class QuorumTests(AzuriteFixture azurite, StoreFixture store) : IClassFixture<StoreFixture>
{
    private readonly FakeTimeProvider time = new(ParisTime.At(new DateOnly(2033, 3, 1), new TimeOnly(10, 0)));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_of_three_decide_and_the_first_voice_alone_decides_nothing()
    {
        await using var services = Services(2);
        var (order, people) = await OpenAsync(services);
        Assert.Equal(1, Assert.IsType<DecisionResult.Heard>(await SendAsync(services, order, people[0], "endorse")).Missing);
        // The same voice again, and another of the same person.
        Assert.Equal(1, Assert.IsType<DecisionResult.Heard>(await SendAsync(services, order, people[0], "endorse")).Missing);
        Assert.Equal(1, Assert.IsType<DecisionResult.Heard>(await SendAsync(services, order, people[1], "decline")).Missing);
        Assert.Empty((await CaseAsync(services, order)).Decisions);

        Assert.IsType<DecisionResult.Recorded>(await SendAsync(services, order, people[2], "endorse"));
        var useCase = await CaseAsync(services, order);
        Assert.Equal("endorse", Assert.Single(useCase.Decisions).Value.Choice);
        Assert.IsType<DecisionResult.AlreadyDecided>(await SendAsync(services, order, people[1], "decline"));
    }

    [Fact]
    public async Task All_must_agree_where_the_rules_say_so_and_who_changes_their_voice_ends_a_split()
    {
        await using var services = Services(TaskKind.All);
        var (order, people) = await OpenAsync(services);
        await SendAsync(services, order, people[0], "endorse");
        await SendAsync(services, order, people[1], "endorse");
        Assert.Equal(0, Assert.IsType<DecisionResult.Heard>(await SendAsync(services, order, people[2], "decline")).Missing);
        Assert.Empty((await CaseAsync(services, order)).Decisions);
        Assert.IsType<DecisionResult.Recorded>(await SendAsync(services, order, people[2], "endorse"));
    }

    [Fact]
    public async Task Voices_at_the_same_instant_make_one_decision()
    {
        await using var services = Services(TaskKind.All);
        var (order, people) = await OpenAsync(services);
        var results = await Task.WhenAll(people.Select(person => SendAsync(services, order, person, "endorse")));
        Assert.Single(results, result => result is DecisionResult.Recorded);
        Assert.Single((await services.GetRequiredService<ICaseJournal>().ReadAsync(order.CaseId, 0, 50, Cancellation)).Select(entry => entry.Event).OfType<CaseEvent.TaskDecided>());
    }

    private static Task<UseCase> CaseAsync(IServiceProvider services, TaskOrder order) => services.GetRequiredService<CaseFiles>().GetAsync(order.CaseId, Cancellation);

    private static async Task<DecisionResult> SendAsync(IServiceProvider services, TaskOrder order, string person, string choice) =>
        await services.GetRequiredService<DecisionDesk>().RecordAsync(
            order.TaskId, person, new Submission(choice, "Un motif.", [], null, new Dictionary<string, string>(), (await CaseAsync(services, order)).FileVersion), null, Cancellation);

    private static async Task<(TaskOrder Order, IReadOnlyList<string> People)> OpenAsync(IServiceProvider services)
    {
        var id = Sample.NewCase();
        var people = services.GetRequiredService<IPeople>();
        var requester = await people.EnsureAsync("auteur.culture@region.example", null, "culture", Cancellation);
        var order = new TaskOrder(id, Step.Need, 1, "endorse", 1);
        string[] asked = [.. await Task.WhenAll(Enumerable.Range(1, 3).Select(async number => (await people.EnsureAsync($"membre-{number}@region.example", null, null, Cancellation)).Id))];
        await services.GetRequiredService<CaseFiles>().RecordAsync(
            id,
            [
                new Fact("deposited", new CaseEvent.NeedDeposited("web", Sample.Document, new string('f', 64), "culture", requester.Id), requester.Id),
                new Fact($"opened:{order.TaskId}", new CaseEvent.TaskOpened(order.TaskId, "endorse", Role.DirectorateHead, asked, DateTimeOffset.MaxValue, "1")),
            ],
            Cancellation);
        return (order, asked);
    }

    private ServiceProvider Services(int agree)
    {
        _ = store;
        var services = AppServices.On(azurite.ConnectionString, time);
        var rules = (CharterRules)services.First(service => service.ServiceType == typeof(CharterRules)).ImplementationInstance!;
        return services
            .AddSingleton(rules with { Tasks = rules.Tasks.ToDictionary(task => task.Key, task => task.Value with { Agree = agree }) })
            .BuildServiceProvider();
    }
}
