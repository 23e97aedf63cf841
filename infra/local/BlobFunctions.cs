using System.Text.RegularExpressions;
using Azure;
using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;

namespace RegionSud.AiWorkflow.Local;

/// <summary>
/// Runs the app's blob functions by looking at their container every few seconds. What was seen is kept in memory: after a restart each blob is
/// handed over once more, which the functions must bear anyway, since Azure delivers at least once.
/// </summary>
public sealed class BlobFunctions(IReadOnlyList<LocalFunction> functions, BlobServiceClient blobs, IServiceProvider services, TimeProvider time, ILogger<BlobFunctions> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly HashSet<(string Name, ETag? ETag)> seen = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var watched = functions.Where(function => function.Trigger is BlobTriggerAttribute).ToList();
        if (watched.Count == 0)
            return;
        using var pause = new PeriodicTimer(Pause, time);
        try
        {
            do
            {
                foreach (var function in watched)
                    await LookAsync(function, stoppingToken);
            }
            while (await pause.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task LookAsync(LocalFunction function, CancellationToken stopping)
    {
        var path = ((BlobTriggerAttribute)function.Trigger).BlobPath;
        var (container, pattern) = (path[..path.IndexOf('/', StringComparison.Ordinal)], PatternOf(path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..]));
        try
        {
            var client = blobs.GetBlobContainerClient(container);
            await foreach (var blob in client.GetBlobsAsync(cancellationToken: stopping))
            {
                if (seen.Contains((blob.Name, blob.Properties.ETag)) || pattern.Match(blob.Name) is not { Success: true } match)
                    continue;
                var content = (await client.GetBlobClient(blob.Name).DownloadContentAsync(stopping)).Value.Content.ToArray();
                await using var scope = services.CreateAsyncScope();
                await function.InvokeAsync(scope.ServiceProvider, parameter =>
                    parameter == function.Parameter ? content : parameter.ParameterType == typeof(CancellationToken) ? stopping : match.Groups[parameter.Name!].Value);
                seen.Add((blob.Name, blob.Properties.ETag));
            }
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            log.LogError(e, "The blob function {Function} failed; it is tried again.", function.Name);
        }
    }

    private static Regex PatternOf(string path) =>
        new("^" + Regex.Replace(Regex.Escape(path), @"\\\{(\w+)\}", match => $"(?<{match.Groups[1].Value}>[^/]+)") + "$", RegexOptions.CultureInvariant);
}
