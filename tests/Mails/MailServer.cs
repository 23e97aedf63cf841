using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using MailKit.Security;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Mails;
using RegionSud.AiWorkflow.Tests.Infrastructure;
using SmtpServer;
using SmtpServer.ComponentModel;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace RegionSud.AiWorkflow.Tests.Mails;

/// <summary>A mail server on the loopback address that keeps what it gets and gives one answer to every mail.</summary>
internal sealed class MailServer : MessageStore, IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly SmtpResponse answer;
    private readonly Task running;

    public MailServer(SmtpResponse answer)
    {
        this.answer = answer;
        Port = FreePorts.One();
        var options = new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(builder => builder.Endpoint(new IPEndPoint(IPAddress.Loopback, Port))).Build();
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add(this);
        running = new SmtpServer.SmtpServer(options, services).StartAsync(stop.Token);
        Transport = new SmtpTransport(new SmtpSettings("127.0.0.1", Port, SecureSocketOptions.None, null, null), Sender);
    }

    public static MailSettings Sender { get; } = new("charte-ia@region.example", "Charte de l’IA, Région Sud", "contact@region.example", []);

    public int Port { get; }

    public SmtpTransport Transport { get; }

    public ConcurrentQueue<byte[]> Received { get; } = new();

    public override Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
    {
        Received.Enqueue(buffer.ToArray());
        return Task.FromResult(answer);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10));
        stop.Dispose();
    }
}
