using Microsoft.AspNetCore.Http;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Adapters.Forms;
using RegionSud.AiWorkflow.Edge.Intake;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Edge.Admin;

/// <summary>Takes the document that guarantees that nothing trains a model (clause 4.2-c): a PDF or a Word document, looked at by its bytes and scanned for malware.</summary>
// Six parameters: how a file is looked at, where it is kept, and who says so when.
public sealed class GuaranteeFiles(IEnumerable<IFormReader> readers, FileHandout scan, IModelDocuments documents, ModelDesk desk, IPeople people, TimeProvider time)
{
    /// <summary>The most bytes of one.</summary>
    public const int MostBytes = 10 * 1024 * 1024;

    /// <summary>What its field is called.</summary>
    public const string Field = "document";

    /// <summary>
    /// Keeps the document and notes it in the model's record. One that a scan has no verdict on yet is kept: it is handed to nobody before there is one. The same
    /// document sent again changes nothing.
    /// </summary>
    /// <param name="until">Last day of the guarantee; null leaves the one that is known.</param>
    /// <returns>What is to be mended; none when it is noted.</returns>
    public async Task<IReadOnlyList<Problem>> KeepAsync(string modelId, IFormFile? file, DateOnly? until, Visitor visitor, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        if (ModelDesk.Against(until, time.ParisToday()) is { } past)
            return [past];
        var (content, type, problem) = await ReadAsync(file, cancellation);
        if (problem is not null)
            return [new Problem(Field, problem)];
        var kept = await documents.PutAsync(modelId, content, type, cancellation);
        try
        {
            if (await scan.IsMalwareAsync(IModelDocuments.OwnerOf(modelId), kept, content, cancellation))
                return [new Problem(Field, "Un logiciel malveillant a été détecté dans ce fichier\u00a0: il n’est pas ajouté. Prévenez le RSSI, et demandez au fournisseur un document sain.")];
        }
        catch (MalwareScanPendingException)
        {
            // Whoever wants to read it waits for the verdict.
        }

        var person = await people.EnsureAsync(visitor.Email!, null, null, cancellation);
        var name = new CheckedFile(content, type, null).As(file!.FileName).Name;
        return (await desk.GuaranteeAsync(modelId, new GuaranteeDocument(kept, name, time.GetUtcNow(), person.Id), until, cancellation)).Problems;
    }

    private async Task<(ReadOnlyMemory<byte> Content, string Type, string? Problem)> ReadAsync(IFormFile? file, CancellationToken cancellation)
    {
        if (file is not { FileName.Length: > 0 })
            return (default, "", "Choisissez le document de la garantie, en PDF ou en Word (.docx).");
        if (file.Length == 0)
            return (default, "", "Ce fichier est vide. Choisissez-en un autre.");
        if (file.Length > MostBytes)
            return (default, "", "Ce fichier est plus lourd que 10\u00a0Mo. Allégez-le, par exemple en réduisant ses images.");
        var content = await file.BytesAsync(cancellation);
        var claimed = Path.GetExtension(file.FileName).ToLowerInvariant() switch { ".pdf" => PdfFormReader.MediaType, ".docx" => DocxFormReader.MediaType, _ => "" };
        var reader = readers.FirstOrDefault(one => one.ContentType is PdfFormReader.MediaType or DocxFormReader.MediaType && one.Recognises(content));
        if (reader is null || claimed.Length == 0 || IsOldWord(content))
            return (default, "", "Seuls un PDF et un document Word (.docx) sont reçus ici. Enregistrez le document dans l’un de ces formats.");
        return reader.ContentType == claimed
            ? (content, claimed, Against(reader, content))
            : (default, "", $"Ce fichier se présente comme un {(claimed == PdfFormReader.MediaType ? "PDF" : "document Word")}, mais n’en est pas un. Enregistrez-le à nouveau, puis joignez-le.");
    }

    // The readers of forms look for what runs by itself before they look for a form, which this is not.
    private static string? Against(IFormReader reader, ReadOnlyMemory<byte> content)
    {
        try
        {
            reader.Read(content);
            return null;
        }
        catch (FormUnreadableException e)
        {
            return e.Cause switch
            {
                UnreadableCause.Encrypted => "Ce fichier est protégé par un mot de passe. Enregistrez-le sans protection, puis joignez-le à nouveau.",
                UnreadableCause.ActiveContent => "Ce fichier contient une macro, un programme ou un fichier joint. Enregistrez le document seul, puis joignez-le à nouveau.",
                UnreadableCause.Damaged => "Ce fichier est abîmé et ne peut pas être lu. Enregistrez à nouveau le document, puis joignez-le.",
                UnreadableCause.TooLong => "Ce fichier est trop long à examiner. Enregistrez le document sans image ni annexe, puis joignez-le.",
                _ => null,
            };
        }
    }

    private static bool IsOldWord(ReadOnlySpan<byte> content) => content is [0xD0, 0xCF, ..] && content.IndexOf("E\0n\0c\0r\0y\0p\0t\0e\0d\0"u8) < 0;
}
