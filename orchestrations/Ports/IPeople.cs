using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Ports;

/// <summary>A person or a shared mailbox that the process can write to.</summary>
/// <param name="Id">Directory id: random, says nothing of the person; the only trace of them in journals and orchestrations.</param>
/// <param name="Name">As shown; for a requester who gave only an address, the address.</param>
/// <param name="Email">Lower case.</param>
/// <param name="Directorate">Id of the directorate, or null.</param>
public sealed record Person(string Id, string Name, string Email, string? Directorate);

/// <summary>The directory: who is behind an id, who holds a role.</summary>
public interface IPeople
{
    /// <summary>Null when unknown or erased.</summary>
    Task<Person?> FindAsync(string id, CancellationToken cancellation);

    /// <summary>The id of an address; a first call makes it, a second finds it.</summary>
    Task<Person> EnsureAsync(string email, string? name, string? directorate, CancellationToken cancellation);

    /// <summary>
    /// Who holds a role for a case: its requester, its directorate's head, or the people of a service as <c>roles.yaml</c> or the
    /// configuration names them.
    /// </summary>
    Task<IReadOnlyList<Person>> HoldersAsync(Role role, UseCase useCase, CancellationToken cancellation);

    /// <summary>Who is asked in a role when its holders may not decide or do not answer, in the order in which they are asked.</summary>
    Task<IReadOnlyList<Person>> SubstitutesAsync(Role role, UseCase useCase, CancellationToken cancellation);
}
