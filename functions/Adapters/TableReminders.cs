using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>The latest reminder mail of each person on table <c>people</c>, partition <c>reminded</c>: one row a person, whatever the years. Two storage requests, one when the day's mail is taken, none when this process has seen it taken.</summary>
public sealed class TableReminders(TableServiceClient tables) : IReminders
{
    private const string Partition = "reminded";
    private const int MostAttempts = 20;
    private const int MostRemembered = 10_000;

    private readonly TableClient table = tables.GetTableClient(StorageNames.PeopleTable);

    // What a row held last. Rows only go forward, so that what was taken stays taken: a change that asks a thousand questions of one person reads the row once.
    private readonly ConcurrentDictionary<string, (string Day, string What)> remembered = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    /// <exception cref="TimeoutException">Others wrote the row during each attempt.</exception>
    public async Task<bool> TryTakeAsync(string person, string day, string what, CancellationToken cancellation)
    {
        if (remembered.TryGetValue(person, out var last) && string.CompareOrdinal(last.Day, day) is >= 0 and var newer)
            return newer == 0 && last.What == what;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var found = await table.GetEntityIfExistsAsync<TableEntity>(Partition, TableKey.Escape(person), cancellationToken: cancellation);
            // A day that is over is not begun again by a clock that is slow.
            if (found.HasValue && string.CompareOrdinal(found.Value!.GetString("Day"), day) is >= 0 and var later)
            {
                Remember(person, found.Value.GetString("Day"), found.Value.GetString("What"));
                return later == 0 && found.Value.GetString("What") == what;
            }

            var row = new TableEntity(Partition, TableKey.Escape(person)) { ["Day"] = day, ["What"] = what };
            try
            {
                await (found.HasValue
                    ? table.UpdateEntityAsync(row, found.Value!.ETag, TableUpdateMode.Replace, cancellation)
                    : table.AddEntityAsync(row, cancellation));
                Remember(person, day, what);
                return true;
            }
            catch (RequestFailedException failure) when (failure.IsConflict())
            {
                await StorageErrors.PauseAsync(attempt, cancellation);
            }
        }

        throw new TimeoutException("A person's reminder of the day was taken by others during each attempt.");
    }

    private void Remember(string person, string day, string what)
    {
        if (remembered.Count >= MostRemembered)
            remembered.Clear();
        remembered[person] = (day, what);
    }
}
