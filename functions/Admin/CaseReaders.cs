using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>Who may read a case's file: the services of the charter, and those whose case it is.</summary>
public sealed class CaseReaders(IPeople people)
{
    /// <summary>Roles that read every case.</summary>
    internal static readonly Role[] Services = [Role.Dtisu, Role.Dsipn, Role.Dgs, Role.Dpo, Role.Rssi, Role.Legal, Role.Administrator];

    /// <summary>Whether a visitor may read a case: at most one storage read.</summary>
    public async Task<bool> MayReadAsync(Visitor visitor, UseCase useCase, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        if (visitor.Holds(Services))
            return true;
        if (visitor.Email is not { Length: > 0 } email)
            return false;
        foreach (var role in new[] { Role.DirectorateHead, Role.Requester })
        {
            var holders = await people.HoldersAsync(role, useCase, cancellation);
            if (holders.Any(person => string.Equals(person.Email, email, StringComparison.OrdinalIgnoreCase)))
                return true;
        }

        return false;
    }
}
