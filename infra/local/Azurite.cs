using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace RegionSud.AiWorkflow.Local;

// The process of the house has the same short name.
using Process = System.Diagnostics.Process;

/// <summary>Where the storage emulator keeps its data and listens; always on the loopback address.</summary>
/// <param name="DataFolder">Made if it is not there. One emulator at a time per folder.</param>
public sealed record AzuriteSettings(string DataFolder)
{
    /// <summary>Port of the blobs; 0 takes a free one. Data that is kept needs the same port at each start: the engine stores addresses of blobs.</summary>
    public int BlobPort { get; init; }

    /// <summary>Port of the queues; 0 takes a free one.</summary>
    public int QueuePort { get; init; }

    /// <summary>Port of the tables; 0 takes a free one.</summary>
    public int TablePort { get; init; }

    /// <summary>Whether it saves what it has, all of it every five seconds and at the end: the more there is, the longer it stands still for it. One that nobody starts again has no use for that.</summary>
    public bool Saves { get; init; } = true;

    /// <summary>The folder that holds <c>node_modules</c>; null looks upwards from the program's own folder.</summary>
    public string? Root { get; init; }
}

/// <summary>The storage emulator as a child process, in the version that package-lock.json pins. It writes its data every few seconds and when it
/// is asked to end: it is asked when this object is stopped, and also when the parent dies in whatever way, so it never
/// stays behind and keeps what was acknowledged. For laptops and tests.</summary>
public sealed partial class Azurite : IAsyncDisposable
{
    private const string Script = "node_modules/azurite/dist/src/azurite.js";

    // Runs in the child before the emulator: how it ends, and what would make it slow as data grows.
    private static readonly string Prelude = ReadPrelude();

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process process;

    private Azurite(Process process, IReadOnlyDictionary<string, string> addresses)
    {
        this.process = process;
        Ended = process.WaitForExitAsync();
        // The account and the key of every emulator, published in its documentation: no secret.
        ConnectionString =
            "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;" +
            "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;" +
            $"BlobEndpoint={addresses["Blob"]}/devstoreaccount1;" +
            $"QueueEndpoint={addresses["Queue"]}/devstoreaccount1;" +
            $"TableEndpoint={addresses["Table"]}/devstoreaccount1;";
    }

    /// <summary>For every storage client.</summary>
    public string ConnectionString { get; }

    /// <summary>The process id of the emulator itself.</summary>
    public int Id => process.Id;

    /// <summary>Completes when the emulator has ended, for whatever reason.</summary>
    public Task Ended { get; }

    /// <summary>Starts the emulator and waits until its three services listen. A taken port is tried again for ten seconds: the emulator of a
    /// host that was killed may still be saving.</summary>
    /// <exception cref="InvalidOperationException">Node or the package is missing, or the emulator did not start; the message says what to do.</exception>
    public static async Task<Azurite> StartAsync(AzuriteSettings settings, CancellationToken cancellation = default)
    {
        var root = settings.Root ?? FindRoot();
        var script = Path.Combine(root, Script);
        if (!File.Exists(script))
            throw new InvalidOperationException($"Azurite is not installed in {root}: run 'npm ci --omit=optional --ignore-scripts' there.");
        Directory.CreateDirectory(settings.DataFolder);
        var since = Stopwatch.StartNew();
        while (true)
        {
            var attempt = await TryStartAsync(script, settings, cancellation);
            if (attempt.Started is { } started)
                return started;
            if (!attempt.Output.Contains("EADDRINUSE", StringComparison.Ordinal) || since.Elapsed > Patience)
                throw new InvalidOperationException("Azurite did not start: " + attempt.Output);
            await Task.Delay(TimeSpan.FromMilliseconds(300), cancellation);
        }
    }

    /// <summary>Asks the emulator to save and end, and waits for it. Only one that has not ended after ten seconds is killed. A second call does nothing.</summary>
    public async Task StopAsync()
    {
        if (Ended.IsCompleted)
            return;
        await EndAsync(process, Ended);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        process.Dispose();
    }

    private static async Task<(Azurite? Started, string Output)> TryStartAsync(
        string script, AzuriteSettings settings, CancellationToken cancellation)
    {
        var process = new Process { StartInfo = StartInfo(script, settings) };
        var addresses = new Dictionary<string, string>();
        var lines = new List<string>();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Read(string? line)
        {
            if (line is null)
                return;
            lock (lines)
            {
                // Enough for the reason of a failed start; the emulator talks for as long as it lives.
                if (lines.Count < 50)
                    lines.Add(line);
                if (Listening().Match(line) is { Success: true } match)
                    addresses[match.Groups["service"].Value] = match.Groups["address"].Value;
                if (addresses.Count == 3)
                    ready.TrySetResult();
            }
        }

        process.OutputDataReceived += (_, received) => Read(received.Data);
        process.ErrorDataReceived += (_, received) => Read(received.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception problem)
        {
            throw new InvalidOperationException("Node is not installed: Azurite needs Node 20 or later on the path.", problem);
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await Task.WhenAny(ready.Task, process.WaitForExitAsync(cancellation)).WaitAsync(StartLimit, cancellation);
        }
        catch (Exception)
        {
            await EndAsync(process, process.WaitForExitAsync(CancellationToken.None));
            throw;
        }

        if (ready.Task.IsCompletedSuccessfully)
            return (new Azurite(process, addresses), "");
        process.Dispose();
        lock (lines)
            return (null, string.Join(Environment.NewLine, lines));
    }

    private static ProcessStartInfo StartInfo(string script, AzuriteSettings settings)
    {
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        // Node itself and not npx, so that the process id is the emulator's. The storage packages are ahead of the emulator's list of API versions.
        foreach (var argument in (string[])
            [
                "--import", "data:text/javascript," + Uri.EscapeDataString(Prelude), script,
                "--location", Path.GetFullPath(settings.DataFolder),
                "--blobHost", "127.0.0.1", "--queueHost", "127.0.0.1", "--tableHost", "127.0.0.1",
                "--blobPort", $"{settings.BlobPort}", "--queuePort", $"{settings.QueuePort}", "--tablePort", $"{settings.TablePort}",
                "--skipApiVersionCheck", "--disableTelemetry", "--silent",
            ])
            start.ArgumentList.Add(argument);
        start.Environment["AIWORKFLOW_AZURITE_SAVES"] = settings.Saves ? "true" : "false";
        // Other accounts than the emulator's own would not fit the connection string.
        start.Environment.Remove("AZURITE_ACCOUNTS");
        return start;
    }

    private static async Task EndAsync(Process process, Task ended)
    {
        process.StandardInput.Close();
        try
        {
            await ended.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill();
            await ended;
        }
    }

    private static string ReadPrelude()
    {
        using var reader = new StreamReader(typeof(Azurite).Assembly.GetManifestResourceStream("azurite.mjs") ?? throw new InvalidOperationException("azurite.mjs is not in the assembly."));
        return reader.ReadToEnd();
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "package-lock.json")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No package-lock.json above {AppContext.BaseDirectory}: say where Azurite is installed.");
    }

    [GeneratedRegex(@"^Azurite (?<service>Blob|Queue|Table) service is successfully listening at (?<address>http://\S+)$")]
    private static partial Regex Listening();
}
