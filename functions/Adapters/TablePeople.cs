using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>
/// The directory on table <c>people</c>: partition <c>id</c> has the people, partition <c>email</c> leads from an address (by its hash) to
/// an id. Storage requests: find 1; ensure 2, the first time 3; holders 1 for a requester, none for the others once they were asked for.
/// </summary>
public sealed class TablePeople(TableServiceClient tables, CharterRules rules) : IPeople
{
    private const string ById = "id";
    private const string ByEmail = "email";

    private readonly TableClient table = tables.GetTableClient(StorageNames.PeopleTable);

    // Only those whom the rules name: as many as there are services and directorates.
    private readonly ConcurrentDictionary<string, Person> holders = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<Person?> FindAsync(string id, CancellationToken cancellation)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(ById, TableKey.Escape(id), cancellationToken: cancellation);
        return row.HasValue ? Read(row.Value!) : null;
    }

    /// <summary>
    /// The id of an address. What was not known of the person (a name, a directorate) is filled in by a later call; what was known stays.
    /// A first call that stopped between its two rows is completed by the next one.
    /// </summary>
    /// <exception cref="ArgumentException">The address is empty.</exception>
    public async Task<Person> EnsureAsync(string email, string? name, string? directorate, CancellationToken cancellation)
    {
        var address = Normal(email);
        ArgumentException.ThrowIfNullOrEmpty(address, nameof(email));
        var id = await IdOfAsync(address, cancellation);
        if (await FindAsync(id, cancellation) is { } known)
            return await FillInAsync(known, name, directorate, cancellation);
        var person = new Person(id, string.IsNullOrWhiteSpace(name) ? address : name.Trim(), address, directorate);
        try
        {
            await table.AddEntityAsync(Row(person), cancellation);
            return person;
        }
        catch (RequestFailedException failure) when (failure.IsConflict())
        {
            return await FindAsync(id, cancellation) ?? person;
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Person>> HoldersAsync(Role role, UseCase useCase, CancellationToken cancellation)
    {
        switch (role)
        {
            case Role.Requester:
                return await FindAsync(useCase.Requester, cancellation) is { } requester ? [requester] : [];
            case Role.DirectorateHead:
                return rules.Directory.FindDirectorate(useCase.Directorate) is { } directorate
                    ? [await HolderAsync(directorate.HeadEmail, directorate.HeadName, directorate.Id, cancellation)]
                    : [];
            default:
                var people = new List<Person>();
                foreach (var holder in rules.Directory.Roles.Where(holder => holder.Role == role))
                    people.Add(await HolderAsync(holder.Email, holder.FullName, null, cancellation));
                return people;
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Person>> SubstitutesAsync(Role role, UseCase useCase, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        var named = role switch
        {
            Role.Requester => [],
            Role.DirectorateHead => rules.Directory.FindDirectorate(useCase.Directorate)?.Substitutes ?? [],
            _ => rules.Directory.Roles.Where(holder => holder.Role == role).SelectMany(holder => holder.Substitutes),
        };
        var people = new List<Person>();
        foreach (var substitute in named)
            people.Add(await HolderAsync(substitute.Email, substitute.Name, role == Role.DirectorateHead ? useCase.Directorate : null, cancellation));
        return people;
    }

    private async Task<Person> HolderAsync(string email, string name, string? directorate, CancellationToken cancellation)
    {
        var address = Normal(email);
        if (holders.TryGetValue(address, out var holder))
            return holder;
        return holders.GetOrAdd(address, await EnsureAsync(address, name, directorate, cancellation));
    }

    // The address's row comes first and decides: of two simultaneous calls one inserts its id and the other reads it.
    private async Task<string> IdOfAsync(string address, CancellationToken cancellation)
    {
        var key = TableKey.Hash(address);
        if (await ReadIdAsync(key, cancellation) is { } known)
            return known;
        var id = Guid.NewGuid().ToString("N");
        try
        {
            await table.AddEntityAsync(new TableEntity(ByEmail, key) { ["Id"] = id }, cancellation);
            return id;
        }
        catch (RequestFailedException failure) when (failure.IsConflict())
        {
            return await ReadIdAsync(key, cancellation) ?? throw new InvalidOperationException("An address was erased while it was asked for.");
        }
    }

    private async Task<string?> ReadIdAsync(string key, CancellationToken cancellation)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(ByEmail, key, cancellationToken: cancellation);
        return row.HasValue ? row.Value!.GetString("Id") : null;
    }

    private async Task<Person> FillInAsync(Person known, string? name, string? directorate, CancellationToken cancellation)
    {
        var person = known with
        {
            Name = known.Name == known.Email && !string.IsNullOrWhiteSpace(name) ? name.Trim() : known.Name,
            Directorate = known.Directorate ?? directorate,
        };
        if (person != known)
            await table.UpdateEntityAsync(Row(person), ETag.All, TableUpdateMode.Merge, cancellation);
        return person;
    }

    private static string Normal(string email) => email.Trim().ToLowerInvariant();

    private static TableEntity Row(Person person) => new(ById, TableKey.Escape(person.Id))
    {
        ["Id"] = person.Id,
        ["Name"] = person.Name,
        ["Email"] = person.Email,
        ["Directorate"] = person.Directorate,
    };

    private static Person Read(TableEntity row) =>
        new(row.GetString("Id"), row.GetString("Name"), row.GetString("Email"), row.GetString("Directorate"));
}
