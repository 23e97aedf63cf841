using RegionSud.AiWorkflow.Edge.Mails;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>No mail service: the outbox's row is the delivery, and a page shows it. For laptops.</summary>
public sealed class OutboxOnlyTransport : IMailTransport
{
    /// <inheritdoc/>
    public bool Leaves => false;

    /// <inheritdoc/>
    public Task SendAsync(OutboxMail mail, CancellationToken cancellation) => Task.CompletedTask;
}
