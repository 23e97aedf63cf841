using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Step1Need;

namespace RegionSud.AiWorkflow.Edge.Intake;

/// <summary>A deposited file, looked at: its verified type, or why it is refused.</summary>
/// <param name="IsScan">Whether it is a picture of pages: what it says is not known before it is recognised.</param>
public sealed record CheckedFile(ReadOnlyMemory<byte> Content, string ContentType, FormRefusal? Refusal, bool IsScan = false)
{
    private const int MostNameLength = 200;

    /// <summary>The file under the name that its sender gives it: folders, control characters and what is too long are left out.</summary>
    public DepositedFile As(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        // Format characters turn the reading order: "besoin<RLO>fdp.exe" would show as a PDF.
        var runes = last.EnumerateRunes().Where(rune => !Rune.IsControl(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format);
        var kept = string.Concat(runes.Take(MostNameLength)).Trim();
        return new DepositedFile(kept.Length == 0 ? "Sans nom" : kept, Content, ContentType);
    }

    internal static CheckedFile Refused(int status, string title, string detail) => new(default, "", new FormRefusal(status, title, detail));
}

/// <summary>Looks at deposited files by their bytes: neither their name nor the type that the sender claims is believed.</summary>
public sealed class NeedFiles(IEnumerable<IFormReader> readers, CharterRules rules)
{
    private const string Unreadable = "Fichier illisible";

    /// <summary>
    /// Refuses with 400 a missing or empty file, 413 one over the limit of <c>intake.yaml</c>, 415 an unknown type, 422 one that is not what its name
    /// says, is damaged or locked, or is another form than the expression of need. A picture of pages is taken as it is.
    /// </summary>
    public async Task<CheckedFile> CheckAsync(IFormFile? file, CancellationToken cancellation)
    {
        if (file is null || (file.Length == 0 && string.IsNullOrEmpty(file.FileName)))
            return CheckedFile.Refused(StatusCodes.Status400BadRequest, "Fichier manquant", "Joignez le formulaire rempli\u00a0: PDF, Word, LibreOffice, Excel, ou une photo de la page.");
        if (file.Length == 0)
            return CheckedFile.Refused(StatusCodes.Status400BadRequest, "Fichier vide", "Le fichier est vide. Enregistrez le formulaire rempli, puis joignez-le à nouveau.");
        if (file.Length > rules.Intake.Files.Bytes)
            return new CheckedFile(default, "", PostedForm.TooLong);
        var content = await file.BytesAsync(cancellation);
        return Check(content, file.FileName, file.ContentType);
    }

    /// <summary>The same, of bytes in memory.</summary>
    /// <param name="name">As the sender calls it: only used to say what is wrong.</param>
    /// <param name="claimedType">As the sender says: likewise.</param>
    public CheckedFile Check(ReadOnlyMemory<byte> content, string? name, string? claimedType)
    {
        if (ScanTypes.Of(content.Span) is { } picture)
            return new CheckedFile(content, picture, null, IsScan: true);
        if (readers.FirstOrDefault(reader => reader.Recognises(content)) is not { } reader)
        {
            return ClaimedFormat(name, claimedType) is { } format
                ? CheckedFile.Refused(StatusCodes.Status422UnprocessableEntity, Unreadable, $"Ce fichier se présente comme un {format}, mais n’en est pas un. Enregistrez à nouveau le formulaire, puis joignez-le.")
                : CheckedFile.Refused(StatusCodes.Status415UnsupportedMediaType, "Type de fichier inconnu", "Envoyez le formulaire de la Région rempli\u00a0: PDF, Word (.docx), LibreOffice (.odt), Excel (.xlsx), ou une photo de la page.");
        }

        try
        {
            var form = rules.FormOfCode(reader.Read(content).Code);
            if (form?.Id == "need")
                return new CheckedFile(content, reader.ContentType, null);
            return CheckedFile.Refused(
                StatusCodes.Status422UnprocessableEntity,
                "Autre formulaire",
                form is null
                    ? "Ce formulaire est d’une version qui n’est plus reçue. Téléchargez le formulaire actuel d’expression du besoin et reportez-y vos réponses."
                    : $"Ce formulaire est «\u00a0{French.Text(form.Title)}\u00a0». Envoyez ici celui de l’expression du besoin.");
        }
        catch (FormUnreadableException e) when (e.Cause == UnreadableCause.OnlyImages)
        {
            return new CheckedFile(content, reader.ContentType, null, IsScan: true);
        }
        catch (FormUnreadableException e)
        {
            return CheckedFile.Refused(StatusCodes.Status422UnprocessableEntity, Unreadable, e.Cause switch
            {
                UnreadableCause.Encrypted => "Ce fichier est protégé par un mot de passe. Enregistrez-le sans protection, puis joignez-le à nouveau.",
                UnreadableCause.ActiveContent => "Ce fichier contient une macro, un programme ou un fichier joint. Il n’est pas ouvert. Enregistrez le formulaire seul, sans macro, puis joignez-le à nouveau.",
                UnreadableCause.TooLong => "Ce fichier est trop long à lire. Enregistrez à nouveau le formulaire, sans image ni annexe, puis joignez-le.",
                UnreadableCause.NotOurForm => "Ce fichier n’est pas un formulaire de la Région. Téléchargez le formulaire d’expression du besoin, remplissez-le et joignez-le.",
                _ => "Ce fichier est abîmé et ne peut pas être lu. Enregistrez à nouveau le formulaire, puis joignez-le.",
            });
        }
    }

    private static string? ClaimedFormat(string? name, string? claimedType) => (Path.GetExtension(name)?.ToLowerInvariant(), claimedType) switch
    {
        (".pdf", _) or (_, FormDownloads.Pdf) => "PDF",
        (".docx", _) or (_, FormDownloads.Word) => "document Word",
        (".odt", _) => "document LibreOffice",
        (".xlsx", _) or (_, FormDownloads.Excel) => "classeur Excel",
        (".jpg" or ".jpeg" or ".png" or ".heic" or ".tif" or ".tiff", _) => "fichier image",
        _ => null,
    };
}
