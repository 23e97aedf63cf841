namespace RegionSud.AiWorkflow.Tests.Infrastructure;

/// <summary>Waits for a condition, with a bound: never for a time.</summary>
internal static class Eventually
{
    /// <summary>Reads until the value is as wanted; after 60 seconds (or <paramref name="limit"/>) the test fails with the last value seen.</summary>
    public static async Task<T> Get<T>(Func<Task<T>> read, Func<T, bool> wanted, TimeSpan? limit = null)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(limit ?? TimeSpan.FromSeconds(60));
        while (true)
        {
            var value = await read();
            if (wanted(value))
                return value;
            if (bound.IsCancellationRequested)
                throw new TimeoutException($"What was waited for did not come; the last value was: {value}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None);
        }
    }
}
