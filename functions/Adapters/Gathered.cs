namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>
/// One write at a time for what comes at the same time: what arrives during a write goes out with the next one, together. A write of several is likely followed by more, as when a model's
/// change reaches hundreds of cases: those are given a moment to come together too. Nothing waits that comes alone.
/// </summary>
/// <param name="most">Items of one write.</param>
/// <param name="write">Writes items that arrived together. What it throws is told to each who gave one of them.</param>
internal sealed class Gathered<T>(int most, Func<IReadOnlyList<T>, Task> write)
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    private readonly Lock gate = new();
    private readonly Queue<(T Item, TaskCompletionSource Written)> waiting = [];
    private bool writing;

    /// <summary>Completes when the item is written.</summary>
    /// <param name="cancellation">Ends the wait; the item is written all the same.</param>
    public Task AddAsync(T item, CancellationToken cancellation)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bool isFirst;
        lock (gate)
        {
            waiting.Enqueue((item, written));
            isFirst = !writing;
            writing = true;
        }

        if (isFirst)
            _ = WriteAllAsync();
        return written.Task.WaitAsync(cancellation);
    }

    private async Task WriteAllAsync()
    {
        while (Next() is { Count: > 0 } batch)
        {
            try
            {
                await write([.. batch.Select(one => one.Item)]);
                batch.ForEach(one => one.Written.SetResult());
            }
            catch (Exception failure)
            {
                batch.ForEach(one => one.Written.SetException(failure));
            }

            if (batch.Count > 1)
                await Task.Delay(Moment);
        }
    }

    private List<(T Item, TaskCompletionSource Written)> Next()
    {
        lock (gate)
        {
            var batch = new List<(T, TaskCompletionSource)>();
            while (batch.Count < most && waiting.TryDequeue(out var next))
                batch.Add(next);
            writing = batch.Count > 0;
            return batch;
        }
    }
}
