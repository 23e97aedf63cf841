using System.IO.Enumeration;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Mails;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Local.Faults;

/// <summary>
/// A place at which whoever comes there stops for ever, so that a test can kill the host exactly there. Off unless <c>Faults:PauseAt</c> is
/// set; the local host alone knows that setting.
/// </summary>
/// <param name="Moment"><c>recorded</c>: a fact of that key is in the journal, and nothing after it has been done. <c>sending</c>: the mail of that id is
/// in the outbox and not yet handed over. <c>sent</c>: it is handed over and not yet marked.</param>
/// <param name="Name">Key or mail id; <c>*</c> stands for any text.</param>
internal sealed record PauseAt(string Moment, string Name)
{
    /// <summary>Reads <c>recorded/decided:*.endorse.1</c>.</summary>
    /// <exception cref="FormatException">It is not such a place.</exception>
    public static PauseAt Parse(string text) =>
        text.Split('/') is [("recorded" or "sending" or "sent") and var moment, { Length: > 0 } name]
            ? new PauseAt(moment, name)
            : throw new FormatException($"'{text}' is not a place to pause at: write recorded/…, sending/… or sent/….");

    /// <summary>Stops here for ever, after having said so on the console, when this is the place.</summary>
    public async Task PassAsync(string moment, string name)
    {
        if (moment != Moment || !FileSystemName.MatchesSimpleExpression(Name, name))
            return;
        Console.WriteLine($"Paused at {moment}/{name}");
        await Task.Delay(Timeout.Infinite, CancellationToken.None);
    }
}

/// <summary>Puts the pause into the host.</summary>
internal static class Pauses
{
    /// <summary>Wraps journal and mail transport when a place is named; otherwise changes nothing.</summary>
    public static IServiceCollection AddPause(this IServiceCollection services, string? place)
    {
        if (string.IsNullOrEmpty(place))
            return services;
        var pause = PauseAt.Parse(place);
        return services.Wrap<ICaseJournal>(inner => new PausingJournal(inner, pause)).Wrap<IMailTransport>(inner => new PausingTransport(inner, pause));
    }

    private static IServiceCollection Wrap<T>(this IServiceCollection services, Func<T, T> wrap)
        where T : class
    {
        var inner = services.Last(service => service.ServiceType == typeof(T)).ImplementationType
            ?? throw new InvalidOperationException($"{typeof(T).Name} is not registered by its class.");
        return services.AddSingleton(provider => wrap((T)ActivatorUtilities.CreateInstance(provider, inner)));
    }

    private sealed class PausingJournal(ICaseJournal inner, PauseAt pause) : ICaseJournal
    {
        public Task<UseCase?> FindAsync(CaseId id, CancellationToken cancellation) => inner.FindAsync(id, cancellation);

        public async Task<Appended> AppendAsync(CaseId id, IReadOnlyList<Fact> facts, long? expectedFileVersion, CancellationToken cancellation) =>
            await PassAsync(await inner.AppendAsync(id, facts, expectedFileVersion, cancellation));

        public async Task<Appended> AppendAsync(CaseId id, Func<UseCase, Task<IReadOnlyList<Fact>>> decide, CancellationToken cancellation) =>
            await PassAsync(await inner.AppendAsync(id, decide, cancellation));

        private async Task<Appended> PassAsync(Appended appended)
        {
            foreach (var fact in appended.New)
                await pause.PassAsync("recorded", fact.Key);
            return appended;
        }

        public Task<IReadOnlyList<JournalEntry>> ReadAsync(CaseId id, long after, int limit, CancellationToken cancellation) =>
            inner.ReadAsync(id, after, limit, cancellation);

        public Task<JournalEntry?> FindEntryAsync(CaseId id, string key, CancellationToken cancellation) => inner.FindEntryAsync(id, key, cancellation);

        public IAsyncEnumerable<CaseId> AllAsync(CancellationToken cancellation) => inner.AllAsync(cancellation);
    }

    private sealed class PausingTransport(IMailTransport inner, PauseAt pause) : IMailTransport
    {
        public bool Leaves => inner.Leaves;

        public async Task SendAsync(OutboxMail mail, CancellationToken cancellation)
        {
            await pause.PassAsync("sending", mail.MailId);
            await inner.SendAsync(mail, cancellation);
            await pause.PassAsync("sent", mail.MailId);
        }
    }
}
