using Azure;
using Azure.Data.Tables;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>The latest reminder mail of each person on table <c>people</c>, partition <c>reminded</c>: one row a person, whatever the years. Two storage requests, one when the day's mail is taken.</summary>
public sealed class TableReminders(TableServiceClient tables) : IReminders
{
    private const string Partition = "reminded";
    private const int MostAttempts = 20;

    private readonly TableClient table = tables.GetTableClient(StorageNames.PeopleTable);

    /// <inheritdoc/>
    /// <exception cref="TimeoutException">Others wrote the row during each attempt.</exception>
    public async Task<bool> TryTakeAsync(string person, string day, string what, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var found = await table.GetEntityIfExistsAsync<TableEntity>(Partition, TableKey.Escape(person), cancellationToken: cancellation);
            // A day that is over is not begun again by a clock that is slow.
            if (found.HasValue && string.CompareOrdinal(found.Value!.GetString("Day"), day) is >= 0 and var later)
                return later == 0 && found.Value.GetString("What") == what;
            var row = new TableEntity(Partition, TableKey.Escape(person)) { ["Day"] = day, ["What"] = what };
            try
            {
                await (found.HasValue
                    ? table.UpdateEntityAsync(row, found.Value!.ETag, TableUpdateMode.Replace, cancellation)
                    : table.AddEntityAsync(row, cancellation));
                return true;
            }
            catch (RequestFailedException failure) when (failure.IsConflict())
            {
                await StorageErrors.PauseAsync(attempt, cancellation);
            }
        }

        throw new TimeoutException("A person's reminder of the day was taken by others during each attempt.");
    }
}
