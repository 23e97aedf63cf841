using System.Globalization;
using System.Text.RegularExpressions;
using Azure;
using Azure.Data.Tables;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>
/// Fingerprints on table <c>deposits</c> (spread by their first two characters), the yearly number on table <c>counters</c>.
/// Storage requests: 1 for a known document, 4 for a new one.
/// </summary>
/// <remarks>
/// The number is taken first, then the fingerprint's row is inserted: of two simultaneous deposits of one document the second finds the row
/// and returns its id. The number that it took is lost: a gap in the numbers means nothing and harms nobody.
/// </remarks>
public sealed partial class TableDeposits(TableServiceClient tables) : IDeposits
{
    private const string Partition = "cases";
    private const int MostAttempts = 100;

    private readonly TableClient deposits = tables.GetTableClient(StorageNames.DepositsTable);
    private readonly TableClient counters = tables.GetTableClient(StorageNames.CountersTable);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The fingerprint is not a SHA-256 in lower-case hexadecimal.</exception>
    public async Task<(CaseId Id, bool IsNew)> ReserveAsync(string fingerprint, int year, CancellationToken cancellation)
    {
        if (!Sha256().IsMatch(fingerprint))
            throw new ArgumentException("A fingerprint is a SHA-256 in lower-case hexadecimal.", nameof(fingerprint));
        if (await FindAsync(fingerprint, cancellation) is { } known)
            return (known, false);
        var id = CaseId.Of(year, await NextAsync(year, cancellation));
        try
        {
            await deposits.AddEntityAsync(new TableEntity(fingerprint[..2], fingerprint) { ["CaseId"] = id.Value }, cancellation);
            return (id, true);
        }
        catch (RequestFailedException failure) when (failure.IsConflict())
        {
            var first = await FindAsync(fingerprint, cancellation) ?? throw new InvalidOperationException("A deposit was erased while it was reserved.");
            // The answer to our own insert may have been lost, and the insert repeated: the id says whose it is.
            return (first, first == id);
        }
    }

    /// <inheritdoc/>
    public async Task<CaseId?> FindAsync(string fingerprint, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        var row = await deposits.GetEntityIfExistsAsync<TableEntity>(fingerprint[..2], fingerprint, cancellationToken: cancellation);
        return row.HasValue ? CaseId.Parse(row.Value!.GetString("CaseId")) : null;
    }

    private async Task<int> NextAsync(int year, CancellationToken cancellation)
    {
        var key = year.ToString("D4", CultureInfo.InvariantCulture);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var row = await counters.GetEntityIfExistsAsync<TableEntity>(Partition, key, cancellationToken: cancellation);
            var next = (row.HasValue ? row.Value!.GetInt32("Last") ?? 0 : 0) + 1;
            var counter = new TableEntity(Partition, key) { ["Last"] = next };
            try
            {
                await (row.HasValue
                    ? counters.UpdateEntityAsync(counter, row.Value!.ETag, TableUpdateMode.Replace, cancellation)
                    : counters.AddEntityAsync(counter, cancellation));
                return next;
            }
            catch (RequestFailedException failure) when (failure.IsConflict())
            {
                await StorageErrors.PauseAsync(attempt, cancellation);
            }
        }

        throw new TimeoutException($"The number of the year {year} was taken by others during each of {MostAttempts} attempts.");
    }

    [GeneratedRegex("^[0-9a-f]{64}$", RegexOptions.CultureInvariant)]
    private static partial Regex Sha256();
}
