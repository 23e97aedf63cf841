using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Step1Need;

/// <summary>What a deposit's files say, taken together.</summary>
/// <param name="Said">Per question id, what the person wrote in a field: it counts.</param>
/// <param name="Made">Per question id, what a machine made out: a person confirms it first (charter 2.4).</param>
/// <param name="Sources">Where each was read.</param>
/// <param name="Unread">What was not read, with the cause.</param>
public sealed record ReadNeed(
    IReadOnlyDictionary<string, string> Said,
    IReadOnlyDictionary<string, InferredAnswer> Made,
    IReadOnlyDictionary<string, AnswerSource> Sources,
    IReadOnlyList<(DocumentRef Document, string Cause)> Unread);

/// <summary>Reads the files of a deposit into texts, whatever their formats.</summary>
public sealed class NeedReading(CaseFiles files, IEnumerable<IFormReader> readers, IEnumerable<IScanReader> scanReaders, IEnumerable<IMalwareScan> scanners, CharterRules rules)
{
    private const string Pdf = "application/pdf";

    /// <summary>
    /// Reads the form first, then what came with it. What a field says comes before what a machine made out; of two of a kind, the first file's stands.
    /// A file that nobody can read adds nothing. Nothing is opened that the malware scan has not let through; while that scan cannot be had, this fails
    /// and is to be tried again.
    /// </summary>
    /// <param name="today">Questions that are not in force on that day are not read.</param>
    public async Task<ReadNeed> ReadAsync(UseCase useCase, DateOnly today, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(useCase);
        var form = rules.Forms["need"].On(today);
        var enclosed = (await files.ReceivedAsync(useCase.Id, cancellation)).Select(file => file.Document).Where(document => document.Sha256 != useCase.Original.Sha256);
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        var made = new Dictionary<string, InferredAnswer>(StringComparer.Ordinal);
        var sources = new Dictionary<string, AnswerSource>(StringComparer.Ordinal);
        var unread = new List<(DocumentRef, string)>();
        foreach (var document in enclosed.Prepend(useCase.Original))
        {
            var (reading, cause) = await ReadAsync(useCase.Id, document, form, cancellation);
            if (cause is not null)
                unread.Add((document, cause));
            if (reading is null)
                continue;
            var version = form.VersionOfCode(reading.Code) ?? form.Version;
            foreach (var (id, text) in FormMigrating.Migrate(form, version, reading.Values))
            {
                if (said.TryAdd(id, text))
                    sources[id] = new AnswerSource(reading.Reader, id, document.Sha256);
            }

            foreach (var (id, answer) in Migrated(form, version, reading.Inferred))
            {
                if (form.Find(id) is null || said.ContainsKey(id) || !made.TryAdd(id, answer))
                    continue;
                sources[id] = new AnswerSource(reading.Reader, id, document.Sha256) { Page = answer.Page, Region = answer.Region, Confidence = answer.Confidence, Excerpt = answer.Excerpt };
            }
        }

        foreach (var id in said.Keys)
            made.Remove(id);
        return new ReadNeed(said, made, sources, unread);
    }

    // One by one, so that each keeps where it was seen.
    private static IEnumerable<(string Id, InferredAnswer Answer)> Migrated(FormDefinition form, string version, IReadOnlyDictionary<string, InferredAnswer> made) => made.SelectMany(
        each => FormMigrating.Migrate(form, version, new Dictionary<string, string> { [each.Key] = each.Value.Text }).Select(now => (now.Key, each.Value with { Text = now.Value })));

    private async Task<(FormReading? Reading, string? Unread)> ReadAsync(CaseId id, DocumentRef document, FormDefinition form, CancellationToken cancellation)
    {
        if (await files.ReadBytesAsync(id, document, cancellation) is not { } content)
            return (null, null);
        foreach (var scanner in scanners)
        {
            if (await scanner.FindAsync(id.Value, document, content, cancellation) is { } malware)
                return (null, $"Malware.{malware}");
        }

        if (document.ContentType.StartsWith("image/", StringComparison.Ordinal))
            return await RecogniseAsync(content, document.ContentType, form, cancellation);
        // What was not verified as one of our formats when it arrived is not opened here either.
        if (readers.FirstOrDefault(reader => reader.ContentType == document.ContentType && reader.Recognises(content)) is not { } reader)
            return (null, null);
        try
        {
            return (reader.Read(content), null);
        }
        catch (FormUnreadableException scan) when (scan.Cause == UnreadableCause.OnlyImages)
        {
            return await RecogniseAsync(content, Pdf, form, cancellation);
        }
        catch (FormUnreadableException e)
        {
            return (null, e.Cause.ToString());
        }
    }

    private async Task<(FormReading? Reading, string? Unread)> RecogniseAsync(ReadOnlyMemory<byte> content, string contentType, FormDefinition form, CancellationToken cancellation)
    {
        if (scanReaders.FirstOrDefault() is not { } recogniser)
            return (null, "NotConfigured");
        try
        {
            return (await recogniser.ReadAsync(content, contentType, form, cancellation), null);
        }
        catch (ScanUnreadException e)
        {
            return (null, e.Cause);
        }
    }
}
