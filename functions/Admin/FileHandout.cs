using Microsoft.AspNetCore.Http;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>Hands back a file that somebody sent: as an attachment of no type, and only once every malware scan lets it through.</summary>
public sealed class FileHandout(CaseFiles files, IEnumerable<IMalwareScan> scanners)
{
    /// <summary>The bytes, to be saved and never opened by the browser; 410 for what was erased, 403 for malware, 503 while a scan has no verdict.</summary>
    /// <param name="name">As its sender called it.</param>
    internal async Task<IResult> HandAsync(HttpContext http, CaseId id, DocumentRef document, string name, CancellationToken cancellation) =>
        await HandAsync(http, id.Value, document, await files.ReadBytesAsync(id, document, cancellation), name, cancellation);

    /// <summary>The same, of bytes that were read.</summary>
    /// <param name="owner">See <see cref="IMalwareScan.FindAsync"/>.</param>
    /// <param name="content">Null when it was erased.</param>
    internal async Task<IResult> HandAsync(HttpContext http, string owner, DocumentRef document, ReadOnlyMemory<byte>? content, string name, CancellationToken cancellation)
    {
        if (content is not { } bytes)
            return Refusals.Of(http, StatusCodes.Status410Gone, "Document effacé", "Ce document a été effacé\u00a0; le journal en garde l’empreinte.");
        try
        {
            // Not everything was scanned when it came; and signatures are newer than at its arrival.
            if (await IsMalwareAsync(owner, document, bytes, cancellation))
                return Dangerous(http);
        }
        catch (MalwareScanPendingException)
        {
            return Refusals.Of(http, StatusCodes.Status503ServiceUnavailable, "Document pas encore vérifié", "La recherche de logiciels malveillants n’a pas encore répondu pour ce document. Réessayez dans quelques minutes.");
        }

        return Results.Bytes(bytes.ToArray(), "application/octet-stream", name);
    }

    /// <summary>Whether a scan knows it as malware.</summary>
    /// <exception cref="MalwareScanPendingException">One has no verdict yet, and none that has one knows it.</exception>
    internal async Task<bool> IsMalwareAsync(string owner, DocumentRef document, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        MalwareScanPendingException? pending = null;
        foreach (var scanner in scanners)
        {
            try
            {
                if (await scanner.FindAsync(owner, document, content, cancellation) is not null)
                    return true;
            }
            catch (MalwareScanPendingException none)
            {
                pending = none;
            }
        }

        return pending is null ? false : throw pending;
    }

    internal static IResult Dangerous(HttpContext http) =>
        Refusals.Of(http, StatusCodes.Status403Forbidden, "Document dangereux", "Un logiciel malveillant y a été détecté\u00a0: il est gardé comme preuve, et n’est remis à personne.");
}
