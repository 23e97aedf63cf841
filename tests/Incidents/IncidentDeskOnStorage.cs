using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Incidents;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Tests.Infrastructure;
using RegionSud.AiWorkflow.Tests.Storage;

namespace RegionSud.AiWorkflow.Tests.Incidents;

/// <summary>The desk of incidents on the storage of the product, with a mail room that can fail.</summary>
public abstract class IncidentDeskOnStorage : IClassFixture<StoreFixture>, IAsyncDisposable
{
    // Long before what other tests leave in the emulator: the sweep of this one sees its own alone.
    private static readonly DateTime Evening = new(2019, 3, 1, 18, 0, 0);

    private readonly string form = Guid.NewGuid().ToString("N");

    protected IncidentDeskOnStorage(AzuriteFixture azurite, StoreFixture store)
    {
        ArgumentNullException.ThrowIfNull(azurite);
        ArgumentNullException.ThrowIfNull(store);
        Services = AppServices.On(azurite.ConnectionString, Time).AddSingleton<IMailRoom>(Mails).BuildServiceProvider();
    }

    protected FakeTimeProvider Time { get; } = new(IncidentDuties.InstantOf(Evening));

    private protected KeptMails Mails { get; } = new();

    protected ServiceProvider Services { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected HaltDesk Halts => Services.GetRequiredService<HaltDesk>();

    protected IncidentDesk Desk => Services.GetRequiredService<IncidentDesk>();

    protected CaseFiles Files => Services.GetRequiredService<CaseFiles>();

    protected TypedIncident Typed => new(form, "Une liste d’élèves est partie à un autre service.", "oui", "oui", "2019-03-01T17:30");

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task<IReadOnlyList<T>> EventsAsync<T>(CaseId id)
        where T : CaseEvent => [.. (await Services.GetRequiredService<ICaseJournal>().ReadAsync(id, 0, 50, Cancellation)).Select(entry => entry.Event).OfType<T>()];

    protected Task<int> RunClocksAsync() => Services.GetRequiredService<IncidentClocks>().RunAsync(Cancellation);

    protected async Task<IReadOnlyList<CaseId>> ListedAsync() =>
        [.. (await Services.GetRequiredService<ICaseLists>().ReadAsync(Register.CaseListNames.Alert, null, 200, Cancellation)).Lines.Select(line => line.Id)];

    protected Task<CaseId> UsedAsync(RiskClass risk = RiskClass.High) => OpenedAsync(new CaseEvent.RiskClassified(risk, [], "1"), new CaseEvent.StepEntered(Step.Maintenance, 1));

    protected async Task<CaseId> OpenedAsync(params CaseEvent[] events)
    {
        var id = Sample.NewCase();
        var requester = await Services.GetRequiredService<IPeople>().EnsureAsync("autrice.incidents@region.example", null, "culture", Cancellation);
        await Files.RecordAsync(
            id,
            [
                new Fact("deposited", new CaseEvent.NeedDeposited("web", Sample.Document, Sample.NewFingerprint(), "culture", requester.Id), requester.Id),
                .. events.Select((happened, index) => new Fact($"past:{index}", happened)),
            ],
            Cancellation);
        return id;
    }

    private protected sealed class KeptMails : IMailRoom
    {
        private readonly Dictionary<string, MailOrder> sent = [];

        public bool Fails { get; set; }

        public IReadOnlyList<MailOrder> Of(CaseId id) => [.. sent.Values.Where(order => order.CaseId == id)];

        public Task SendAsync(MailOrder order, CancellationToken cancellation)
        {
            if (Fails)
                throw new IOException("The mail service does not answer.");
            lock (sent)
                sent.TryAdd(order.MailId, order);
            return Task.CompletedTask;
        }
    }
}
