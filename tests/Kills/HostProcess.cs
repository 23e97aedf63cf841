using System.Collections.Concurrent;
using System.Diagnostics;
using RegionSud.AiWorkflow.Tests.Infrastructure;

namespace RegionSud.AiWorkflow.Tests.Kills;

// The process of the house has the same short name.
using Process = System.Diagnostics.Process;

/// <summary>The real local host as <c>./run</c> starts it, from its own build output.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly ConcurrentQueue<string> lines;
    private readonly Task ended;

    private HostProcess(Process process, ConcurrentQueue<string> lines)
    {
        this.process = process;
        this.lines = lines;
        ended = process.WaitForExitAsync();
    }

    /// <summary>Starts the host and waits until it has said where it listens.</summary>
    /// <param name="arguments">As on its command line.</param>
    public static async Task<HostProcess> StartAsync(params string[] arguments)
    {
        // tests/bin/Debug/net10.0 beside infra/local/bin/Debug/net10.0
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var root = output.Parent!.Parent!.Parent!.Parent!.FullName;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(root, "infra/local/bin", output.Parent.Name, output.Name, "RegionSud.AiWorkflow.Local.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        var (process, lines) = (new Process { StartInfo = start }, new ConcurrentQueue<string>());
        process.OutputDataReceived += (_, received) => lines.Enqueue(received.Data ?? "");
        process.ErrorDataReceived += (_, received) => lines.Enqueue(received.Data ?? "");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var host = new HostProcess(process, lines);
        try
        {
            await host.SaysAsync("Ctrl-C", StartLimit);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for a line that has a text; fails with the host's own words when it ends before.</summary>
    public async Task SaysAsync(string text, TimeSpan? limit = null)
    {
        try
        {
            await Eventually.Get(
                () => Task.FromResult(lines.Any(line => line.Contains(text, StringComparison.Ordinal))), said => said || ended.IsCompleted, limit ?? TimeSpan.FromSeconds(90));
        }
        catch (TimeoutException problem)
        {
            throw new TimeoutException($"The host did not say '{text}': {Words}", problem);
        }

        Assert.True(lines.Any(line => line.Contains(text, StringComparison.Ordinal)), $"The host ended without '{text}': {Words}");
    }

    /// <summary>SIGKILL to the host alone. The emulator, its child, saves and ends by itself.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await ended.WaitAsync(StopLimit, CancellationToken.None);
    }

    /// <summary>Asks the host to stop, as Ctrl-C does, and waits for it and its emulator.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!ended.IsCompleted)
        {
            using var signal = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            try
            {
                await ended.WaitAsync(StopLimit, CancellationToken.None);
            }
            catch (TimeoutException)
            {
                await KillAsync();
            }
        }

        process.Dispose();
    }

    private string Words => string.Join(Environment.NewLine, lines.TakeLast(40));
}
