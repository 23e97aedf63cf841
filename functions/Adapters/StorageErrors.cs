using Azure;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>What the storage's refusals mean to the adapters.</summary>
internal static class StorageErrors
{
    /// <summary>Somebody else wrote meanwhile: the row is there already (409), or no longer as it was read (412, or 404 when it was deleted).</summary>
    public static bool IsConflict(this RequestFailedException failure) => failure.Status is 409 or 412 or 404 && !failure.IsMissingStore();

    private static bool IsMissingStore(this RequestFailedException failure) =>
        failure.ErrorCode is "TableNotFound" or "ContainerNotFound" or "TableBeingDeleted" or "ContainerBeingDeleted";

    /// <summary>
    /// A pause before another attempt, longer and longer, at random so that the writers spread. On the real clock: it is the storage's
    /// time and not the process's.
    /// </summary>
    public static Task PauseAsync(int attempt, CancellationToken cancellation)
    {
        var most = Math.Min(1_000, 5 << Math.Min(attempt, 8));
        return Task.Delay(Random.Shared.Next(1, most), cancellation);
    }
}
