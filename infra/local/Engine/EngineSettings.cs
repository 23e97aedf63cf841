namespace RegionSud.AiWorkflow.Local.Engine;

/// <summary>How the local engine reaches its storage and what it stamps on the instances that it starts.</summary>
/// <param name="ConnectionString">The storage account (or Azurite) that holds queues, tables and blobs of the hub.</param>
/// <param name="HubName">The task hub: 3 to 45 letters and digits, beginning with a letter. Two hosts on one hub share its instances.</param>
/// <param name="Version">The version that started instances and sub-orchestrations get when nobody asks for another (<c>defaultVersion</c> of
/// host.json). An instance of a later version is left alone until a host of that version comes.</param>
public sealed record EngineSettings(string ConnectionString, string HubName, string Version)
{
    /// <summary>How long a message stays invisible once a host has taken it. After a crash in the middle of an activity, the
    /// activity runs again when this has passed. A running activity renews its lock, so it may last longer.</summary>
    public TimeSpan LockTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest pause between two looks at an empty queue. Within one process a message is announced at once, so this delays
    /// timers and messages of other processes only. One second costs about 136 storage requests a minute when nothing happens.</summary>
    public TimeSpan PollingInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The owner name on the partition's lease. It stays the same across restarts, so that a host that follows a killed one
    /// takes its partition at once instead of waiting for the lease to run out.</summary>
    public string WorkerId { get; init; } = "local";
}
