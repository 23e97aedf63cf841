using Microsoft.AspNetCore.Http;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>Who may read a case's file: the services of the charter, and those whose case it is.</summary>
public sealed class CaseReaders(ICaseJournal journal, IPeople people)
{
    /// <summary>Roles that read every case.</summary>
    internal static readonly Role[] Services = [Role.Dtisu, Role.Dsipn, Role.Dgs, Role.Dpo, Role.Rssi, Role.Legal, Role.Administrator];

    /// <summary>The case of an address for its visitor, or the refusal: 404 for none, 403 for who may not read it.</summary>
    internal async Task<(UseCase? Case, IResult? Refusal)> FindAsync(HttpContext http, string id, CancellationToken cancellation)
    {
        if (!CaseId.TryParse(id, out var caseId) || await journal.FindAsync(caseId, cancellation) is not { } useCase)
        {
            return (null, Refusals.Of(
                http, StatusCodes.Status404NotFound, "Cas inconnu", "Aucun cas d’usage ne porte ce numéro. Vérifiez-le : il s’écrit IA-2026-0001."));
        }

        return await MayReadAsync(http.Visitor(), useCase, cancellation) ? (useCase, null) : (null, Refusals.Forbidden(http));
    }

    /// <summary>A case, for who has a link of it; null when there is none.</summary>
    internal Task<UseCase?> CaseAsync(CaseId id, CancellationToken cancellation) => journal.FindAsync(id, cancellation);

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
