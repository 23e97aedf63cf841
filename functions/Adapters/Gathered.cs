namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>
/// One write at a time for what comes at the same time: what arrives during a write goes out with the next one, together. A write of several is likely followed by more, as when a model's
/// change reaches hundreds of cases: those are given a moment to come together too. Nothing waits that comes alone, or makes a full write.
/// </summary>
/// <param name="most">Items of one write.</param>
/// <param name="together">Writes items that arrived together. Where it fails, for whatever reason, each of them goes alone: one that cannot be written stops no other.</param>
/// <param name="alone">Writes one item. What it throws is told to who gave it.</param>
internal sealed class Gathered<T>(int most, Func<IReadOnlyList<T>, Task> together, Func<T, Task> alone)
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
            if (batch.Count == 1 || !await TryTogetherAsync(batch))
                await Task.WhenAll(batch.Select(AloneAsync));
            if (batch.Count > 1 && batch.Count < most)
                await Task.Delay(Moment);
        }
    }

    private async Task<bool> TryTogetherAsync(List<(T Item, TaskCompletionSource Written)> batch)
    {
        try
        {
            await together([.. batch.Select(one => one.Item)]);
        }
        catch (Exception)
        {
            // Told by those whom it is about, when they go alone.
            return false;
        }

        batch.ForEach(one => one.Written.SetResult());
        return true;
    }

    private async Task AloneAsync((T Item, TaskCompletionSource Written) one)
    {
        try
        {
            await alone(one.Item);
            one.Written.SetResult();
        }
        catch (Exception failure)
        {
            one.Written.SetException(failure);
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
