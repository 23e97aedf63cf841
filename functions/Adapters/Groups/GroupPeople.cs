using System.Collections.Concurrent;
using System.Text.Json;
using Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Adapters.Groups;

/// <summary>Which roles are held by a group: <c>Roles:Dgs:Group</c> and so on, an object id each.</summary>
public sealed record RoleGroups(IReadOnlyDictionary<Role, string> Ids)
{
    /// <exception cref="InvalidOperationException">An id is none.</exception>
    public static RoleGroups Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var ids = new Dictionary<Role, string>();
        foreach (var role in Enum.GetValues<Role>())
        {
            if (configuration[$"Roles:{role}:Group"] is { Length: > 0 } id)
                ids[role] = Guid.TryParse(id, out _) ? id : throw new InvalidOperationException($"Roles:{role}:Group is no object id.");
        }

        return new RoleGroups(ids);
    }
}

/// <summary>
/// The directory, with the services of the configuration held by the people of an Entra ID group: each is asked by name, the first decision counts. What
/// was read holds for a quarter of an hour. When Graph does not answer, those it named last are asked, and before it ever did the mailbox of <c>roles.yaml</c>:
/// a task never waits for a directory.
/// </summary>
public sealed partial class GroupPeople(IPeople inner, EntraGroups groups, RoleGroups roles, TimeProvider time, ILogger<GroupPeople> log) : IPeople
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<Role, (DateTimeOffset At, IReadOnlyList<Person> People)> known = new();

    /// <inheritdoc/>
    public Task<Person?> FindAsync(string id, CancellationToken cancellation) => inner.FindAsync(id, cancellation);

    /// <inheritdoc/>
    public Task<Person> EnsureAsync(string email, string? name, string? directorate, CancellationToken cancellation) => inner.EnsureAsync(email, name, directorate, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Person>> SubstitutesAsync(Role role, UseCase useCase, CancellationToken cancellation) => inner.SubstitutesAsync(role, useCase, cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Person>> HoldersAsync(Role role, UseCase useCase, CancellationToken cancellation)
    {
        if (!roles.Ids.TryGetValue(role, out var group))
            return await inner.HoldersAsync(role, useCase, cancellation);
        var last = known.GetValueOrDefault(role);
        if (last.People is not null && time.GetUtcNow() - last.At < Fresh)
            return last.People;
        try
        {
            var people = new List<Person>();
            foreach (var member in await groups.MembersAsync(group, cancellation))
                people.Add(await inner.EnsureAsync(member.Email, member.Name, null, cancellation));
            if (people.Count > 0)
            {
                known[role] = (time.GetUtcNow(), people);
                return people;
            }

            Empty(role);
        }
        catch (Exception e) when (e is RequestFailedException or JsonException or AggregateException or UriFormatException)
        {
            NotRead(role, (e as RequestFailedException)?.Status, e.GetType().Name);
        }

        return last.People ?? await inner.HoldersAsync(role, useCase, cancellation);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The group that holds the role {Role} has nobody with a mailbox.")]
    private partial void Empty(Role role);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The group that holds the role {Role} could not be read ({Status}, {Failure}): those known last are asked.")]
    private partial void NotRead(Role role, int? status, string failure);
}
