using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Mails;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Tests.Admin;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Storage;

/// <summary>The process dies behind each effect of a task in turn, found by counting them: one task, one mail to each, one decision all the same.</summary>
public sealed class TaskCrashTests(AzuriteFixture azurite, StoreFixture store) : IClassFixture<StoreFixture>
{
    private const int MostEffects = 60;

    private readonly FakeTimeProvider time = new(ParisTime.At(new DateOnly(2031, 12, 1), new TimeOnly(10, 0)));
    private readonly Postbag postbag = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    // The task, its mail: fewer would mean that the count counts nothing. Beside it three opinions that the rules open.
    [InlineData("endorse", Step.Need, 1, 6)]
    [InlineData("arbitrate", Step.Arbitration, 4, 12)]
    public async Task Killed_behind_any_effect_of_opening_a_task_there_is_one_task_and_one_mail_to_each(string kind, Step step, int mails, int fewest)
    {
        await using var healthy = Services(null);
        var effects = await DyingAsync(healthy, async (id, services, _) => await Activity<OpenTask>(services).RunAsync(null!, new TaskOrder(id, step, 1, kind, 1)), async id =>
        {
            var order = new TaskOrder(id, step, 1, kind, 1);
            var look = await Activity<OpenTask>(healthy).RunAsync(null!, order);
            Assert.Null(look.Choice);
            Assert.Equal(1, look.NextReminder);
            Assert.Equal(order.TaskId, Assert.Single((await CaseAsync(healthy, id)).Tasks).TaskId);
            Assert.Single(await EventsAsync<CaseEvent.TaskOpened>(healthy, id));
            await OneEachAsync(healthy, id, mails);
        });
        Assert.InRange(effects, fewest, MostEffects);
    }

    [Fact]
    public async Task Killed_behind_any_effect_of_a_reminder_it_is_one_reminder_and_the_next_in_line_is_asked_once()
    {
        await using var healthy = Services(null);
        var number = 3;
        var effects = await DyingAsync(
            healthy,
            async (id, services, prepare) =>
            {
                var order = new TaskOrder(id, Step.Need, 1, "endorse", 1);
                if (prepare)
                {
                    await Activity<OpenTask>(services).RunAsync(null!, order);
                    time.Advance(TimeSpan.FromDays(30));
                    return null;
                }

                return await Activity<RemindTask>(services).RunAsync(null!, new Reminder(order, number));
            },
            async id =>
            {
                await Activity<RemindTask>(healthy).RunAsync(null!, new Reminder(new TaskOrder(id, Step.Need, 1, "endorse", 1), number));
                Assert.Equal(number, Assert.Single((await CaseAsync(healthy, id)).Tasks).Reminders);
                Assert.Single(await EventsAsync<CaseEvent.TaskReminded>(healthy, id));
                Assert.Equal(HandingCause.Substitute, Assert.Single(await EventsAsync<CaseEvent.TaskHanded>(healthy, id)).Cause);
                // Asked: head, substitute. Reminded: both. Told that it is late: DTISU.
                await OneEachAsync(healthy, id, 5);
            },
            prepares: true);
        Assert.InRange(effects, 8, MostEffects);
    }

    [Fact]
    public async Task Killed_behind_any_effect_of_a_decision_and_of_its_reading_there_is_one_decision_and_no_wake_is_left()
    {
        await using var healthy = Services(null);
        TaskOrder Order(CaseId id) => new(id, Step.Need, 1, "endorse", 1);
        var effects = await DyingAsync(
            healthy,
            async (id, services, prepare) =>
            {
                if (prepare)
                {
                    await Activity<OpenTask>(services).RunAsync(null!, Order(id));
                    return null;
                }

                await DecideAsync(services, Order(id), "endorse");
                return await Activity<ReadTask>(services).RunAsync(null!, Order(id));
            },
            async id =>
            {
                // The person got no answer and sends again, something else even; the step reads, woken by the sweep.
                Assert.True(await DecideAsync(healthy, Order(id), "decline") is DecisionResult.Recorded or DecisionResult.AlreadyDecided);
                var look = await Activity<ReadTask>(healthy).RunAsync(null!, Order(id));
                var decided = Assert.Single(await EventsAsync<CaseEvent.TaskDecided>(healthy, id));
                Assert.Equal(decided.Choice, look.Choice);
                Assert.Empty((await CaseAsync(healthy, id)).Tasks);
                await foreach (var (wake, _) in healthy.GetRequiredService<IWakes>().LeftoversAsync(DateTimeOffset.MaxValue, Cancellation))
                    Assert.NotEqual(id, wake.CaseId);
            },
            prepares: true);
        Assert.InRange(effects, 6, MostEffects);
    }

    /// <summary>Does something that dies behind its first effect, then its second, until it survives; looks at each.</summary>
    /// <returns>How many effects it has.</returns>
    private async Task<int> DyingAsync(ServiceProvider healthy, Func<CaseId, IServiceProvider, bool, Task<object?>> act, Func<CaseId, Task> look, bool prepares = false)
    {
        for (var last = 1; last <= MostEffects; last++)
        {
            var id = await DepositAsync(healthy);
            if (prepares)
                await act(id, healthy, true);
            await using var dying = Services(new DeathAfter(last));
            var survived = true;
            try
            {
                await act(id, dying, false);
            }
            catch (KilledException)
            {
                survived = false;
            }

            await look(id);
            if (survived)
                return last - 1;
        }

        return MostEffects + 1;
    }

    private async Task OneEachAsync(IServiceProvider services, CaseId id, int mails)
    {
        var outbox = await services.GetRequiredService<TableOutbox>().ListAsync(id, Cancellation);
        Assert.Equal(mails, outbox.Count);
        Assert.All(outbox, mail => Assert.Equal(MailState.Sent, mail.State));
        // Between the hand-over and its mark a mail can go twice, as the same one.
        Assert.Equal(mails, postbag.Taken.Where(mail => mail.CaseId == id).Select(mail => mail.MessageId).Distinct().Count());
    }

    private static async Task<DecisionResult> DecideAsync(IServiceProvider services, TaskOrder order, string choice)
    {
        var useCase = await CaseAsync(services, order.CaseId);
        var person = useCase.Tasks.Find(task => task.TaskId == order.TaskId)?.People[0] ?? "nobody";
        return await services.GetRequiredService<DecisionDesk>().RecordAsync(
            order.TaskId, person, new Submission(choice, "Un motif.", [], null, new Dictionary<string, string>(), useCase.FileVersion), null, Cancellation);
    }

    private static T Activity<T>(IServiceProvider services) => ActivatorUtilities.CreateInstance<T>(services);

    private static Task<UseCase> CaseAsync(IServiceProvider services, CaseId id) => services.GetRequiredService<CaseFiles>().GetAsync(id, Cancellation);

    private static async Task<IReadOnlyList<T>> EventsAsync<T>(IServiceProvider services, CaseId id) =>
        [.. (await services.GetRequiredService<ICaseJournal>().ReadAsync(id, 0, 50, Cancellation)).Select(entry => entry.Event).OfType<T>()];

    private static async Task<CaseId> DepositAsync(IServiceProvider services)
    {
        var id = Sample.NewCase();
        var requester = await services.GetRequiredService<IPeople>().EnsureAsync("auteur.culture@region.example", null, "culture", Cancellation);
        await services.GetRequiredService<CaseFiles>().RecordAsync(
            id, [new Fact("deposited", new CaseEvent.NeedDeposited("web", Sample.Document, new string('f', 64), "culture", requester.Id), requester.Id)], Cancellation);
        return id;
    }

    private ServiceProvider Services(DeathAfter? death)
    {
        _ = store;
        return AppServices.On(azurite.ConnectionString, time)
            .AddSingleton(OwnDirectory.In(Rendering.Rules, "crash"))
            .AddSingleton<IMailTransport>(postbag)
            .AddSingleton(new TableServiceClient(azurite.ConnectionString, Dying(new TableClientOptions(), death)))
            .AddSingleton(new BlobServiceClient(azurite.ConnectionString, Dying(new BlobClientOptions(), death)))
            .BuildServiceProvider();
    }

    private static T Dying<T>(T options, DeathAfter? death)
        where T : ClientOptions
    {
        if (death is not null)
            options.AddPolicy(death, HttpPipelinePosition.PerCall);
        return options;
    }

    /// <summary>Takes every mail.</summary>
    private sealed class Postbag : IMailTransport
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<OutboxMail> taken = new();

        public IEnumerable<OutboxMail> Taken => taken;

        public Task SendAsync(OutboxMail mail, CancellationToken cancellation)
        {
            taken.Enqueue(mail);
            return Task.CompletedTask;
        }
    }
}
