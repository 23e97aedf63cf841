using Microsoft.AspNetCore.Http;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>Hands back a file that somebody sent about a case: as an attachment of no type, and only once every malware scan lets it through.</summary>
public sealed class FileHandout(CaseFiles files, IEnumerable<IMalwareScan> scanners)
{
    /// <summary>The bytes, to be saved and never opened by the browser; 410 for what was erased, 403 for malware, 503 while a scan has no verdict.</summary>
    /// <param name="name">As its sender called it.</param>
    internal async Task<IResult> HandAsync(HttpContext http, CaseId id, DocumentRef document, string name, CancellationToken cancellation)
    {
        if (await files.ReadBytesAsync(id, document, cancellation) is not { } content)
            return Refusals.Of(http, StatusCodes.Status410Gone, "Document effacé", "Ce document a été effacé\u00a0; le journal en garde l’empreinte.");
        try
        {
            // Not everything was scanned when it came; and signatures are newer than at its arrival.
            foreach (var scanner in scanners)
            {
                if (await scanner.FindAsync(id, document, content, cancellation) is not null)
                    return Dangerous(http);
            }
        }
        catch (MalwareScanPendingException)
        {
            return Refusals.Of(http, StatusCodes.Status503ServiceUnavailable, "Document pas encore vérifié", "La recherche de logiciels malveillants n’a pas encore répondu pour ce document. Réessayez dans quelques minutes.");
        }

        return Results.Bytes(content.ToArray(), "application/octet-stream", name);
    }

    internal static IResult Dangerous(HttpContext http) =>
        Refusals.Of(http, StatusCodes.Status403Forbidden, "Document dangereux", "Un logiciel malveillant y a été détecté\u00a0: il est gardé comme preuve, et n’est remis à personne.");
}
