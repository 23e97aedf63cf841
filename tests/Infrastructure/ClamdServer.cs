using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RegionSud.AiWorkflow.Tests.Infrastructure;

/// <summary>Speaks clamd's INSTREAM, with a verdict of the test's own; a real daemon needs signatures that a test machine does not have.</summary>
internal sealed class ClamdServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopped = new();
    private readonly Func<byte[], string> verdict;
    private readonly Task serving;

    /// <param name="verdict">The answer for a document, such as <c>stream: OK</c> and a zero.</param>
    public ClamdServer(Func<byte[], string> verdict)
    {
        this.verdict = verdict;
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The last document that came whole.</summary>
    public byte[] Received { get; private set; } = [];

    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync();
        listener.Stop();
        await serving;
        stopped.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stopped.Token);
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException or SocketException)
        {
            // The test is over: a listener that was stopped between two clients says so by an InvalidOperationException.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        try
        {
            var command = new byte["zINSTREAM\0".Length];
            await stream.ReadExactlyAsync(command, stopped.Token);
            if (Encoding.ASCII.GetString(command) != "zINSTREAM\0")
                return;
            using var content = new MemoryStream();
            var length = new byte[4];
            while (true)
            {
                await stream.ReadExactlyAsync(length, stopped.Token);
                var chunk = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
                if (chunk.Length == 0)
                    break;
                await stream.ReadExactlyAsync(chunk, stopped.Token);
                content.Write(chunk);
            }

            Received = content.ToArray();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(verdict(Received)), stopped.Token);
        }
        catch (IOException)
        {
            // Who asked is gone.
        }
    }
}
